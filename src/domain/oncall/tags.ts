import type { Quota } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { type RotationRef, rotationArn } from './rotation.ts';
import { rotationsSql } from './rotations.sql.ts';

export interface RotationTags {
  tags(on: Queries, ref: RotationRef): Promise<Tags>;
  /** Sets or removes tags. Refuses (quotaExceeded) more than the quota. */
  tag(tx: Tx, ref: RotationRef, change: TagChange): Promise<void>;
}

const values = ({ account, region, id }: RotationRef) => [account, region, id];

export const rotationTags = (quota: Quota): RotationTags => ({
  async tags(on, ref) {
    return known(await on.first(rotationsSql.tags, values(ref)), ref);
  },
  async tag(tx, ref, change) {
    const was = known(await tx.first(rotationsSql.lockTags, values(ref)), ref);
    const next = changedTags(was, change, quota, { type: 'ROTATION', id: rotationArn(ref) });
    await tx.rows(rotationsSql.setTags, [...values(ref), JSON.stringify(next)]);
  },
});

function known(row: { tags: Tags } | undefined, ref: RotationRef): Tags {
  if (!row) throw notFound('ROTATION', rotationArn(ref));
  return row.tags;
}
