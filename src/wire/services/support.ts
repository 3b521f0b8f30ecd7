import type { Actor } from '#kernel/actor';
import type { Cursors } from '#kernel/page';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import type { Call, Handlers, Service } from '../service.ts';

/** A call with its transaction (for reads: the database itself). */
export type WireCall = Call<Tx>;

/** Some of a service's handlers: a table that is written in several files. */
export type SomeHandlers<S extends Service, Names extends keyof S['table']> = Pick<Handlers<S['table'], Tx>, Names>;

/** The input of one operation. */
export type InputOf<S extends Service, Name extends keyof S['table']> = Handlers<S['table'], Tx>[Name] extends (
  call: never,
  input: infer Input,
) => unknown
  ? Input
  : never;

/** Refuses what belongs to another account; sharing comes by resource policies only. `named` is the ARN that was given. */
export function own<Ref extends { account: string }>(actor: Actor, ref: Ref, named: string): Ref {
  if (ref.account === actor.account) return ref;
  const message = `${actor.principal} is not authorized to act on ${named}: it belongs to another account`;
  throw new Refusal('accessDenied', message);
}

export interface ListAsked {
  token: string | undefined;
  /** How many items the caller wants at most. */
  size: number | undefined;
  /** The list's filters, to which its tokens are bound. */
  filters: unknown;
}

/** Items a page holds unless the caller says otherwise. */
const PAGE_SIZE = 50;

/** A page of a list: one more than asked is fetched, to know whether more follow; `positionOf` the last is the token. */
export async function paged<Item>(
  call: WireCall,
  cursors: Cursors,
  { token, size, filters }: ListAsked,
  fetch: (limit: number, position: unknown) => Promise<Item[]>,
  positionOf: (item: Item) => unknown,
): Promise<{ items: Item[]; nextToken: string | undefined }> {
  const { account, region } = call.actor;
  const scope = { account, region, operation: call.operation.action, filters };
  const limit = size || PAGE_SIZE;
  const position = token ? cursors.read(scope, token, call.now) : undefined;
  const found = await fetch(limit + 1, position);
  const items = found.slice(0, limit);
  const nextToken = found.length > limit ? cursors.write(scope, positionOf(items.at(-1)!), call.now) : undefined;
  return { items, nextToken };
}

/** Tags given as a list of pairs. */
export function tagsOf(tags: readonly { Key?: string; Value?: string }[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).flatMap(({ Key, Value }) => (Key ? [[Key, Value ?? '']] : [])));
}
