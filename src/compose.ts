import { createAccessKeys } from '#domain/access';
import { type Belongings, createReplicationSets, type Quotas, quotasFrom, tokenExpiry } from '#domain/accounts';
import { type AlarmAction, createAlarms } from '#domain/alarms';
import { createTrail } from '#domain/audit';
import { type Channel, createOutbox, everyKind, type SendLimits, sendHandlers } from '#domain/channels';
import {
  activationMessages,
  type ContactUser,
  contactLookup,
  createContactChannels,
  createContacts,
  eraseContacts,
} from '#domain/contacts';
import {
  createAcknowledging,
  createEngagements,
  engagementHandler,
  eraseEngagements,
  pageMessages,
  pageSecrets,
  planFollower,
} from '#domain/engagements';
import {
  createCompiledRules,
  createEventIntake,
  createRules,
  publish,
  redeliveryHandler,
  type TargetKind,
} from '#domain/events';
import {
  createIncidents,
  deploymentObserver,
  laterEngagementHandler,
  responsePlanAction,
  responsePlanTarget,
} from '#domain/incidents';
import { createOverrides, createRotations, createSchedules } from '#domain/oncall';
import { createResourcePolicies, createResponsePlans } from '#domain/response-plans';
import { createTimeline } from '#domain/timeline';
import type { Handler } from '#engine/handler';
import { type Clock, MINUTE } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { createCursors } from '#kernel/page';
import type { Probe } from '#kernel/probe';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { Rooms } from '#wire/rooms';

export interface Materials {
  db: Db;
  due: DueWork;
  clock: Clock;
  keyring: Keyring;
  log: Log;
  probe: Probe;
  /** How messages leave, one for each channel type that has a provider. */
  channels: Channel[];
  /** Where links lead. */
  publicUrl: string;
  /** 60 makes each minute of a plan last a second. */
  timeScale: number;
  /** How fast messages leave. */
  limits: SendLimits;
  /** Those of the declaration unless given. */
  quotas?: Quotas;
  /** Told of events once they are stored. */
  onEventsAccepted?: (count: number) => void;
}

/** All rooms, joined: what the faces translate for, and what the engine runs. */
export function compose(materials: Materials) {
  const { db, due, clock, keyring, log, probe, limits, quotas = quotasFrom() } = materials;
  const channels = everyKind(materials.channels);
  const now = () => clock.now();
  const outbox = createOutbox(due, limits);
  const timeline = createTimeline();
  const contacts = createContacts(
    quotas,
    () => contactUsers,
    () => schedules,
    () => follower,
  );
  const rotations = createRotations(contacts, quotas);
  const schedules = createSchedules();
  const contactChannels = createContactChannels({ keyring, outbox, channels, quotas });
  const secrets = pageSecrets(keyring);
  const minuteMs = MINUTE / materials.timeScale;
  const engagementRooms = { contacts, contactChannels, schedules, timeline, outbox, due, minuteMs };
  const engagements = createEngagements(engagementRooms);
  const follower = planFollower(due);
  const acknowledging = createAcknowledging(engagementRooms, secrets);
  // Documents, roles, topics and secrets join with the rooms that will keep them.
  const responsePlans = createResponsePlans(quotas, { contact: contactLookup(contacts) });
  const incidentRooms = { responsePlans, timeline, engagements, due, minuteMs, quotas };
  const incidents = createIncidents(incidentRooms);
  // What lower rooms reach higher ones by: they own the contract, and it is filled in here.
  const targets: TargetKind[] = [responsePlanTarget(incidents)];
  const actions: AlarmAction[] = [responsePlanAction(incidents)];
  const publishing = { rules: createCompiledRules(log), kinds: () => targets, observers: [deploymentObserver], log };
  const intake = createEventIntake({ ...publishing, db, due, clock, onAccepted: materials.onEventsAccepted });
  const alarms = createAlarms({
    actions: () => actions,
    publish: (tx, at, actor, event) => publish(tx, at, publishing, [{ event, actor }]),
  });
  const contactUsers: ContactUser[] = [{ relation: 'ROTATION', uses: rotations.withContact }];
  // What goes with an account's replication set, in the order of locks.
  const belongings: Belongings[] = [
    incidents,
    { erase: (tx, account) => eraseEngagements(tx, engagementRooms, account) },
    rotations,
    { erase: eraseContacts },
    responsePlans,
    timeline,
  ];
  const expiry = tokenExpiry(db, due, now);
  const sources = [
    activationMessages(keyring),
    pageMessages({ secrets, publicUrl: materials.publicUrl, contactChannels, timeline }),
  ];
  const handlers: Handler[] = [
    engagementHandler(db, now, engagementRooms, incidents),
    laterEngagementHandler(db, now, incidentRooms),
    ...sendHandlers({ db, due, log, probe, channels, sources, now, limits }),
    redeliveryHandler({ ...publishing, db, due, now }),
    expiry.handler,
  ];
  const rooms: Rooms = {
    accessKeys: createAccessKeys(db, keyring),
    replicationSets: createReplicationSets(quotas, () => belongings),
    alarms,
    contacts,
    contactChannels,
    rotations,
    overrides: createOverrides(quotas),
    engagements,
    acknowledging,
    rules: createRules(() => targets),
    intake,
    incidents,
    responsePlans,
    resourcePolicies: createResourcePolicies(quotas),
    timeline,
    cursors: createCursors(keyring),
  };
  return { rooms, channels, handlers, trail: createTrail(db, log), planHousekeeping: expiry.plan };
}

export type House = ReturnType<typeof compose>;
