import type { Cursors } from '#kernel/page';
import { Refusal } from '#kernel/refusal';
import { faulty } from './problem.ts';
import type { Call } from './route.ts';

/** What every list is asked, beside its filters. */
interface Asked {
  limit?: number;
  cursor?: string;
  [filter: string]: unknown;
}

const PAGE_SIZE = 50;

/**
 * A page of a list: one more than asked is fetched, to know whether more follow. The cursor is bound to account, list and
 * filters; another one is a faulty input.
 */
export async function paged<Item, View>(
  call: Call,
  cursors: Cursors,
  { limit = PAGE_SIZE, cursor, ...filters }: Asked,
  fetch: (limit: number, position: unknown) => Promise<Item[]>,
  positionOf: (item: Item) => unknown,
  view: (item: Item) => View,
): Promise<{ items: View[]; next: string | null }> {
  const { account, region } = call.actor;
  const scope = { account, region, operation: `muster:${call.operation}`, filters };
  const position = cursor === undefined ? undefined : readPosition(() => cursors.read(scope, cursor, call.now));
  const found = await fetch(limit + 1, position);
  const items = found.slice(0, limit);
  const next = found.length > limit ? cursors.write(scope, positionOf(items.at(-1)!), call.now) : null;
  return { items: items.map(view), next };
}

/** A position that cannot be read is a faulty `cursor`. */
export function readPosition(position: () => unknown): unknown {
  try {
    return position();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw faulty([{ field: 'cursor', wanted: '`next` of a page of this list with these filters', got: error.message }]);
  }
}
