import type { Actor } from '#kernel/actor';
import { notFound, Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { fault } from './check.ts';
import { overridesSql } from './overrides.sql.ts';
import { lockRotas } from './reading.ts';
import type { OverrideKind } from './recurrence.ts';
import { type RotationRef, rotationArn } from './rotation.ts';

/** How many overrides of a rotation may lie ahead: whoever asks who is on call reads them all. */
const MOST_LIVE = 2_000;

export interface OverrideToPut {
  id: string;
  start: Date;
  end: Date;
  members: string[];
  kind: OverrideKind;
  bundle?: string;
}

/**
 * Writes overrides of one kind, one after another without a gap, of a rotation that the caller has locked. Refuses them at the
 * time of another of their kind, unless they add: two cannot both say who is on call.
 */
export async function put(
  tx: Tx,
  now: Date,
  actor: Actor,
  rotation: RotationRef,
  overrides: readonly OverrideToPut[],
): Promise<void> {
  const live = await tx.first(overridesSql.countLive, [rotation.id, now]);
  if ((live?.count ?? 0) + overrides.length > MOST_LIVE) {
    const message = `A rotation has ${MOST_LIVE} overrides at most that are not over. Delete some first, or edit the rotation.`;
    throw new Refusal('quotaExceeded', message, { resourceType: 'ROTATION', resourceId: rotationArn(rotation) });
  }
  const [first, last] = [overrides[0]!, overrides.at(-1)!];
  const time = [rotation.id, first.start, last.end, first.kind];
  const other = first.kind === 'add' ? undefined : await tx.first(overridesSql.overlapping, time);
  if (other) {
    const when = `${other.start_at.toISOString()} to ${other.end_at.toISOString()}`;
    throw fault('StartTime', `override ${other.id} is already from ${when}; delete it first, or leave its time out`);
  }
  const values = [JSON.stringify(overrides), rotation.account, rotation.id, now, actor.principal];
  await tx.rows(overridesSql.insert, values);
}

/** Deletes what came together, with the rotations locked; answers these. Refuses (notFound) a bundle that is gone. */
export async function removeBundle(
  tx: Tx,
  { account, region }: Pick<RotationRef, 'account' | 'region'>,
  bundle: string,
): Promise<RotationRef[]> {
  const parts = await tx.rows(overridesSql.ofBundle, [account, bundle]);
  const rotations = await lockRotas(
    tx,
    { account, region },
    parts.map((part) => part.rotation_id),
  );
  const removed = await tx.rows(overridesSql.removeBundle, [account, bundle]);
  if (removed.length === 0) throw notFound('ROTATION_OVERRIDE', bundle);
  return rotations.map(({ rotation }) => rotation);
}
