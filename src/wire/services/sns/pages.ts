import { badParameter } from '#domain/topics';
import type { Cursors } from '#kernel/page';
import { Refusal } from '#kernel/refusal';
import { paged, type WireCall } from '../support.ts';

/** What a list of SNS has on a page. */
const PAGE_SIZE = 100;

/** A page of a list, with SNS's words for a token that is none of it. */
export async function pagedTopics<Item>(
  call: WireCall,
  cursors: Cursors,
  token: string | undefined,
  filters: unknown,
  fetch: (limit: number, position: unknown) => Promise<Item[]>,
  positionOf: (item: Item) => unknown,
): Promise<{ items: Item[]; nextToken: string | undefined }> {
  try {
    return await paged(call, cursors, { token, size: PAGE_SIZE, filters }, fetch, positionOf);
  } catch (error) {
    if (!(error instanceof Refusal) || !error.details.fields?.some((field) => field.name === 'nextToken')) throw error;
    throw badParameter('NextToken', error.message);
  }
}
