import type { Queries, Tx } from '#storage/db';
import type { ChannelType, OutgoingMessage } from './channel.ts';

/** A message in the outbox, as its source sees it. */
export interface Message {
  id: string;
  account: string;
  channelId: string;
  channelType: ChannelType;
  /** Which source made it. */
  kind: string;
  /** When it should have left. */
  dueAt: Date;
  payload: unknown;
  /** How often it was tried so far, this time perhaps included. */
  attempts: number;
}

/**
 * What the source says at the moment of sending, having read its state again (law 1). `undeliverable`: it was wanted, and its
 * channel cannot take it; else nobody needs it any more.
 */
export type Prepared = { send: OutgoingMessage } | { cancel: string; undeliverable?: boolean };

/** The outcome of one try, for the source's own records. */
export type Outcome =
  /** `confirms`: the provider says later whether it arrived. */
  | { kind: 'sent'; provider: string; providerId: string; attempt: number; confirms: boolean }
  | { kind: 'failed'; provider: string; reason: string; attempt: number }
  /** `round`: how often all providers have been asked, this time counted. `next`: who is asked at once, before that is over. */
  | { kind: 'retrying'; provider: string; reason: string; attempt: number; round: number; at: Date; next?: string };

/** A message that was sent at the first try, as in `Outcome`. */
export interface Left {
  message: Message;
  provider: string;
  providerId: string;
  confirms: boolean;
}

/** What became of a message after its provider had taken it. Settled by the first that is known. */
export type Fate =
  | { kind: 'delivered'; info: string }
  /** The provider could not deliver it, in words; `permanent`: nor will it deliver anything else to this receiver. */
  | { kind: 'failed'; info: string; permanent?: boolean }
  /** Nothing was heard within this time. */
  | { kind: 'unconfirmed'; withinMs: number };

/** Where messages come from: a room offers one for each kind of message it puts. */
export interface MessageSource {
  readonly kind: string;
  /**
   * The common case, without a transaction: messages that nobody can fold any more, each read and rendered by itself; by its
   * id. One that anything stands against is left out; `prepare` decides then. Not offered, `prepare` always does.
   */
  ready?(on: Queries, messages: Message[]): Promise<Map<string, OutgoingMessage>>;
  /** Renders `message` together with `folded` ones to the same channel; nothing is live any more → cancel. */
  prepare(tx: Tx, now: Date, message: Message, folded: Message[]): Promise<Prepared>;
  /** Records what became of it, in the transaction that ends the try. */
  settled(tx: Tx, now: Date, message: Message, outcome: Outcome): Promise<void>;
  /** `settled` for many that were sent at the first try. Not offered, each is settled in a transaction of its own. */
  left?(tx: Tx, now: Date, sent: Left[]): Promise<void>;
  /** No provider can take it now, for these reasons; told once, and the message goes on being tried. After `hold`. */
  stuck?(tx: Tx, now: Date, message: Message, reason: string): Promise<void>;
  /** It will never leave: refused for good, or its channel cannot take it. Told once, soon after `settled` or `prepare`. After `hold`. */
  refused?(tx: Tx, now: Date, message: Message): Promise<void>;
  /** Locks what `fated`, `stuck` and `refused` decide on, before the message itself is locked. */
  hold?(tx: Tx, messageId: string): Promise<void>;
  /** Of these messages, all settled, those that something still refers to: the others are deleted one day. Not offered: none. */
  needed?(on: Queries, ids: string[]): Promise<string[]>;
  /**
   * Records what became of it later: in this order at most unconfirmed, then delivered; or failed. Answers whether it is wanted
   * still, and nothing else is tried instead.
   */
  fated?(tx: Tx, now: Date, message: Message, fate: Fate): Promise<boolean>;
  /** Tells whoever may want to know what was found wrong with a message and mended. */
  mended?(tx: Tx, now: Date, message: Message, text: string): Promise<void>;
}

/** The queue of a channel type: apart from the others, so that slow mail holds up no phone call. */
export const sendQueue = (type: ChannelType) => `send.${type.toLowerCase()}`;
