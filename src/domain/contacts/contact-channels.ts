import { addressFault, type Channel, type ContactChannelType, NO_PROVIDER, type Outbox } from '#domain/channels';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import type { Keyring } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { codeFault, judgeCode, nextCode } from './activation.ts';
import { type ContactChannel, type ContactRef, channelArn, contactArn } from './contact.ts';
import { type ChannelRow, contactsSql } from './contacts.sql.ts';

/** The kind of message that carries an activation code. */
export const ACTIVATION = 'activation';

export interface NewContactChannel {
  contact: ContactRef;
  name: string;
  type: ContactChannelType;
  address: string;
  /** Send no code yet. */
  deferActivation: boolean;
}

/** A channel as its ARN names it: a right id under another contact's alias or region is not it. */
export type ChannelRef = ContactRef & { id: string };

export interface ContactChannels {
  /** Answers the new channel's id. Refuses an address that this contact has already, or that its provider cannot reach. */
  create(tx: Tx, now: Date, actor: Actor, channel: NewContactChannel): Promise<string>;
  /** Sends a fresh code; the one before is void. Refuses where there is no provider that could send it. */
  sendCode(tx: Tx, now: Date, actor: Actor, channel: ChannelRef): Promise<void>;
  /** Takes the code that was sent; five wrong ones void it. Activating twice is harmless. */
  activate(tx: Tx, now: Date, actor: Actor, channel: ChannelRef, code: string): Promise<void>;
  /**
   * Changes what is given. Another address is not activated, and gets a code; refuses one that this contact has already, or
   * that its provider cannot reach.
   */
  update(
    tx: Tx,
    now: Date,
    actor: Actor,
    channel: ChannelRef,
    change: { name?: string; address?: string },
  ): Promise<void>;
  /** Nothing is sent to it any more until it is activated anew. Doing it twice is harmless. */
  deactivate(tx: Tx, channel: ChannelRef): Promise<void>;
  /** Deletes it. Stages that try it stay, and pass it over. */
  remove(tx: Tx, channel: ChannelRef): Promise<void>;
  get(on: Queries, ref: ContactRef, id: string): Promise<ContactChannel>;
  /** The same, it and its contact locked until the transaction ends: for a change that rests on what it was. */
  lock(tx: Tx, channel: ChannelRef): Promise<ContactChannel>;
  /** One contact's, oldest first. */
  list(on: Queries, ref: ContactRef, limit: number, after?: string): Promise<ContactChannel[]>;
  of(on: Queries, refs: ContactRef[]): Promise<ContactChannel[]>;
  byId(on: Queries, ids: string[]): Promise<Map<string, ContactChannel>>;
  /** Whose address it is, in every account; by id, the first 50. */
  atAddress(on: Queries, type: ContactChannelType, address: string): Promise<ContactChannel[]>;
}

export interface ContactChannelsDeps {
  keyring: Keyring;
  outbox: Outbox;
  /** One for every kind. */
  channels: Channel[];
  quotas: Readonly<Record<'channelsPerContact', Quota>>;
}

