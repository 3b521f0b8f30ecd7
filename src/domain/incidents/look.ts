import { noiseOf, planKey } from '#domain/response-plans';
import { decideLook, LOOK_QUEUE } from '#domain/signals';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import type { Job } from '#storage/due';
import { type Incident, type IncidentRef, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import type { Incidents } from './incidents.ts';
import { RECOVERY_PRINCIPAL, type RecoveryDeps } from './recovery.ts';
import { toIncident } from './rows.ts';
import { engageReleased } from './silenced.ts';

export interface LookDeps extends RecoveryDeps {
  incidents: Pick<Incidents, 'update'>;
  /** Keeps in the audit trail that an incident was resolved, in its transaction (law 8). */
  record(tx: Tx, now: Date, actor: Actor, incidentArn: string): Promise<void>;
}

/** Looks at an incident as it now stands: resolves it, or engages its plan, where it is time for that (law 5). */
export function lookHandler(deps: LookDeps) {
  const { db, now, rooms } = deps;
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const at = now();
      const [row] = await tx.rows(incidentsSql.lockSome, [job.account, [job.key]]);
      await rooms.due.finish(tx, job);
      if (!row || row.status === 'RESOLVED')
        return rooms.signals.lookAt(tx, at, job.account, job.key, undefined, false);
      await look(tx, at, deps, toIncident(row), job.requestId);
    });
  return { queue: LOOK_QUEUE, concurrency: 4, handle };
}

async function look(tx: Tx, now: Date, deps: LookDeps, incident: Incident, requestId = newId(now)): Promise<void> {
  const { rooms } = deps;
  const { account, id, planName: name } = incident;
  const plan = (await rooms.responsePlans.find(tx, [{ account, name }])).get(planKey({ account, name }));
  const facts = await rooms.signals.facts(tx, account, id);
  const decided = decideLook(now, facts, noiseOf(plan), rooms.minuteMs);
  await rooms.signals.lookAt(tx, now, account, id, decided.nextAt, decided.do === 'nothing');
  if (decided.do === 'engage')
    return engageReleased(tx, now, rooms, [incident], 'What opened it flapped, and it is still open');
  if (decided.do === 'resolve') await resolve(tx, now, deps, incident, requestId);
}

async function resolve(tx: Tx, now: Date, deps: LookDeps, ref: IncidentRef, requestId: string): Promise<void> {
  const actor = { account: ref.account, region: '', principal: RECOVERY_PRINCIPAL, requestId };
  await deps.incidents.update(tx, now, actor, ref, { status: 'RESOLVED' });
  await deps.record(tx, now, actor, incidentArn(ref));
}
