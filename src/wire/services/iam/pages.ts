import type { Cursors } from '#kernel/page';
import { invalid, Refusal } from '#kernel/refusal';
import { paged, type WireCall } from '../support.ts';

/** What a list of IAM has on a page unless asked for another number. */
const PAGE_SIZE = 100;

export interface Asked {
  Marker?: string | undefined;
  MaxItems?: number | undefined;
}

/** A page of a list, with IAM's words for what follows. */
export async function pagedIam<Item>(
  call: WireCall,
  cursors: Cursors,
  { Marker, MaxItems, ...filters }: Asked & Record<string, unknown>,
  fetch: (limit: number, position: unknown) => Promise<Item[]>,
  positionOf: (item: Item) => unknown,
): Promise<{ items: Item[]; IsTruncated: boolean; Marker: string | undefined }> {
  try {
    const asked = { token: Marker, size: MaxItems ?? PAGE_SIZE, filters };
    const { items, nextToken } = await paged(call, cursors, asked, fetch, positionOf);
    return { items, IsTruncated: nextToken !== undefined, Marker: nextToken };
  } catch (error) {
    if (!(error instanceof Refusal) || !error.details.fields?.some((field) => field.name === 'nextToken')) throw error;
    throw invalid(`Invalid Marker: ${error.message}`, { name: 'Marker', message: error.message });
  }
}

/** A page of what is small enough to be read whole. */
export function pagedWhole<Item>(
  call: WireCall,
  cursors: Cursors,
  asked: Asked & Record<string, unknown>,
  all: readonly Item[],
  keyOf: (item: Item) => string,
) {
  const fetch = async (limit: number, position: unknown) => {
    const from = position === undefined ? 0 : all.findIndex((item) => keyOf(item) === position) + 1;
    return all.slice(from, from + limit);
  };
  return pagedIam(call, cursors, asked, fetch, keyOf);
}
