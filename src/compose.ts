import type { ApiRooms } from '#api/v1/rooms';
import { createAccessKeys, createApiTokens } from '#domain/access';
import { type Belongings, createReplicationSets, type Quotas, quotasFrom, tokenExpiry } from '#domain/accounts';
import { type AlarmAction, createAlarms } from '#domain/alarms';
import { createTrail } from '#domain/audit';
import {
  type Channel,
  confirmHandler,
  createConfirmations,
  createOutbox,
  everyKind,
  messageInvariant,
  type SendLimits,
  sendHandlers,
} from '#domain/channels';
import { boundTopics, createChatChannels, type Inbox } from '#domain/chat';
import {
  activationMessages,
  type ContactUser,
  contactLookup,
  createContactChannels,
  createContacts,
  eraseContacts,
} from '#domain/contacts';
import { type Check, createDoctor, ownChecks } from '#domain/doctor';
import {
  createAcknowledging,
  createEngagements,
  createReplies,
  ENGAGEMENT_QUEUE,
  engagementHandler,
  engagementInvariants,
  eraseEngagements,
  pageMessages,
  pageSecrets,
  planFollower,
  type Replies,
} from '#domain/engagements';
import {
  createCompiledRules,
  createEventIntake,
  createRules,
  eventRecords,
  publish,
  redeliveryHandler,
  type TargetKind,
} from '#domain/events';
import { createFollowers, type FollowerKind, followerInvariant, followerMessages } from '#domain/followers';
import { type Beacon, createHeartbeat, heartbeatMessages, heartbeatTarget } from '#domain/heartbeat';
import {
  createIncidents,
  deploymentObserver,
  laterEngagementHandler,
  responsePlanAction,
  responsePlanTarget,
} from '#domain/incidents';
import { createInsight } from '#domain/insight';
import {
  accountServices,
  createIntegrations,
  createPagerDutyCalls,
  linkHandler,
  type PagerDutyCalls,
  planPagerDuty,
} from '#domain/integrations';
import {
  createFeeds,
  createOnCall,
  createOverrides,
  createRotations,
  createSchedules,
  createSwaps,
  createTemporarySchedules,
  createWatch,
  eraseOnCall,
  type GapListener,
  gapMail,
  gapMessages,
  watchHandler,
} from '#domain/oncall';
import { createResourcePolicies, createResponsePlans } from '#domain/response-plans';
import { createSecrets, deletionHandler, deletionInvariant, secretReader, secretsNamed } from '#domain/secrets';
import { createTimeline } from '#domain/timeline';
import type { Handler } from '#engine/handler';
import type { Invariant } from '#engine/invariant';
import { type Clock, MINUTE } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { createCursors } from '#kernel/page';
import type { Probe } from '#kernel/probe';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { Rooms } from '#wire/rooms';
import { chatRooms } from './start/chat-rooms.ts';

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
  /** What people press and type in Slack comes back to us. */
  slackAnswers?: boolean;
  /** The people of a rotation are mailed that nobody will be on call. */
  gapMail?: boolean;
  /** Who outside is told that all is well, and how often. */
  heartbeat?: { beacon: Beacon; everyMs: number };
  /** Who outside is told of incidents, besides those of the house itself. */
  followerKinds?: FollowerKind[];
  /** Told of events once they are stored. */
  onEventsAccepted?: (count: number) => void;
}

