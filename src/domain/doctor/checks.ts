import type { ReplicationSets } from '#domain/accounts';
import type { Route } from '#domain/channels';
import type { ChatChannels } from '#domain/chat';
import type { Drills } from '#domain/drills';
import type { Probes } from '#domain/probes';
import type { Signals } from '#domain/signals';
import type { Silences } from '#domain/silences';
import type { Check } from './check.ts';
import { drillsCheck } from './drill-checks.ts';
import { endingsCheck, escalationsCheck } from './escalation-checks.ts';
import { rotationsCheck, schedulesCheck } from './gap-checks.ts';
import { providersCheck, replicationCheck } from './house-checks.ts';
import { neverOverCheck } from './never-over-checks.ts';
import { asleepCheck, type HouseFacts, heartbeatCheck, publicUrlCheck } from './night-checks.ts';
import { clocksCheck, probesCheck } from './outside-checks.ts';
import { codesCheck, flagsCheck, plansCheck, stagesCheck } from './people-checks.ts';
import { namesCheck, unstartedCheck } from './plan-checks.ts';
import { quietRulesCheck, sweepingRulesCheck } from './quiet-checks.ts';
import { type RoleRooms, rolesCheck } from './role-checks.ts';
import { roomsCheck } from './room-checks.ts';
import { type ServiceRooms, servicesCheck } from './service-checks.ts';
import { silencesCheck } from './silence-checks.ts';
import { createWard, type WardRooms } from './ward.ts';
import { alarmsCheck, rulesCheck } from './way-in-checks.ts';

export interface DoctorRooms extends WardRooms {
  replicationSets: ReplicationSets;
  silences: Silences;
  signals: Signals;
  /** How messages leave, one for each channel type. */
  probes: Probes;
  drills: Drills;
  chatChannels: Pick<ChatChannels, 'list'>;
  services: ServiceRooms;
  roles: RoleRooms;
  facts: HouseFacts;
  channels: readonly Route[];
}

/** What the doctor asks of itself. */
export function ownChecks(rooms: DoctorRooms): Check[] {
  const ward = createWard(rooms);
  return [
    replicationCheck(rooms.replicationSets),
    providersCheck(ward, rooms.channels),
    probesCheck(rooms.probes),
    servicesCheck(rooms.services),
    roomsCheck(rooms.chatChannels, rooms.channels),
    clocksCheck(),
    publicUrlCheck(ward, rooms.facts),
    heartbeatCheck(rooms.facts),
    stagesCheck(ward),
    codesCheck(ward),
    asleepCheck(ward, rooms.channels),
    drillsCheck(rooms.drills),
    escalationsCheck(ward, rooms.facts.longestEscalationMinutes),
    endingsCheck(ward),
    flagsCheck(ward),
    rotationsCheck(ward, rooms.onCall),
    schedulesCheck(ward, rooms.onCall),
    plansCheck(ward),
    namesCheck(ward, rooms.responsePlans),
    rolesCheck(ward, rooms.roles),
    unstartedCheck(ward),
    rulesCheck(ward),
    sweepingRulesCheck(ward),
    quietRulesCheck(ward, rooms.rules, rooms.facts.quietRuleDays),
    alarmsCheck(ward),
    silencesCheck(ward, rooms.silences),
    neverOverCheck(rooms.signals),
  ];
}
