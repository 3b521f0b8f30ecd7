import type { Log } from '#kernel/log';
import type { Db, Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { alarmNamed } from './alarm.ts';
import { alarmsSql } from './alarms.sql.ts';
import { followed, linked, settle } from './composite.ts';
import { COMPOSITE_QUEUE } from './due-work.ts';
import { type AlarmsDeps, ownActor } from './enter.ts';
import { linksSql } from './links.sql.ts';
import { toAlarm } from './rows.ts';

export interface CompositeDeps extends AlarmsDeps {
  db: Db;
  log: Log;
  now: () => Date;
}

/** Evaluates a composite alarm: something that it names has changed, or a period of its suppression is over. */
export function compositeHandler(deps: CompositeDeps) {
  return {
    queue: COMPOSITE_QUEUE,
    concurrency: 8,
    handle: (job: Job): Promise<void> => deps.db.tx((tx) => look(tx, deps, job)),
  };
}

async function look(tx: Tx, deps: CompositeDeps, job: Job): Promise<void> {
  const ref = alarmNamed(job.key)!;
  const row = await tx.first(alarmsSql.lock, [ref.account, ref.region, ref.name]);
  await deps.due.finish(tx, job);
  const alarm = row && toAlarm(row);
  if (alarm?.kind !== 'composite') return;
  const now = deps.now();
  const { cycle } = (await tx.first(linksSql.inCycle, [ref.account, ref.region, ref.name]))!;
  if (cycle)
    deps.log.warn(
      { alarm: job.key },
      'a composite alarm depends on itself and keeps its state; put the rule of one alarm of the circle as FALSE',
    );
  const named = await linked(tx, ref);
  const { cause } = job.payload as { cause?: 'created' | 'updated' };
  const to = cycle ? undefined : followed(alarm, named, cause);
  await settle(tx, now, deps, ownActor(ref, job.requestId ?? job.id), alarm, named, to);
}
