import type { ReplicationSets } from '#domain/accounts';
import type { Channel } from '#domain/channels';
import type { Probes } from '#domain/probes';
import type { Check } from './check.ts';
import { rotationsCheck, schedulesCheck } from './gap-checks.ts';
import { providersCheck, replicationCheck } from './house-checks.ts';
import { clocksCheck, probesCheck } from './outside-checks.ts';
import { codesCheck, plansCheck, stagesCheck } from './people-checks.ts';
import { createWard, type WardRooms } from './ward.ts';
import { alarmsCheck, rulesCheck } from './way-in-checks.ts';

export interface DoctorRooms extends WardRooms {
  replicationSets: ReplicationSets;
  /** How messages leave, one for each channel type. */
  channels: readonly Channel[];
  probes: Probes;
}

/** What the doctor asks of itself. */
export function ownChecks(rooms: DoctorRooms): Check[] {
  const ward = createWard(rooms);
  return [
    replicationCheck(rooms.replicationSets),
    providersCheck(ward, rooms.channels),
    probesCheck(rooms.probes),
    clocksCheck(),
    stagesCheck(ward),
    codesCheck(ward),
    rotationsCheck(ward, rooms.onCall),
    schedulesCheck(ward, rooms.onCall),
    plansCheck(ward),
    rulesCheck(ward),
    alarmsCheck(ward),
  ];
}
