import type { ByPublicLink } from '#api/topics/doors';
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
import {
  createSigningKey,
  createTopics,
  deliveryHandler,
  deliveryInvariant,
  type Endpoints,
  subscriptionLinks,
  subscriptionsByLink,
  topicAction,
  topicHousekeeping,
  topicMessages,
  topicsNamed,
  topicTarget,
} from '#domain/topics';
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

export interface Materials {
  db: Db;
  due: DueWork;
  clock: Clock;
  keyring: Keyring;
  log: Log;
  probe: Probe;
  /** How messages leave, one for each channel type that has a provider. */
  channels: Channel[];
  /** How messages of topics reach subscribers over HTTP. */
  endpoints: Endpoints;
  /** Where links lead. */
  publicUrl: string;
  /** 60 makes each minute of a plan last a second. */
  timeScale: number;
  /** How fast messages leave. */
  limits: SendLimits;
  /** Those of the declaration unless given. */
  quotas?: Quotas;
  /** The people of a rotation are mailed that nobody will be on call. */
  gapMail?: boolean;
  /** Who outside is told that all is well, and how often. */
  heartbeat?: { beacon: Beacon; everyMs: number };
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
  const topics = createTopics({ keyring, outbox, channels, quotas });
  // Documents and roles join with the rooms that will keep them.
  const named = { contact: contactLookup(contacts), secret: secretsNamed, topic: topicsNamed };
  const responsePlans = createResponsePlans(quotas, named);
  const incidentRooms = { responsePlans, timeline, engagements, due, minuteMs, quotas };
  const incidents = createIncidents(incidentRooms);
  // What lower rooms reach higher ones by: they own the contract, and it is filled in here.
  const targets: TargetKind[] = [responsePlanTarget(incidents), topicTarget(topics)];
  const actions: AlarmAction[] = [responsePlanAction(incidents), topicAction(topics)];
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
  ];
  const heartbeat = createHeartbeat({
    ...{ db, due, log, now, intake, outbox, events: eventRecords, timers: probes.timers },
    rules: createRules(() => heartbeatTargets),
    everyMs: MINUTE,
    ...materials.heartbeat,
  });
  const expiry = tokenExpiry(db, due, now);
  const forgetting = topicHousekeeping(db, due, now);
  const { publicUrl } = materials;
  const signing = createSigningKey(db, keyring, new URL(publicUrl).hostname.slice(0, 64));
  const rendering = { links: subscriptionLinks(keyring, publicUrl), signing, publicUrl };
  const sources = [
    activationMessages(keyring),
    heartbeatMessages(),
    gapMessages({ contacts, contactChannels }),
    pageMessages({ ...engagementRooms, secrets: pageKeys, publicUrl }),
    topicMessages({ ...rendering, now }),
  ];
  const handlers: Handler[] = [
    engagementHandler(db, now, engagementRooms, incidents),
    laterEngagementHandler(db, now, incidentRooms),
    ...sendHandlers({ db, due, log, probe, channels, sources, now, limits }),
    confirmHandler({ db, due, sources, now }),
    redeliveryHandler({ ...publishing, db, due, now }),
    watchHandler({ db, due, now, log, contacts, listeners: () => gapListeners }),
    deletionHandler(db, due, now),
    deliveryHandler({ ...rendering, db, due, log, now, endpoints: materials.endpoints }),
    expiry.handler,
    forgetting.handler,
    heartbeat.handler,
  ];
  const invariants: Invariant[] = [
    ...engagementInvariants(engagementRooms),
    messageInvariant({ due, channels, sources }),
    deletionInvariant(due),
    deliveryInvariant(due),
    expiry.invariant,
    forgetting.invariant,
    heartbeat.invariant,
  ];
  const replicationSets = createReplicationSets(quotas, () => belongings);
  const rules = createRules(() => targets);
  const onCall = createOnCall(contacts);
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
  const rooms: Rooms & ApiRooms & ByPublicLink & { replies: Replies } = {
    accessKeys: createAccessKeys(db, keyring),
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
    feeds: createFeeds(contacts, publicUrl, quotas),
    engagements,
    acknowledging,
    replies: createReplies(engagementRooms, pageKeys),
    rules,
    intake,
    incidents,
    responsePlans,
    resourcePolicies: createResourcePolicies(quotas),
    secrets,
    timeline,
    topics,
    subscriptionsByLink: subscriptionsByLink(keyring),
    signing,
    doctor: createDoctor(replicationSets, () => checks),
    insight: createInsight({ plans: engagementRooms, responsePlans }),
    cursors: createCursors(keyring),
  };
  const planHousekeeping = () => expiry.plan().then(forgetting.plan).then(heartbeat.plan);
  return {
    rooms,
    channels,
    confirmations: createConfirmations({ due, sources }),
    handlers,
    invariants,
    trail: createTrail(db, log),
    /** For providers whose credential is a secret. */
    secretValue: secretReader(keyring, now),
    planHousekeeping,
  };
}

export type House = ReturnType<typeof compose>;
