import type { Trail } from '#domain/audit';
import { type Incidents, lookHandler, recoveryHandler, type StartRooms } from '#domain/incidents';
import { lookInvariant, signalHousekeeping } from '#domain/signals';
import type { Actor } from '#kernel/actor';
import { heartbeatMonitors, type MonitorMaterials } from './heartbeat-monitors.ts';

interface NoiseMaterials extends MonitorMaterials {
  trail: Trail;
  incidents: Incidents;
  rooms: StartRooms;
}

/** What becomes of what fires and recovers, heartbeat monitors among it: handlers, what the auditor holds them to, housekeeping. */
export function noise(materials: NoiseMaterials) {
  const { db, now, trail, incidents, rooms } = materials;
  const { monitors, beats, ...beating } = heartbeatMonitors(materials);
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
      ...beating.handlers,
    ],
    rooms: { monitors, beats },
    invariants: [lookInvariant(rooms.due), housekeeping.invariant, ...beating.invariants],
    plan: housekeeping.plan,
  };
}
