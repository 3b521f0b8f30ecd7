import type { Actor } from '#kernel/actor';
import type { Tx } from '#storage/db';
import type { BusEvent } from './event.ts';

/** One event for one target of one rule. */
export interface Delivery {
  event: BusEvent;
  /** The envelope as JSON text. */
  body: string;
  ruleArn: string;
  ruleName: string;
  targetId: string;
  targetArn: string;
  actor: Actor;
}

/** What a delivery came to: what was made (an incident's ARN), or why not, in words that say what to do. */
export type Delivered = { result: string } | { error: string };

/**
 * What a rule can name as its target. Rooms above offer one each; `main.ts` registers them. Deliveries are made in the
 * transaction that stores the event, so that "accepted" means "opened" (laws 1 and 2).
 */
export interface TargetKind {
  /** In words, for messages: "response plan". */
  readonly name: string;
  accepts(targetArn: string): boolean;
  /** In order, all at once; one that fails foreseeably gives an `error` and disturbs no other. */
  deliver(tx: Tx, now: Date, deliveries: Delivery[]): Promise<Delivered[]>;
}
