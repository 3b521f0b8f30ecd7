import type { ReplicationSets } from '#domain/accounts';
import type { Route } from '#domain/channels';
import type { Check } from './check.ts';
import { rotationsCheck, schedulesCheck } from './gap-checks.ts';
import { providersCheck, replicationCheck } from './house-checks.ts';
import { codesCheck, flagsCheck, plansCheck, stagesCheck } from './people-checks.ts';
import { createWard, type WardRooms } from './ward.ts';
import { alarmsCheck, rulesCheck } from './way-in-checks.ts';

export interface DoctorRooms extends WardRooms {
  replicationSets: ReplicationSets;
  /** How messages leave, one for each channel type. */
  channels: readonly Route[];
}

/** What the doctor asks of itself. */
export function ownChecks(rooms: DoctorRooms): Check[] {
  const ward = createWard(rooms);
  return [
    replicationCheck(rooms.replicationSets),
    providersCheck(ward, rooms.channels),
    stagesCheck(ward),
    codesCheck(ward),
    flagsCheck(ward),
    rotationsCheck(ward, rooms.onCall),
    schedulesCheck(ward, rooms.onCall),
    plansCheck(ward),
    rulesCheck(ward),
    alarmsCheck(ward),
  ];
}
