import type { Cursors } from '#kernel/page';
import { Refusal } from '#kernel/refusal';
import { type ListAsked, paged, type WireCall } from '../support.ts';

/** A page of a list, with this service's own name for a token that is none of it. */
export async function pagedOfSsm<Item>(
  call: WireCall,
  cursors: Cursors,
  asked: ListAsked,
  fetch: (limit: number, position: unknown) => Promise<Item[]>,
  positionOf: (item: Item) => unknown,
): Promise<{ items: Item[]; nextToken: string | undefined }> {
  try {
    return await paged(call, cursors, asked, fetch, positionOf);
  } catch (error) {
    if (!(error instanceof Refusal) || !error.details.fields?.some((field) => field.name === 'nextToken')) throw error;
    throw new Refusal('validation', error.message, { code: 'InvalidNextToken' }, { cause: error });
  }
}
