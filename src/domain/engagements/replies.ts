import { textMessage } from '#domain/channels';
import { type ContactChannel, type ContactRef, contactArn } from '#domain/contacts';
import { DAY } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import { count } from '#kernel/text';
import type { Tx } from '#storage/db';
import { LINK_LIFETIME_MS, type LinkView, viewOf } from './acknowledge.ts';
import { type Answered, answer } from './answer.ts';
import type { EngagementRooms } from './apply.ts';
import { escalateByKey } from './escalate.ts';
import type { PageSecrets } from './links.ts';
import { type PageRow, pagesSql } from './pages.sql.ts';
import { repliesSql } from './replies.sql.ts';
import { answering, type Guard, isBarred, noGuard, strictest, wronged } from './reply-guard.ts';
import { readReply } from './reply-text.ts';

/** A text message that came back. */
export interface TextReply {
  /** The number it came from, as its provider has proved it. */
  from: string;
  /** The provider's id: the same message counts once. */
  id: string;
  text: string;
  requestId: string;
}

/** A key that was pressed in a call. */
export interface KeyPressed {
  messageId: string;
  /** The number that was called. */
  to: string;
  callId: string;
  key: string;
  /** Whether a machine answered the call: its keys count for nothing. */
  machine: boolean;
}

/** What was answered that is no page: another room's, which has already recorded it. */
interface AnsweredElse {
  id: string;
  contact: ContactRef;
  /** What to answer. */
  say: string;
}

/** Other things than pages that go to phones and can be answered there. The room that sends them offers it. */
export interface OtherAnswers {
  /** By its code; without one the newest. Undefined: nothing of these channels' is meant. */
  byText(tx: Tx, now: Date, channelIds: string[], code: string | undefined): Promise<AnsweredElse | undefined>;
  /** A key in the call with this message to this number. */
  byKey(tx: Tx, now: Date, call: { messageId: string; to: string }): Promise<AnsweredElse | undefined>;
}

/** What came of it. */
export interface Replied {
  /** What to answer; nothing where there is nothing to say, or nobody to say it to. */
  say?: string;
  /** The page that was acknowledged, of several the most severe one. */
  acknowledged?: PageRow;
  /** What else than a page was answered. */
  answered?: AnsweredElse;
  did: 'nothing' | 'acknowledged' | 'answered' | 'escalated' | 'stopped' | 'started' | 'refused';
}

export interface Replies {
  byText(tx: Tx, now: Date, reply: TextReply): Promise<Replied>;
  byKey(tx: Tx, now: Date, pressed: KeyPressed): Promise<Replied>;
}

/** Pages to a number among which a code is looked for: far more than anybody is paged for in a day. */
const CANDIDATES = 500;
/** How long a message that was received is remembered: it cannot be played again. */
const REMEMBERED_MS = 400 * DAY;
const NOTHING: Replied = { did: 'nothing' };
const HELP =
  'Reply "ack" and the code of the page, or "ack" alone for the last page. STOP ends text messages to this number.';

export function createReplies(rooms: EngagementRooms, secrets: PageSecrets, others: OtherAnswers): Replies {
  return {
    async byText(tx, now, reply) {
      const channels = await rooms.contactChannels.atAddress(tx, 'SMS', reply.from);
      if (channels.length === 0 || !(await isFresh(tx, now, channels, reply.id))) return NOTHING;
      const meant = readReply(reply.text);
      if (meant.kind === 'stop') return stop(tx, rooms, channels);
      if (meant.kind === 'start') return start(tx, now, rooms, channels, reply.requestId);
      const active = channels.filter(({ activated }) => activated);
      if (active.length === 0) return NOTHING;
      const guarded = await guardOf(tx, active);
      if (meant.kind === 'unclear') return guarded.say(now, HELP);
      if (isBarred(now, guarded.guard))
        return guarded.say(now, 'Too many wrong codes: replies count again in 15 minutes. Use the link until then.');
      const found = await find(tx, now, secrets, active, meant.code);
      // A page that waits comes before all else.
      const ids = active.map(({ id }) => id);
      const other = found?.view.state === 'open' ? undefined : await others.byText(tx, now, ids, meant.code);
      if (other) return { did: 'answered', say: textMessage(other.say, '- Muster'), answered: other };
      if (found) return acknowledge(tx, now, rooms, found, { info: meant.code ?? 'SMS reply', say: guarded.say });
      if (meant.code === undefined) return guarded.say(now, 'No page of the last 24 hours is waiting for an answer.');
      await guarded.save(wronged(now, guarded.guard));
      return guarded.say(now, 'That is not the code of a page of the last 24 hours. Nothing was acknowledged.');
    },
    async byKey(tx, now, { messageId, to, callId, key, machine }) {
      const pages = await tx.rows(pagesSql.ofMessages, [[messageId]]);
      const [page] = pages;
      const other = machine || page || key !== '1' ? undefined : await others.byKey(tx, now, { messageId, to });
      if (other) return { did: 'answered', say: other.say, answered: other };
      if (machine || page?.channel_type !== 'VOICE') return NOTHING;
      const channel = (await rooms.contactChannels.byId(tx, [page.channel_id])).get(page.channel_id);
      if (!channel || channel.address !== to) return NOTHING;
      const say = async (_now: Date, text: string): Promise<Replied> => ({ did: 'nothing', say: text });
      if (key === '1')
        return acknowledge(
          tx,
          now,
          rooms,
          { answered: { messageId }, view: viewOf(pages, now) },
          { info: 'key 1', say },
        );
      if (key !== '2') return say(now, 'Press 1 to acknowledge, 2 to escalate.');
      if (!(await isFresh(tx, now, [channel], `${callId}/2`))) return NOTHING;
      const gone = await escalateByKey(tx, now, rooms, pages);
      return gone
        ? { did: 'escalated', say: 'Escalated. The next stage begins now.' }
        : say(now, 'There is no further stage. Press 1 to acknowledge.');
    },
  };
}

