import { type Quota, within } from '#kernel/quota';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { type Incident, incidentArn } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';

/**
 * Which of `starts` would open one incident too many, each with its refusal. What is folded into an open one opens none. Of
 * an account with such a quota, openings come one after the other; without one nothing is asked and nobody waits.
 */
export async function refusedByQuota<Start extends { incident: Incident; dedupeString: string }>(
  tx: Tx,
  quota: Quota,
  starts: readonly Start[],
): Promise<Map<Start, Refusal>> {
  const refused = new Map<Start, Refusal>();
  if (quota.limit === undefined) return refused;
  for (const account of [...new Set(starts.map(({ incident }) => incident.account))].sort()) {
    const own = starts.filter(({ incident }) => incident.account === account);
    let count = await countOpen(tx, quota, account);
    const strings = own.map(({ dedupeString }) => dedupeString);
    const open = new Set((await tx.rows(incidentsSql.openAmong, [account, strings])).map((row) => row.dedupe_string));
    for (const one of own) {
      if (open.has(one.dedupeString)) continue;
      const refusal = refusalOf(quota, count + 1, one.incident);
      if (refusal) {
        refused.set(one, refusal);
        continue;
      }
      open.add(one.dedupeString);
      count += 1;
    }
  }
  return refused;
}

/** Refuses to open `incident` again where that were one too many. */
export async function checkReopening(tx: Tx, quota: Quota, incident: Incident): Promise<void> {
  if (quota.limit === undefined) return;
  const refusal = refusalOf(quota, (await countOpen(tx, quota, incident.account)) + 1, incident);
  if (refusal) throw refusal;
}

async function countOpen(tx: Tx, quota: Quota, account: string): Promise<number> {
  await oneAtATime(tx, `incidents.open/${account}`);
  return (await tx.first(incidentsSql.countOpen, [account, quota.limit]))!.count;
}

function refusalOf(quota: Quota, count: number, incident: Incident): Refusal | undefined {
  try {
    within(quota, count, { type: 'INCIDENT_RECORD', id: incidentArn(incident) });
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
