import type { Actor } from '#kernel/actor';
import type { Tx } from '#storage/db';
import type { AlarmRef, MetricAlarm } from './alarm.ts';
import type { NewState } from './alarms.ts';
import { linked, settle } from './composite.ts';
import { evaluationWork, nextLook, periodOf } from './due-work.ts';
import { type AlarmsDeps, enter, saveState } from './enter.ts';
import { lockAlarm } from './keeping.ts';
import { evaluatedEvery } from './window.ts';

/**
 * Sets a state as an evaluation would. It lasts until the next evaluation, which is a whole turn away, so that there is time to
 * see it; of a composite alarm until something that it names changes. The same state again refreshes the reason alone.
 */
export async function setByHand(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  ref: AlarmRef,
  { state, reason, reasonData }: NewState,
): Promise<void> {
  const was = await lockAlarm(tx, ref);
  const to = { state, reason, ...(reasonData === undefined ? {} : { reasonData }) };
  if (was.kind === 'composite') return settle(tx, now, deps, actor, was, await linked(tx, ref), to);
  const changed = was.state !== state;
  const { reasonData: _former, ...rest } = was;
  const next: MetricAlarm = { ...rest, ...to, updatedAt: now, transitionedAt: changed ? now : was.transitionedAt };
  if (changed) await enter(tx, now, deps, actor, was, next, true);
  else await saveState(tx, next);
  const after = new Date(now.getTime() + evaluatedEvery(periodOf(was.config)) - 1);
  await deps.due.put(tx, now, [evaluationWork(ref, nextLook(after, was))]);
}