export function createContactChannels(deps: ContactChannelsDeps): ContactChannels {
  const { keyring, outbox } = deps;
  const lock = async (tx: Tx, { account, region, alias, id }: ChannelRef) => {
    const row = await tx.first(contactsSql.lockChannel, [id, account]);
    if (row?.region !== region || row.alias !== alias) {
      throw notFound('CONTACT_CHANNEL', channelArn({ account, region, alias }, id));
    }
    return row;
  };

  async function sendCode(tx: Tx, now: Date, actor: Actor, row: ChannelRow): Promise<void> {
    const code = nextCode(row, now);
    await tx.rows(contactsSql.newCode, [row.id, code.serial, code.expiresAt, code.sent, code.since]);
    const message = {
      id: newId(now),
      account: row.account,
      channelId: row.id,
      channelType: row.type,
      kind: ACTIVATION,
    };
    await outbox.put(tx, now, [
      { ...message, dueAt: now, payload: { serial: code.serial }, priority: 3, requestId: actor.requestId },
    ]);
  }

  return {
    async create(tx, now, actor, { contact, name, type, address, deferActivation }) {
      checkAddress(deps.channels, type, address);
      const owner = await tx.first(contactsSql.lock, [contact.account, contact.region, contact.alias]);
      if (!owner) throw notFound('CONTACT', contactArn(contact));
      if (owner.type !== 'PERSONAL') {
        throw invalid(
          `ContactId: channels belong to contacts of type PERSONAL; ${contact.alias} is of type ${owner.type}`,
        );
      }
      const id = newId(now);
      const values = [id, contact.account, contact.region, contact.alias, name, type, address, now];
      if (!(await tx.first(contactsSql.insertChannel, values))) throw addressTaken(contact, type);
      const { count } = (await tx.first(contactsSql.countChannels, [contact.account, contact.region, contact.alias]))!;
      within(deps.quotas.channelsPerContact, count, { type: 'CONTACT', id: contactArn(contact) });
      if (!deferActivation) await sendCode(tx, now, actor, await lock(tx, { ...contact, id }));
      return id;
    },
    async sendCode(tx, now, actor, channel) {
      const row = await lock(tx, channel);
      const { provider, notReady } = channelOf(deps.channels, row.type);
      if (provider === NO_PROVIDER) {
        const message = `ContactChannelId: no code can be sent: ${notReady()}`;
        throw invalid(message, { name: 'ContactChannelId', message });
      }
      await sendCode(tx, now, actor, row);
    },
    async activate(tx, now, _actor, channel, code) {
      const row = await lock(tx, channel);
      const { id } = row;
      if (row.activated_at) return;
      if (judgeCode(keyring, row, code, now) === 'right') {
        await tx.rows(contactsSql.activate, [id, now]);
        return;
      }
      await tx.rows(contactsSql.triedCode, [id]);
      throw codeFault('it is not the code that was sent', { keep: true });
    },
    async update(tx, now, actor, channel, { name, address }) {
      const { account, region, alias } = channel;
      // The contact before its channel: two changes to one address are made one after the other.
      await tx.rows(contactsSql.lock, [account, region, alias]);
      const was = await lock(tx, channel);
      const moved = address !== undefined && address !== was.address;
      if (moved) checkAddress(deps.channels, was.type, address);
      const values = [was.id, name ?? was.name, address ?? was.address];
      if (!(await tx.first(contactsSql.updateChannel, values))) throw addressTaken(channel, was.type);
      if (moved) await sendCode(tx, now, actor, was);
    },
    async lock(tx, channel) {
      // The contact first, as an edit does.
      await tx.rows(contactsSql.lock, [channel.account, channel.region, channel.alias]);
      return toChannel(await lock(tx, channel));
    },
    async deactivate(tx, channel) {
      await tx.rows(contactsSql.deactivate, [(await lock(tx, channel)).id]);
    },
    async remove(tx, channel) {
      await tx.rows(contactsSql.deleteChannel, [(await lock(tx, channel)).id]);
    },
    async list(on, { account, region, alias }, limit, after) {
      return (await on.rows(contactsSql.listChannels, [account, region, alias, after ?? null, limit])).map(toChannel);
    },
    async get(on, ref, id) {
      const channel = (await byId(on, [id])).get(id);
      const { account, region, alias } = channel?.contact ?? {};
      if (!channel || account !== ref.account || region !== ref.region || alias !== ref.alias) {
        throw notFound('CONTACT_CHANNEL', channelArn(ref, id));
      }
      return channel;
    },
    async of(on, refs) {
      return (await on.rows(contactsSql.channelsOf, [JSON.stringify(refs)])).map(toChannel);
    },
    byId,
    atAddress: async (on, type, address) => (await on.rows(contactsSql.channelsAt, [type, address])).map(toChannel),
  };
}

function addressTaken({ account, region, alias }: ContactRef, type: ContactChannelType): Refusal {
  const message = `${alias} has a channel of type ${type} with this address already`;
  const resourceId = contactArn({ account, region, alias });
  return new Refusal('conflict', message, { resourceType: 'CONTACT_CHANNEL', resourceId });
}

const channelOf = (channels: Channel[], type: ContactChannelType) =>
  channels.find((candidate) => candidate.type === type)!;

function checkAddress(channels: Channel[], type: ContactChannelType, address: string): void {
  const fault = addressFault(channelOf(channels, type), address);
  if (fault) throw invalid(`DeliveryAddress: ${fault}`, { name: 'DeliveryAddress', message: fault });
}

async function byId(on: Queries, ids: string[]): Promise<Map<string, ContactChannel>> {
  if (ids.length === 0) return new Map();
  const rows = await on.rows(contactsSql.channelsById, [ids]);
  return new Map(rows.map((row) => [row.id, toChannel(row)]));
}

function toChannel(row: ChannelRow): ContactChannel {
  const { id, account, region, alias, name, type, address } = row;
  return { id, contact: { account, region, alias }, name, type, address, activated: row.activated_at !== null };
}