/** Whether it comes for the first time: duplicates and what is played again change nothing. */
export async function isFresh(tx: Tx, now: Date, channels: ContactChannel[], id: string): Promise<boolean> {
  const ids = channels.map((channel) => channel.id);
  await tx.rows(repliesSql.forget, [ids, new Date(now.getTime() - REMEMBERED_MS)]);
  return (await tx.rows(repliesSql.seen, [ids, id, now])).length === ids.length;
}

async function stop(tx: Tx, { contactChannels }: EngagementRooms, channels: ContactChannel[]): Promise<Replied> {
  for (const { id, contact } of channels) await contactChannels.deactivate(tx, { ...contact, id });
  // Carriers and providers confirm it themselves; another message after a STOP would be against the wish.
  return { did: 'stopped' };
}

/** Whoever has the number proves it again: each of its channels gets a code. */
async function start(
  tx: Tx,
  now: Date,
  { contactChannels }: EngagementRooms,
  channels: ContactChannel[],
  requestId: string,
): Promise<Replied> {
  for (const { id, contact, activated } of channels) {
    if (activated) continue;
    const actor = { account: contact.account, region: contact.region, principal: contactArn(contact), requestId };
    await contactChannels.sendCode(tx, now, actor, { ...contact, id }).catch((error: unknown) => {
      // Ten an hour are enough: the others get theirs, and this one had ten.
      if (!(error instanceof Refusal)) throw error;
    });
  }
  return { did: 'started' };
}

interface Found {
  answered: Answered;
  view: LinkView;
}

/** What a reply means: by its code a page or all in its message, without one what came last. */
async function find(
  tx: Tx,
  now: Date,
  secrets: PageSecrets,
  channels: ContactChannel[],
  code: string | undefined,
): Promise<Found | undefined> {
  const values = [channels.map(({ id }) => id), new Date(now.getTime() - LINK_LIFETIME_MS)];
  const ofMessage = async (messageId: string): Promise<Found> => ({
    answered: { messageId },
    view: viewOf(await tx.rows(pagesSql.ofMessages, [[messageId]]), now),
  });
  if (code === undefined) {
    const last = await tx.first(pagesSql.lastToChannels, values);
    return last && ofMessage(last.message_id);
  }
  const pages = await tx.rows(pagesSql.toChannels, [...values, CANDIDATES]);
  const own = pages.filter((page) => sameSecret(code, secrets.code(page.id)));
  const page = own.find((one) => viewOf([one], now).state === 'open') ?? own[0];
  if (page) return { answered: { page }, view: viewOf([page], now) };
  const messages = [...new Set(pages.map(({ message_id }) => message_id))];
  const all = messages.find((id) => sameSecret(code, secrets.codeForAll(id)));
  return all === undefined ? undefined : ofMessage(all);
}

interface How {
  info: string;
  say(now: Date, text: string): Promise<Replied>;
}

async function acknowledge(tx: Tx, now: Date, rooms: EngagementRooms, found: Found, how: How): Promise<Replied> {
  const { page, state, matters } = found.view;
  if (state === 'acknowledged') return how.say(now, 'It was acknowledged already.');
  if (state !== 'open') return how.say(now, 'It is over: nobody needs to answer any more.');
  await answer(tx, now, rooms, found.answered, how.info, contactArn(page));
  const what = matters > 1 ? count(matters, 'incident') : (page.public_subject ?? 'the page');
  // Not counted among the automatic answers: each takes an open page, so they end by themselves.
  return { did: 'acknowledged', acknowledged: page, say: textMessage(`Acknowledged: ${what}`, '- Muster') };
}

/** The guard of these channels, locked until the transaction ends. */
export async function guardOf(tx: Tx, channels: ContactChannel[]) {
  const ids = channels.map(({ id }) => id);
  await tx.rows(repliesSql.ensureGuards, [ids, JSON.stringify(noGuard)]);
  let guard = strictest((await tx.rows(repliesSql.lockGuards, [ids])).map(({ state }) => state));
  const save = async (next: Guard) => {
    guard = next;
    await tx.rows(repliesSql.saveGuards, [ids, JSON.stringify(next)]);
  };
  const say = async (now: Date, text: string): Promise<Replied> => {
    const next = answering(now, guard);
    if (!next) return { did: 'refused' };
    await save(next);
    return { did: 'refused', say: text };
  };
  return { guard, save, say };
}
