import type { Outbox } from '#domain/channels';
import { newId } from '#kernel/ids';
import type { Queries, Tx } from '#storage/db';
import type { ContactChannel } from './contact.ts';
import { contactsSql } from './contacts.sql.ts';
import { flagsSql } from './flags.sql.ts';

/** The kind of message that tells a person that another channel of theirs is in doubt. */
export const FLAGGED = 'contacts.flagged';
/** So many pages in a row that nobody confirmed. */
const MOST_UNCONFIRMED = 3;
/** Behind every page. */
const PRIORITY = 5;

/** Why a channel is in doubt. It is paged all the same: nobody becomes less reachable by it. */
export interface ChannelFlag {
  since: Date;
  reason: string;
  whatToDo: string;
}

export interface ChannelFlags {
  /**
   * A page to it has failed: for good, by a provider that refuses its address, or as one of many of which nothing was heard. Answers
   * the flag where it has one only from now on; its owner is told of that by another channel of theirs.
   */
  pageFailed(tx: Tx, now: Date, channelId: string, failure: PageFailure): Promise<ChannelFlag | undefined>;
  /** Pages to these have arrived, or somebody says that all is well: nothing is in doubt. */
  clearFlags(tx: Tx, channelIds: string[]): Promise<void>;
}

export type PageFailure = { permanent: true; reason: string } | { permanent: false };

interface FlagDeps {
  outbox: Outbox;
  byId(on: Queries, ids: string[]): Promise<Map<string, ContactChannel>>;
  of(on: Queries, refs: ContactChannel['contact'][]): Promise<ContactChannel[]>;
}

export function channelFlags({ outbox, byId, of }: FlagDeps): ChannelFlags {
  return {
    async pageFailed(tx, now, channelId, failure) {
      await tx.rows(flagsSql.ensure, [channelId]);
      const was = await tx.first(flagsSql.lock, [channelId]);
      const channel = (await byId(tx, [channelId])).get(channelId);
      if (!was || !channel) return undefined;
      const unconfirmed = was.unconfirmed + 1;
      const flag = flagFor(now, channel, failure, unconfirmed);
      if (!flag || was.since) {
        // One that is flagged already keeps since when; a named refusal says more than a silence.
        const said = failure.permanent || !was.since ? flag : (channel.flag ?? flag);
        await tx.rows(flagsSql.save, [channelId, unconfirmed, was.since, said?.reason ?? null, said?.whatToDo ?? null]);
        return undefined;
      }
      await tx.rows(flagsSql.save, [channelId, unconfirmed, now, flag.reason, flag.whatToDo]);
      await tellOwner(tx, now, outbox, channel, await of(tx, [channel.contact]));
      return flag;
    },
    async clearFlags(tx, channelIds) {
      if (channelIds.length > 0) await tx.rows(flagsSql.clear, [channelIds]);
    },
  };
}

function flagFor(
  now: Date,
  { contact, name }: ContactChannel,
  failure: PageFailure,
  unconfirmed: number,
): ChannelFlag | undefined {
  const named = `${contact.alias} ${JSON.stringify(name)}`;
  if (failure.permanent) {
    const whatToDo = `Correct or replace it: muster contacts channels update ${named} --address …`;
    return { since: now, reason: failure.reason, whatToDo };
  }
  if (unconfirmed < MOST_UNCONFIRMED) return undefined;
  return {
    since: now,
    reason: `${unconfirmed} pages in a row were not delivered, or nobody said that they were`,
    whatToDo: `Ask ${contact.alias} whether it works, then: muster contacts channels clear-flag ${named}`,
  };
}

/** The quietest first. */
const QUIET = ['EMAIL', 'SMS'];
const place = ({ type }: ContactChannel) => (QUIET.includes(type) ? QUIET.indexOf(type) : QUIET.length);

/** By another channel of theirs of which nothing is in doubt; where there is none, by nobody. A call is for pages. */
async function tellOwner(tx: Tx, now: Date, outbox: Outbox, flagged: ContactChannel, all: ContactChannel[]) {
  const others = all.filter(({ id, type, activated, flag }) => {
    return id !== flagged.id && type !== 'VOICE' && activated && !flag;
  });
  const [best] = others.toSorted((a, b) => place(a) - place(b));
  if (!best) return;
  const message = { id: newId(now), account: best.contact.account, channelId: best.id, channelType: best.type };
  const payload = { flagged: flagged.id };
  await outbox.put(tx, now, [{ ...message, kind: FLAGGED, dueAt: now, payload, priority: PRIORITY }]);
}

/** The channel by its row, whatever its state; for the message about it. */
export const flaggedChannel = async (on: Queries, id: string) => (await on.rows(contactsSql.channelsById, [[id]]))[0];
