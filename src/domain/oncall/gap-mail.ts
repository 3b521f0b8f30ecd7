import type { Message, MessageSource, NewMessage, Outbox, Prepared } from '#domain/channels';
import { type ContactChannels, type Contacts, parseContactArn } from '#domain/contacts';
import { newId } from '#kernel/ids';
import { count } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import type { GapCause } from './gaps.ts';
import type { NamedRota } from './reading.ts';
import { isRotationArn } from './rotation.ts';
import { rotasIfThere } from './subject.ts';
import type { Warning } from './warnings.ts';
import { toWarning, watchSql } from './watch.sql.ts';
import type { GapListener } from './watch.ts';

/** The kind of message that tells a rotation's people of a gap. */
const GAP_MAIL = 'oncall.gap';

/** Gaps that one mail tells. */
const MOST_TOLD = 10;
/** Behind every page, and before nothing. */
const PRIORITY = 5;

export interface GapMailRooms {
  contacts: Contacts;
  contactChannels: ContactChannels;
  outbox: Outbox;
}

interface Payload {
  region: string;
  subject: string;
  warnings: string[];
}

/**
 * Puts a mail to each activated e-mail channel of the people of a rotation for what a look found or sees near. What a schedule
 * lacks is not mailed: each of its rotations tells what it lacks itself, and the hours that coverage leaves out come back every
 * night.
 */
export function gapMail({ contacts, contactChannels, outbox }: GapMailRooms): GapListener {
  return {
    async tell(tx, now, { account, region, subject, found, near }) {
      const rotas = isRotationArn(subject) ? await rotasIfThere(tx, contacts, subject) : undefined;
      if (!rotas) return;
      const payload: Payload = { region, subject, warnings: [...found, ...near].map(({ id }) => id) };
      const channels = await contactChannels.of(tx, peopleOf(rotas));
      const messages = channels
        .filter(({ type, activated }) => type === 'EMAIL' && activated)
        .map((channel): NewMessage => {
          const message = { id: newId(now), account, channelId: channel.id, channelType: channel.type };
          return { ...message, kind: GAP_MAIL, dueAt: now, payload, priority: PRIORITY };
        });
      await outbox.put(tx, now, messages);
    },
  };
}

const peopleOf = (rotas: readonly NamedRota[]) =>
  [...new Set(rotas.flatMap(({ schedule }) => schedule.members))].map((arn) => parseContactArn(arn, 'ContactIds'));

/** Renders them from what is known at the moment of sending: a gap that was closed meanwhile is not told. */
export function gapMessages({ contacts, contactChannels }: Omit<GapMailRooms, 'outbox'>): MessageSource {
  return {
    kind: GAP_MAIL,
    async prepare(tx: Tx, now: Date, message: Message): Promise<Prepared> {
      const { region, subject, warnings } = message.payload as Payload;
      const channel = (await contactChannels.byId(tx, [message.channelId])).get(message.channelId);
      if (!channel?.activated) return { cancel: 'the channel was deleted or switched off' };
      const gaps = await openGaps(tx, now, { account: message.account, region, subject }, warnings);
      const rotas = gaps.length > 0 ? await rotasIfThere(tx, contacts, subject) : undefined;
      const [first, rota] = [gaps[0], rotas?.[0]];
      if (!first || !rota) return { cancel: 'somebody is on call in that time by now' };
      const name = `rotation ${rota.rotation.name}`;
      return {
        send: {
          key: message.id,
          to: channel.address,
          subject: `Nobody is on call for ${name} from ${minute(first.start)}`,
          text: [
            `Nobody is on call for ${name}:`,
            '',
            ...gaps.slice(0, MOST_TOLD).map(gapText),
            ...(gaps.length > MOST_TOLD ? [`and ${count(gaps.length - MOST_TOLD, 'more time')}`] : []),
            '',
            'Add an override, or edit the rotation or its coverage. `muster oncall warnings` lists what is open.',
          ].join('\n'),
        },
      };
    },
    // The warning itself shows whether the gap is still there; the outbox keeps what the provider said.
    settled: async () => {},
  };
}

async function openGaps(
  on: Queries,
  now: Date,
  { account, region, subject }: { account: string; region: string; subject: string },
  ids: readonly string[],
): Promise<Warning[]> {
  const known = (await on.rows(watchSql.ofSubject, [account, region, subject])).map(toWarning);
  return known.filter(({ id, end }) => ids.includes(id) && end > now);
}

const WHY: Readonly<Record<GapCause, string>> = {
  coverage: 'the coverage leaves it out',
  notBegun: 'the rotation has not begun',
  noRotation: 'there is no rotation',
  override: 'an override says nobody',
};

const gapText = ({ start, end, causes }: Warning): string =>
  `- ${minute(start)} to ${minute(end)} (${causes.map((cause) => WHY[cause]).join('; ')})`;

/** `2026-11-24 03:10 UTC` */
const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
