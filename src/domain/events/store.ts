import type { Actor } from '#kernel/actor';
import { integerColumn, textColumn, uuidColumn } from '#storage/columns';
import type { Tx } from '#storage/db';
import type { BusEvent } from './event.ts';
import { eventsSql } from './events.sql.ts';

/** An event as it is stored: `body` is its envelope's JSON text. */
export interface StoredEvent {
  event: BusEvent;
  actor: Actor;
  body: string;
  rules: { readonly length: number };
}

/** Stores events; of one that is stored already it is noted how many rules it matches. */
export async function store(tx: Tx, now: Date, stored: readonly StoredEvent[]): Promise<void> {
  const texts = (of: (one: StoredEvent) => string) => textColumn(stored.map(of));
  await tx.rows(eventsSql.insert, [
    now,
    texts(({ event }) => event.account),
    texts(({ event }) => event.region),
    uuidColumn(stored.map(({ event }) => event.id)),
    texts(({ event }) => event.bus),
    texts(({ event }) => event.source),
    texts(({ event }) => event.detailType),
    texts(({ body }) => body),
    integerColumn(stored.map(({ rules }) => rules.length)),
    texts(({ actor }) => actor.principal),
    texts(({ actor }) => actor.requestId),
  ]);
}
