import type { Actor } from '#kernel/actor';
import type { Queries, Tx } from '#storage/db';
import type { BusEvent } from './event.ts';
import type { TargetOptions } from './target-options.ts';

/** One event for one target of one rule. */
export interface Delivery {
  event: BusEvent;
  /** The envelope as JSON text. */
  body: string;
  /** What the target gets: the envelope, or what the target's options make of it. */
  input: string;
  ruleArn: string;
  ruleName: string;
  targetId: string;
  targetArn: string;
  options: TargetOptions;
  actor: Actor;
}

/**
 * What a delivery came to: what was made (an incident's ARN), or why not, in words that say what to do. `code` is how a
 * dead-letter queue is told it.
 */
export type Delivered = { result: string } | { error: string; code?: FailureCode };

/** As AWS names why a delivery failed. */
export type FailureCode =
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'THROTTLING'
  | 'TIMEOUT'
  | 'SDK_CLIENT_ERROR'
  | 'INVALID_PARAMETER'
  | 'FAILED_INVOCATION';

interface AnyKind {
  /** In words, for messages: "response plan". */
  readonly name: string;
  accepts(targetArn: string): boolean;
  /** What is wrong with such a target of a rule, in words; undefined: nothing. */
  fault?(of: { account: string; region: string; targetArn: string; options: TargetOptions }): string | undefined;
}

/**
 * What a rule can name as its target, within the house. Rooms above offer one each; `compose.ts` registers them. Deliveries are made
 * in the transaction that stores the event, so that "accepted" means "opened" (laws 1 and 2).
 */
export interface TargetKind extends AnyKind {
  /** In order, all at once; one that fails foreseeably gives an `error` and disturbs no other. */
  deliver(tx: Tx, now: Date, deliveries: Delivery[]): Promise<Delivered[]>;
}

/** One try to deliver to the outside. */
export interface OutsideCall {
  account: string;
  region: string;
  targetArn: string;
  /** The same at every try of one delivery. */
  key: string;
  input: string;
  options: TargetOptions;
}

/** What the outside made of it. Only a named permanent error is final (law 3). */
export type Heard =
  | { ok: true; result: string }
  | { ok: false; permanent: boolean; code: FailureCode; reason: string; retryAfterMs?: number };

/** A target outside: the delivery is stored with the event, and made by due work of a queue of its own. */
export interface OutsideTarget extends AnyKind {
  readonly queue: string;
  /** When the next call may be made, in its transaction; absent: there is no rate. Undefined: now. */
  turn?(tx: Tx, now: Date, targetArn: string): Promise<Date | undefined>;
  /** Never throws for what the outside does; gives up within its own time-out, and when `signal` is aborted. */
  call(on: Queries, now: Date, call: OutsideCall, signal: AbortSignal): Promise<Heard>;
}

export type AnyTarget = TargetKind | OutsideTarget;

export const isOutside = (kind: AnyTarget): kind is OutsideTarget => 'queue' in kind;
