import { type Auditor, createAuditor } from '#engine/auditor';
import { dueInvariants } from '#engine/due-invariants';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { House } from '../compose.ts';

export interface AuditingParts {
  db: Db;
  due: DueWork;
  clock: Clock;
  log: Log;
  house: Pick<House, 'handlers' | 'invariants' | 'trail'>;
  /** Makes the engine look for work at once. */
  wake(): void;
  onRepair?: (invariant: string) => void;
  onShout?: (invariant: string) => void;
  onLooked?: (milliseconds: number) => void;
}

/** On whose behalf the auditor acts, in the trail. */
const AUDITOR = 'auditor.muster';

/** The auditor over what the rooms offer and over due work itself; what it repairs is in the audit trail. */
export function openAuditor({ house, due, wake, ...parts }: AuditingParts): Auditor {
  const queues = house.handlers.map(({ queue }) => queue);
  const looked = house.invariants.flatMap((invariant) => invariant.queues ?? []);
  return createAuditor({
    ...parts,
    invariants: [...house.invariants, ...dueInvariants({ due, queues, looked, wake })],
    record: (tx, at, invariant, repair, repairId) =>
      house.trail.write(tx, {
        actor: { account: repair.account, region: repair.region, principal: AUDITOR, requestId: repairId },
        accessKeyId: '',
        at,
        eventSource: AUDITOR,
        eventName: 'Repair',
        readOnly: false,
        sourceIp: '',
        userAgent: 'muster',
        parameters: { invariant, done: repair.text, ...(repair.requestId ? { of: repair.requestId } : {}) },
      }),
  });
}
