import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { overridesSql, toOverride } from './overrides.sql.ts';
import type { Rota } from './rota.ts';
import { type Override, type Rotation, type RotationRef, rotationArn, scheduleOf } from './rotation.ts';
import { type RotationRow, rotationsSql, toRotation } from './rotations.sql.ts';

/** A rotation as it is calculated, and what it is called. */
export interface NamedRota extends Rota {
  rotation: Rotation;
  overrides: readonly Override[];
}

type Owner = Pick<RotationRef, 'account' | 'region'>;

/** Refuses (notFound) a rotation that is not there. */
export async function rotaOf(on: Queries, ref: RotationRef): Promise<NamedRota> {
  const [rota] = await rotasOf(on, ref, [ref.id]);
  if (!rota) throw notFound('ROTATION', rotationArn(ref));
  return rota;
}

/** Those of the ids that are rotations of the account and region, in the order of the ids. */
export async function rotasOf(on: Queries, { account, region }: Owner, ids: readonly string[]): Promise<NamedRota[]> {
  const rotas = await withOverrides(on, await on.rows(rotationsSql.findMany, [account, region, ids]));
  const known = new Map(rotas.map((rota) => [rota.rotation.id, rota]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** Those of the ids that exist, whosever they are: of plans, which were checked when they were made. */
export async function allRotas(on: Queries, ids: readonly string[]): Promise<NamedRota[]> {
  return withOverrides(on, await on.rows(rotationsSql.findAll, [ids]));
}

/** The rotations that a person may be on call by from `now` on. */
export async function rotasOfPerson(on: Queries, owner: Owner, contact: string, now: Date): Promise<NamedRota[]> {
  return withOverrides(on, await on.rows(rotationsSql.ofPerson, [owner.account, owner.region, contact, now]));
}

/** Locks rotations, in the order of their ids. Refuses (notFound) the first that is not there. */
export async function lockRotas(tx: Tx, { account, region }: Owner, ids: readonly string[]): Promise<NamedRota[]> {
  const wanted = [...new Set(ids)];
  const rows = await tx.rows(rotationsSql.lockMany, [account, region, wanted]);
  const lost = wanted.find((id) => !rows.some((row) => row.id === id));
  if (lost !== undefined) throw notFound('ROTATION', rotationArn({ account, region, id: lost }));
  return withOverrides(tx, rows);
}

async function withOverrides(on: Queries, rows: RotationRow[]): Promise<NamedRota[]> {
  if (rows.length === 0) return [];
  const found = await on.rows(overridesSql.ofRotations, [rows.map(({ id }) => id)]);
  const overrides = Map.groupBy(found, (row) => row.rotation_id);
  return rows.map((row) => {
    const rotation = toRotation(row);
    return { rotation, schedule: scheduleOf(rotation), overrides: (overrides.get(row.id) ?? []).map(toOverride) };
  });
}
