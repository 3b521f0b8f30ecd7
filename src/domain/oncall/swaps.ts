import { type ContactRef, contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { isUuid, newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { fault } from './check.ts';
import { checkTimes } from './check-override.ts';
import { put } from './override-rows.ts';
import { lockRotas, type NamedRota } from './reading.ts';
import { parseRotationArn, type RotationRef, rotationArn } from './rotation.ts';
import { type Swap, type SwapSide, type SwapStatus, stoodIn } from './swap.ts';
import { type SwapRow, swapsSql } from './swaps.sql.ts';
import type { Watch } from './watch.ts';

export interface NewSide {
  contact: ContactRef;
  rotation: RotationRef;
  start: Date;
  end: Date;
}

export interface NewSwap {
  /** What the one who offers it gives, and what they take of the other one. */
  give: NewSide;
  take: NewSide;
  note?: string;
}

export interface SwapRef {
  account: string;
  region: string;
  /** A UUID. */
  id: string;
}

export interface SwapQuery {
  account: string;
  region: string;
  now: Date;
  status?: SwapStatus;
  limit: number;
  /** The last id of the page before. */
  before?: string;
}

export interface Swaps {
  /** Answers its id. Refuses times that have begun, or are not within one shift of their person. Nothing changes yet. */
  offer(tx: Tx, now: Date, actor: Actor, swap: NewSwap): Promise<string>;
  /** Both overrides, or none: refuses (validation) what has changed since, and (conflict) what is answered already. */
  accept(tx: Tx, now: Date, actor: Actor, ref: SwapRef): Promise<void>;
  /** By the other one (`declined`), or by who offered it (`withdrawn`). Refuses (conflict) what is answered already. */
  refuse(tx: Tx, now: Date, actor: Actor, ref: SwapRef, as: 'declined' | 'withdrawn'): Promise<void>;
  get(on: Queries, now: Date, ref: SwapRef): Promise<Swap>;
  /** Newest first. */
  list(on: Queries, query: SwapQuery): Promise<Swap[]>;
}

export function createSwaps(watch: Watch, quotas: Readonly<Record<'offeredSwaps', Quota>>): Swaps {
  return {
    async offer(tx, now, actor, { give, take, note }) {
      const sides = { give: toSide(give), take: toSide(take) };
      const { account, region, principal } = actor;
      await oneAtATime(tx, `oncall.swaps/${account}/${region}`);
      decideSides(now, sides, await lockSides(tx, actor, sides));
      const offered = await tx.first(swapsSql.countOffered, [account, region, now]);
      within(quotas.offeredSwaps, (offered?.count ?? 0) + 1, { type: 'SHIFT_SWAP', id: account });
      const id = newId(now);
      const values = [give, take].flatMap((side) => [side.rotation.id, contactArn(side.contact), side.start, side.end]);
      await tx.rows(swapsSql.insert, [id, account, region, note ?? null, ...values, now, principal]);
      return id;
    },
    async accept(tx, now, actor, ref) {
      const sides = toSwap(await find(tx, ref), now);
      const rotas = await lockSides(tx, ref, sides);
      const swap = await lockOffered(tx, ref, now);
      const members = decideSides(now, swap, rotas);
      for (const name of ['give', 'take'] as const) {
        const { start, end } = swap[name];
        const { rotation } = rotas[name];
        const override = {
          id: newId(now),
          start,
          end,
          members: members[name],
          kind: 'replace' as const,
          bundle: swap.id,
        };
        await put(tx, now, actor, rotation, [override]);
        await watch.soon(tx, now, rotation);
      }
      await tx.rows(swapsSql.answer, [ref.account, ref.id, 'accepted', now, actor.principal]);
    },
    async refuse(tx, now, actor, ref, as) {
      await lockOffered(tx, ref, now);
      await tx.rows(swapsSql.answer, [ref.account, ref.id, as, now, actor.principal]);
    },
    async get(on, now, ref) {
      return toSwap(await find(on, ref), now);
    },
    async list(on, { account, region, now, status, limit, before }) {
      const rows = await on.rows(swapsSql.list, [account, region, status ?? null, before ?? null, limit]);
      return rows.map((row) => toSwap(row, now));
    },
  };
}

interface Sides<T> {
  give: T;
  take: T;
}

/** Each side's rotation, locked in the order of ids: of two swaps of the same shift the second finds it gone. */
async function lockSides(
  tx: Tx,
  owner: { account: string; region: string },
  { give, take }: Sides<SwapSide>,
): Promise<Sides<NamedRota>> {
  const [one, other] = [give, take].map(({ rotation }) => parseRotationArn(rotation, 'rotation').id) as [
    string,
    string,
  ];
  const rotas = await lockRotas(tx, owner, [one, other]);
  const of = (id: string) => rotas.find(({ rotation }) => rotation.id === id)!;
  return { give: of(one), take: of(other) };
}

/** Who is on call in both times after the swap. */
function decideSides(now: Date, { give, take }: Sides<SwapSide>, rotas: Sides<NamedRota>): Sides<string[]> {
  if (give.contact === take.contact) throw fault('take', `${give.contact} cannot swap with themselves; name another`);
  for (const [name, side] of Object.entries({ give, take })) {
    checkTimes(side, now);
    const begun = `wanted a time that is still to come, got one that began at ${side.start.toISOString()}`;
    if (side.start <= now) throw fault(name, begun);
  }
  return {
    give: stoodIn('give', rotas.give, give, take.contact),
    take: stoodIn('take', rotas.take, take, give.contact),
  };
}

async function find(on: Queries, { account, region, id }: SwapRef, how: 'find' | 'lock' = 'find'): Promise<SwapRow> {
  const row = isUuid(id) ? await on.first(swapsSql[how], [account, region, id]) : undefined;
  if (!row) throw notFound('SHIFT_SWAP', id);
  return row;
}

async function lockOffered(tx: Tx, ref: SwapRef, now: Date): Promise<Swap> {
  const row = await find(tx, ref, 'lock');
  if (row.status === 'offered') return toSwap(row, now);
  const message = `The swap is ${row.status} already. Offer another one.`;
  throw new Refusal('conflict', message, { resourceType: 'SHIFT_SWAP', resourceId: row.id });
}

const toSide = ({ contact, rotation, start, end }: NewSide): SwapSide => ({
  contact: contactArn(contact),
  rotation: rotationArn(rotation),
  start,
  end,
});

function toSwap(row: SwapRow, now: Date): Swap {
  const { id, account, region, status } = row;
  const rotation = (rotationId: string) => rotationArn({ account, region, id: rotationId });
  const begun = row.give_start_at <= now || row.take_start_at <= now;
  return {
    id,
    status: status === 'offered' && begun ? 'lapsed' : status,
    give: {
      contact: row.give_contact,
      rotation: rotation(row.give_rotation_id),
      start: row.give_start_at,
      end: row.give_end_at,
    },
    take: {
      contact: row.take_contact,
      rotation: rotation(row.take_rotation_id),
      start: row.take_start_at,
      end: row.take_end_at,
    },
    ...(row.note ? { note: row.note } : {}),
    createdAt: row.created_at,
    createdBy: row.created_by,
    ...(row.answered_at ? { answeredAt: row.answered_at } : {}),
    ...(row.answered_by ? { answeredBy: row.answered_by } : {}),
  };
}