/** All rooms, joined: what the faces translate for, and what the engine runs. */
export function compose(materials: Materials) {
  const { db, due, clock, keyring, log, probe, limits, quotas = quotasFrom() } = materials;
  const channels = everyKind(materials.channels);
  const now = () => clock.now();
  const outbox = createOutbox(due, limits);
  const timeline = createTimeline(() => followers);
  const contacts = createContacts(
    quotas,
    () => contactUsers,
    () => schedules,
    () => follower,
  );
  const watch = createWatch(due);
  const rotations = createRotations(contacts, watch, quotas);
  const overrides = createOverrides(contacts, watch, quotas);
  const schedules = createSchedules(watch);
  const contactChannels = createContactChannels({ keyring, outbox, channels, quotas });
  const pageKeys = pageSecrets(keyring);
  const minuteMs = MINUTE / materials.timeScale;
  const engagementRooms = { contacts, contactChannels, schedules, timeline, outbox, due, minuteMs };
  const engagements = createEngagements(engagementRooms);
  const follower = planFollower(due);
  const acknowledging = createAcknowledging(engagementRooms, pageKeys);
  const secrets = createSecrets({ keyring, due, quotas });
  const secretValue = secretReader(keyring, now);
  const chatChannels = createChatChannels({ keyring, secretValue, outbox, channels, quotas });
  // Documents, roles and topics join with the rooms that will keep them.
  const responsePlans = createResponsePlans(quotas, {
    contact: contactLookup(contacts),
    secret: secretsNamed,
    room: boundTopics(chatChannels),
  });
  const watcher = () => followers;
  const incidentRooms = { responsePlans, timeline, engagements, due, minuteMs, quotas, watcher };
  const incidents = createIncidents(incidentRooms);
  const serviceRooms = { incidents, due, secretValue, publicUrl: materials.publicUrl };
  const integrations = createIntegrations(quotas);
  const followerKinds: FollowerKind[] = [
    planPagerDuty(serviceRooms),
    accountServices(serviceRooms),
    ...(materials.followerKinds ?? []),
  ];
  const followerRooms = { timeline, outbox, kinds: () => followerKinds };
  const followers = createFollowers(followerRooms);
  const trail = createTrail(db, log);
  const onCall = createOnCall(contacts);
  const chat = chatRooms({
    ...{ ...materials, now, trail, outbox, onCall, chatChannels, followers, incidents, engagements, engagementRooms },
  });
  followerKinds.push(...chat.followerKinds);
  // What lower rooms reach higher ones by: they own the contract, and it is filled in here.
  const targets: TargetKind[] = [responsePlanTarget(incidents)];
  const actions: AlarmAction[] = [responsePlanAction(incidents)];
  const probes = { due, outbox, channels: channels.map(({ type }) => type), timers: [ENGAGEMENT_QUEUE] };
  const heartbeatTargets = [heartbeatTarget(probes)];
  // A user's rule cannot name the heartbeat's target: it is offered to the bus alone.
  const publishing = {
    rules: createCompiledRules(log),
    kinds: () => [...targets, ...heartbeatTargets],
    observers: [deploymentObserver],
    log,
  };
  const intake = createEventIntake({ ...publishing, db, due, clock, onAccepted: materials.onEventsAccepted });
  const alarms = createAlarms({
    actions: () => actions,
    publish: (tx, at, actor, event) => publish(tx, at, publishing, [{ event, actor }]),
  });
  const contactUsers: ContactUser[] = [
    { relation: 'ROTATION', uses: rotations.withContact },
    { relation: 'ROTATION', uses: (on, contact) => overrides.withContact(on, contact, now()) },
  ];
  // Who wants to hear that nobody will be on call.
  const gapListeners: GapListener[] = materials.gapMail ? [gapMail({ contacts, contactChannels, outbox })] : [];
  // What goes with an account's replication set, in the order of locks.
  const belongings: Belongings[] = [
    incidents,
    { erase: (tx, account) => eraseEngagements(tx, engagementRooms, account) },
    { erase: (tx, account) => eraseOnCall(tx, { contacts, due }, account) },
    { erase: eraseContacts },
    responsePlans,
    timeline,
    followers,
    integrations,
    chatChannels,
  ];
  const heartbeat = createHeartbeat({
    ...{ db, due, log, now, intake, outbox, events: eventRecords, timers: probes.timers },
    rules: createRules(() => heartbeatTargets),
    everyMs: MINUTE,
    ...materials.heartbeat,
  });
  const expiry = tokenExpiry(db, due, now);
  const sources = [
    activationMessages(keyring),
    heartbeatMessages(),
    gapMessages({ contacts, contactChannels }),
    pageMessages({ ...engagementRooms, secrets: pageKeys, publicUrl: materials.publicUrl }),
    ...chat.sources,
    ...followerKinds.map((kind) => followerMessages({ ...followerRooms, incidents, engagements }, kind)),
  ];
  const handlers: Handler[] = [
    engagementHandler(db, now, engagementRooms, incidents),
    laterEngagementHandler(db, now, incidentRooms),
    linkHandler(db, now, log, serviceRooms),
    ...sendHandlers({ db, due, log, probe, channels, sources, now, limits }),
    confirmHandler({ db, due, sources, now }),
    redeliveryHandler({ ...publishing, db, due, now }),
    watchHandler({ db, due, now, log, contacts, listeners: () => gapListeners }),
    deletionHandler(db, due, now),
    ...chat.handlers,
    expiry.handler,
    heartbeat.handler,
  ];
  const invariants: Invariant[] = [
    ...engagementInvariants(engagementRooms),
    messageInvariant({ due, channels, sources }),
    deletionInvariant(due),
    followerInvariant(followerRooms),
    ...chat.invariants,
    expiry.invariant,
    heartbeat.invariant,
  ];
  const replicationSets = createReplicationSets(quotas, () => belongings);
  const rules = createRules(() => targets);
  const looked = {
    replicationSets,
    contacts,
    contactChannels,
    rotations,
    onCall,
    responsePlans,
    rules,
    alarms,
    channels,
  };
  const checks: Check[] = ownChecks(looked);
  const rooms: Rooms & ApiRooms & { replies: Replies; pagerDutyCalls: PagerDutyCalls; inbox: Inbox } = {
    accessKeys: createAccessKeys(db, keyring),
    chatChannels,
    ...chat.rooms,
    apiTokens: createApiTokens(db),
    replicationSets,
    alarms,
    contacts,
    contactChannels,
    rotations,
    overrides,
    temporarySchedules: createTemporarySchedules(contacts, watch, quotas),
    swaps: createSwaps(watch, quotas),
    onCall,
    feeds: createFeeds(contacts, materials.publicUrl, quotas),
    engagements,
    acknowledging,
    replies: createReplies(engagementRooms, pageKeys),
    rules,
    intake,
    incidents,
    integrations,
    pagerDutyCalls: createPagerDutyCalls({ ...serviceRooms, followers, timeline }),
    responsePlans,
    resourcePolicies: createResourcePolicies(quotas),
    secrets,
    timeline,
    doctor: createDoctor(replicationSets, () => checks),
    insight: createInsight({ plans: engagementRooms, responsePlans }),
    cursors: createCursors(keyring),
  };
  const planHousekeeping = () => expiry.plan().then(heartbeat.plan);
  return {
    rooms,
    channels,
    followers,
    confirmations: createConfirmations({ due, sources }),
    handlers,
    invariants,
    trail,
    /** For providers whose credential is a secret. */
    secretValue,
    planHousekeeping,
  };
}

export type House = ReturnType<typeof compose>;
