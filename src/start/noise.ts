import type { Trail } from '#domain/audit';
import { type Incidents, lookHandler, recoveryHandler, type StartRooms } from '#domain/incidents';
import { lookInvariant, signalHousekeeping } from '#domain/signals';
import type { Actor } from '#kernel/actor';
import type { Db } from '#storage/db';

interface NoiseMaterials {
  db: Db;
  now: () => Date;
  trail: Trail;
  incidents: Incidents;
  rooms: StartRooms;
}

/** What becomes of what fires and recovers: its handlers, what the auditor holds it to, and its housekeeping. */
export function noise({ db, now, trail, incidents, rooms }: NoiseMaterials) {
  const housekeeping = signalHousekeeping(db, rooms.due, now);
  const record = (tx: Parameters<Trail['write']>[0], at: Date, actor: Actor, incidentArn: string) =>
    trail.write(tx, {
      ...{ actor, accessKeyId: '', at, eventSource: 'recovery.muster', eventName: 'ResolveIncident', readOnly: false },
      ...{ sourceIp: '', userAgent: 'muster', parameters: { incident: incidentArn } },
    });
  return {
    handlers: [
      recoveryHandler({ db, now, rooms }),
      lookHandler({ db, now, rooms, incidents, record }),
      housekeeping.handler,
    ],
    invariants: [lookInvariant(rooms.due), housekeeping.invariant],
    plan: housekeeping.plan,
  };
}
