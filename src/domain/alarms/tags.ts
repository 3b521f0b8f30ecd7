import type { Quota } from '#kernel/quota';
import { Refusal } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { type AlarmRef, alarmArn } from './alarm.ts';
import { alarmsSql } from './alarms.sql.ts';

/** Of tags AWS calls what is not there by another name. */
function missing(ref: AlarmRef): Refusal {
  const details = { resourceType: 'ALARM', resourceId: alarmArn(ref), code: 'ResourceNotFoundException' };
  return new Refusal('notFound', `There is no alarm ${alarmArn(ref)}`, details);
}

const valuesOf = ({ account, region, name }: AlarmRef) => [account, region, name];

export async function readTags(on: Queries, ref: AlarmRef): Promise<Tags> {
  const row = await on.first(alarmsSql.tags, valuesOf(ref));
  if (!row) throw missing(ref);
  return row.tags;
}

export async function changeTags(tx: Tx, quota: Quota, ref: AlarmRef, change: TagChange): Promise<void> {
  const row = await tx.first(alarmsSql.lockTags, valuesOf(ref));
  if (!row) throw missing(ref);
  const tags = changedTags(row.tags, change, quota, { type: 'ALARM', id: alarmArn(ref) });
  await tx.rows(alarmsSql.setTags, [...valuesOf(ref), JSON.stringify(tags)]);
}
