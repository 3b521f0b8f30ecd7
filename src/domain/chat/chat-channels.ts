import type { ChatType, Outbox, Route } from '#domain/channels';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { type Address, type ChatChannel, checkAddress, checkTopic, shownOf } from './chat-channel.ts';
import { type ChatChannelRow, chatChannelsSql } from './chat-channels.sql.ts';

/** The kind of message that tries a room out. */
export const CHAT_TEST = 'chat.test';
/** Behind every page, and before nothing. */
const PRIORITY = 5;

export interface NewChatChannel {
  topic: string;
  label: string;
  type: ChatType;
  where: Address;
}

export interface ChatChannels {
  /**
   * Binds a room to a topic of the account. Refuses (conflict) a label that the topic's rooms have already, (validation) an address
   * that its kind cannot have, and (quotaExceeded) one too many. Open incidents that name the topic are told there, too.
   */
  bind(tx: Tx, now: Date, actor: Actor, channel: NewChatChannel): Promise<ChatChannel>;
  get(on: Queries, account: string, id: string): Promise<ChatChannel>;
  /** Newest first; `before` is the last id of the page before. */
  list(on: Queries, query: { account: string; limit: number; before?: string }): Promise<ChatChannel[]>;
  /** Incidents are not told there any more. Refuses (notFound) one that is not there. */
  unbind(tx: Tx, account: string, id: string): Promise<void>;
  /** A message that says that the room is bound goes there. Answers the message's id. */
  test(tx: Tx, now: Date, actor: Actor, id: string): Promise<string>;
  /** Those of an account's topics that rooms are bound to, by topic. */
  ofTopics(on: Queries, account: string, topics: readonly string[]): Promise<Map<string, ChatChannel[]>>;
  /** Where a room is. Refuses (notFound, validation) a secret that cannot be read. */
  addressOf(on: Queries, account: string, id: string): Promise<string | undefined>;
  erase(tx: Tx, account: string): Promise<void>;
}

/** Reads the value of a secret that an account names. */
export type SecretValue = (on: Queries, account: string, nameOrArn: string) => Promise<string>;

export interface ChatChannelDeps {
  keyring: Keyring;
  secretValue: SecretValue;
  outbox: Outbox;
  /** One for every kind. */
  channels: readonly Route[];
  quotas: Readonly<Record<'chatChannels', Quota>>;
  /** A room was bound: what it has to be told of already. */
  bound(tx: Tx, now: Date, room: ChatChannel): Promise<void>;
}

export function createChatChannels(deps: ChatChannelDeps): ChatChannels {
  const { keyring, outbox } = deps;
  const find = async (on: Queries, account: string, id: string): Promise<ChatChannelRow> => {
    const row = isUuid(id) ? await on.first(chatChannelsSql.get, [account, id]) : undefined;
    if (!row) throw notFound('CHAT_CHANNEL', id);
    return row;
  };
  return {
    async bind(tx, now, actor, { topic, label, type, where }) {
      const { account, principal } = actor;
      checkTopic(topic, account);
      // Of a secret it is looked at now, so that a wrong one is told now.
      checkAddress(
        deps.channels,
        type,
        'secret' in where ? await deps.secretValue(tx, account, where.secret) : where.address,
      );
      await oneAtATime(tx, `chatChannels/${account}`);
      const id = newId(now);
      const address = 'address' in where ? keyring.seal(where.address, contextOf(id)) : null;
      const secret = 'secret' in where ? where.secret : null;
      const values = [id, account, topic, label, type, address, secret, shownOf(type, where), now, principal];
      const row = await tx.first(chatChannelsSql.insert, values);
      if (!row) throw labelTaken(topic, label);
      const { count } = (await tx.first(chatChannelsSql.count, [account, (deps.quotas.chatChannels.limit ?? 0) + 1]))!;
      within(deps.quotas.chatChannels, count, { type: 'CHAT_CHANNEL', id });
      const room = toChatChannel(row);
      await deps.bound(tx, now, room);
      return room;
    },
    async get(on, account, id) {
      return toChatChannel(await find(on, account, id));
    },
    async list(on, { account, limit, before }) {
      return (await on.rows(chatChannelsSql.list, [account, before ?? null, limit])).map(toChatChannel);
    },
    async unbind(tx, account, id) {
      await find(tx, account, id);
      await tx.rows(chatChannelsSql.delete, [account, id]);
    },
    async test(tx, now, actor, channelId) {
      const { type, account } = await find(tx, actor.account, channelId);
      const id = newId(now);
      const message = { id, account, channelId, channelType: type, kind: CHAT_TEST, dueAt: now, payload: {} };
      await outbox.put(tx, now, [{ ...message, priority: PRIORITY, requestId: actor.requestId }]);
      return id;
    },
    async ofTopics(on, account, topics) {
      if (topics.length === 0) return new Map();
      const rows = await on.rows(chatChannelsSql.ofTopics, [account, topics]);
      return Map.groupBy(rows.map(toChatChannel), ({ topic }) => topic);
    },
    async addressOf(on, account, id) {
      const row = await on.first(chatChannelsSql.get, [account, id]);
      if (!row) return undefined;
      return row.address
        ? keyring.open(row.address, contextOf(row.id))
        : (await deps.secretValue(on, account, row.secret!)).trim();
    },
    async erase(tx, account) {
      await tx.rows(chatChannelsSql.erase, [account]);
    },
  };
}

/** For what an address is sealed: rows cannot be swapped. */
const contextOf = (id: string) => `chat-channel/${id}`;

function labelTaken(topic: string, label: string): Refusal {
  const message = `label: ${JSON.stringify(label)} is the label of another room of ${topic} already; give another one, or unbind that room`;
  return new Refusal('conflict', message, { resourceType: 'CHAT_CHANNEL', resourceId: label });
}

const toChatChannel = (row: ChatChannelRow): ChatChannel => ({
  id: row.id,
  account: row.account,
  topic: row.topic,
  label: row.label,
  type: row.type,
  shown: row.shown,
  createdAt: row.created_at,
  createdBy: row.created_by,
});

/** Those of `topics` to which rooms are bound: of the others, a plan that names them warns. */
export const boundTopics =
  (channels: ChatChannels) =>
  async (on: Queries, account: string, topics: readonly string[]): Promise<ReadonlySet<string>> =>
    new Set((await channels.ofTopics(on, account, topics)).keys());
