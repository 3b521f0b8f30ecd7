import type { HeartbeatDoor } from '#api/heartbeats/door';
import { mailTaker } from '#api/inbound/take-mail';
import type { ByPublicLink } from '#api/topics/doors';
import type { ApiRooms } from '#api/v1/rooms';
import { createAccessKeys, createApiTokens } from '#domain/access';
import { type Belongings, createReplicationSets, type Quotas, quotasFrom, tokenExpiry } from '#domain/accounts';
import { type AlarmAction, createAlarms } from '#domain/alarms';
import { type Call, createTrail } from '#domain/audit';
import {
  type Channel,
  confirmHandler,
  confirmInvariant,
  createConfirmations,
  createOutbox,
  everyKind,
  messageForgetting,
  messageInvariant,
  replyAddresses,
  type SendDeps,
  type SendLimits,
  sendHandlers,
  stuckHandler,
} from '#domain/channels';
import { boundTopics, createChatChannels, type Inbox } from '#domain/chat';
import {
  activationMessages,
  type ContactUser,
  contactLookup,
  createContactChannels,
  createContacts,
  createPushLinks,
  eraseContacts,
  flagMessages,
} from '#domain/contacts';
import { type Check, createDoctor, ownChecks } from '#domain/doctor';
import { createDrills, drillHandler, drillInvariant, drillNotices } from '#domain/drills';
import {
  createAcknowledging,
  createEngagements,
  createMailReplies,
  createPreviews,
  createReplies,
  ENGAGEMENT_QUEUE,
  engagementHandler,
  engagementInvariants,
  eraseEngagements,
  isPaged,
  type Mailbox,
  mailboxReader,
  pageMessages,
  pageSecrets,
  planFollower,
  type Replies,
} from '#domain/engagements';
import {
  type BusEvent,
  createCompiledRules,
  createEventIntake,
  createRules,
  eventRecords,
  publish,
  redeliveryHandler,
  type TargetKind,
} from '#domain/events';
import {
  createFollowers,
  type FollowerKind,
  followerHandler,
  followerInvariant,
  followerMessages,
  topicFollowers,
} from '#domain/followers';
import { type Beacon, createHeartbeat, heartbeatMessages, heartbeatTarget } from '#domain/heartbeat';
import {
  createIncidents,
  deploymentObserver,
  type Forgotten,
  incidentDesk,
  incidentFacts,
  incidentRetention,
  laterEngagementHandler,
  overIncidentInvariant,
  recoveryObserver,
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
import { createProbes, type Provider, providersOf } from '#domain/probes';
import { createResourcePolicies, createResponsePlans } from '#domain/response-plans';
import { createSecrets, deletionHandler, deletionInvariant, secretReader, secretsNamed } from '#domain/secrets';
import { createSignals } from '#domain/signals';
import { createSilences, silenceEndHandler, silenceInvariant } from '#domain/silences';
import { createTemplates } from '#domain/templates';
import { createTestAnswers, createTestPages, type TestAnswers, testMessages, testSecrets } from '#domain/test-pages';
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
import type { Actor } from '#kernel/actor';
import { type Clock, DAY, HOUR, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { createCursors } from '#kernel/page';
import type { Probe } from '#kernel/probe';
import type { Keyring } from '#kernel/seal';
import type { Db, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { Rooms } from '#wire/rooms';
import { chatRooms } from './start/chat-rooms.ts';
import { noise } from './start/noise.ts';

export interface Materials {
  db: Db;
  due: DueWork;
  clock: Clock;
  keyring: Keyring;
  log: Log;
  probe: Probe;
  /** How messages leave: providers, those of a kind in the order in which they are asked. */
  channels: Channel[];
  /** How messages of topics reach subscribers over HTTP. */
  endpoints: Endpoints;
  /** Where links lead. */
  publicUrl: string;
  /** Our public key for push services, as browsers take it; without it none can subscribe. */
  pushKey?: string;
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
  /** So many days after its end nothing but hashes is kept of an incident; 0, or not given: all is kept. */
  retentionDays?: number;
  /** How long a silence may last at most; seven days unless given. */
  silenceMaxMs?: number;
  /** Where mails are answered to, with `{token}` in the place of a message's own; absent: they are not. */
  mailReplyTo?: string | undefined;
  /** Where these answers lie, and how often it is looked. */
  mailbox?: { mailbox: Mailbox; everyMs: number };
  /** Who outside is told that all is well, and how often. */
  heartbeat?: { beacon: Beacon; everyMs: number };
  /** Who outside is told of incidents, besides those of the house itself. */
  followerKinds?: FollowerKind[];
  /** Minutes within which everybody should be tried, for the doctor; 30 unless given. */
  longestEscalationMinutes?: number;
  /** Days after which the doctor tells of a rule that matched nothing; 30 unless given. */
  quietRuleDays?: number;
  /** What else outside can be looked at, besides the channels' providers. */
  providers?: Provider[];
  /** How often providers are looked at, in milliseconds; 6 hours unless given. */
  probeEveryMs?: number;
  /** Told of every try of a message. */
  onSent?: SendDeps['onSent'];
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
  const secretValue = secretReader(keyring, now);
  const contactChannels = createContactChannels({ keyring, outbox, channels, quotas, readSecret: secretValue });
  const { publicUrl, pushKey = '' } = materials;
  const pageKeys = pageSecrets(keyring);
  const testKeys = testSecrets(keyring);
  const testAnswers = createTestAnswers(contactChannels, testKeys);
  const testPages = createTestPages({ contactChannels, outbox, secrets: testKeys, quotas });
  const minuteMs = MINUTE / materials.timeScale;
  const engagementRooms = { contacts, contactChannels, schedules, timeline, outbox, due, minuteMs };
  const engagements = createEngagements(engagementRooms);
  const follower = planFollower(due);
  const acknowledging = createAcknowledging(engagementRooms, pageKeys);
  const secrets = createSecrets({ keyring, due, quotas });
  const chatChannels = createChatChannels({ keyring, secretValue, outbox, channels, quotas });
  const topics = createTopics({ keyring, outbox, channels, quotas });
  // Documents and roles join with the rooms that will keep them.
  const responsePlans = createResponsePlans(quotas, {
    contact: contactLookup(contacts),
    secret: secretsNamed,
    room: boundTopics(chatChannels),
    topic: topicsNamed,
  });
  const watcher = () => followers;
  const silences = createSilences({ due, quotas, longestMs: materials.silenceMaxMs ?? 7 * DAY });
  const signals = createSignals(due, minuteMs);
  const incidentRooms = { responsePlans, timeline, engagements, due, minuteMs, quotas, watcher, silences, signals };
  const incidents = createIncidents(incidentRooms);
  const serviceRooms = { incidents, due, secretValue, publicUrl: materials.publicUrl };
  const integrations = createIntegrations(quotas);
  const followerKinds: FollowerKind[] = [
    planPagerDuty(serviceRooms),
    accountServices(serviceRooms),
    topicFollowers({ topics, topicsNamed, publicUrl }),
    ...(materials.followerKinds ?? []),
  ];
  const followerRooms = { timeline, outbox, due, kinds: () => followerKinds };
  const followers = createFollowers(followerRooms);
  const trail = createTrail(db, log);
  const onCall = createOnCall(contacts);
  const chat = chatRooms({
    ...{ ...materials, now, trail, outbox, onCall, chatChannels, followers, incidents, engagements, engagementRooms },
  });
  followerKinds.push(...chat.followerKinds);
  // What lower rooms reach higher ones by: they own the contract, and it is filled in here.
  const targets: TargetKind[] = [responsePlanTarget(incidents), topicTarget(topics)];
  const actions: AlarmAction[] = [responsePlanAction(incidents), topicAction(topics)];
  const probes = { due, outbox, channels: channels.map(({ type }) => type), timers: [ENGAGEMENT_QUEUE] };
  const heartbeatTargets = [heartbeatTarget(probes)];
  // A user's rule cannot name the heartbeat's target: it is offered to the bus alone.
  const publishing = {
    rules: createCompiledRules(log),
    kinds: () => [...targets, ...heartbeatTargets],
    observers: [deploymentObserver, recoveryObserver(due)],
    log,
  };
  const intake = createEventIntake({ ...publishing, db, due, clock, onAccepted: materials.onEventsAccepted });
  const publishOne = (tx: Tx, at: Date, actor: Actor, event: BusEvent) =>
    publish(tx, at, publishing, [{ event, actor }]);
  const alarms = createAlarms({ actions: () => actions, publish: publishOne });
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
    silences,
    { erase: (tx, account) => templates.erase(tx, account) },
    timeline,
    followers,
    integrations,
    chatChannels,
  ];
  const rendering = {
    secrets: pageKeys,
    publicUrl: materials.publicUrl,
    mailReplies: materials.mailReplyTo !== undefined,
  };
  const templates = createTemplates();
  const texts = { templates, facts: incidentFacts(timeline) };
  const heartbeat = createHeartbeat({
    ...{ db, due, log, now, intake, outbox, events: eventRecords, timers: probes.timers },
    rules: createRules(() => heartbeatTargets),
    everyMs: MINUTE,
    ...materials.heartbeat,
  });
  const expiry = tokenExpiry(db, due, now);
  const drillRooms = { contacts, contactChannels, testPages, due };
  const drills = createDrills(drillRooms);
  const probing = createProbes({
    ...{ db, due, log, now, everyMs: materials.probeEveryMs ?? 6 * HOUR },
    providers: [...providersOf(channels.flatMap((route) => route.providers)), ...(materials.providers ?? [])],
  });
  const oldDeliveries = topicHousekeeping(db, due, now);
  const signing = createSigningKey(db, keyring, new URL(publicUrl).hostname.slice(0, 64));
  const ofTopics = { links: subscriptionLinks(keyring, publicUrl), signing, publicUrl };
  const sources = [
    activationMessages(keyring, contactChannels.reach),
    flagMessages(),
    heartbeatMessages(),
    gapMessages({ contacts, contactChannels }),
    pageMessages({ ...engagementRooms, ...rendering, ...texts }),
    ...chat.sources,
    ...followerKinds.flatMap((kind) =>
      'tell' in kind ? [followerMessages({ ...followerRooms, incidents, engagements }, kind)] : [],
    ),
    drillNotices(contactChannels),
    testMessages({ contactChannels, secrets: testKeys, publicUrl: materials.publicUrl }),
    topicMessages({ ...ofTopics, now }),
  ];
  const forgetting = messageForgetting({ db, due, now, log, sources });
  const retention = incidentRetention({
    ...{ db, now, log, rooms: incidentRooms, days: materials.retentionDays ?? 0 },
    record: (tx, at, forgotten, days) => trail.write(tx, retentionCall(at, forgotten, days)),
  });
  const confirmations = createConfirmations({ due, sources });
  const { tokenIn } = replyAddresses(materials.mailReplyTo ?? NO_REPLIES);
  const takeMail = mailTaker({
    ...{ db, log, trail, now },
    mailReplies: createMailReplies({
      ...{ rooms: engagementRooms, secrets: pageKeys, tokenIn, confirmations },
      desk: incidentDesk(incidents),
    }),
  });
  const mailbox = mailboxReader({
    ...{ db, due, log, now, mailbox: undefined, everyMs: MINUTE, ...materials.mailbox },
    take: async (mail) => void (await takeMail(mail, { requestId: newId(now()), sourceIp: '', userAgent: 'mailbox' })),
  });
  const noises = noise({ ...materials, now, trail, incidents, quotas, rooms: incidentRooms, publish: publishOne });
  const handlers: Handler[] = [
    ...noises.handlers,
    engagementHandler(db, now, engagementRooms, incidents),
    laterEngagementHandler(db, now, incidentRooms),
    linkHandler(db, now, log, serviceRooms),
    followerHandler(db, now, log, { ...followerRooms, incidents, engagements }),
    silenceEndHandler({ db, due, now, incidents }),
    ...sendHandlers({ db, due, log, probe, channels, sources, now, limits, onSent: materials.onSent }),
    confirmHandler({ db, due, sources, channels, now }),
    stuckHandler({ db, due, sources, now }),
    redeliveryHandler({ ...publishing, db, due, now }),
    watchHandler({ db, due, now, log, contacts, listeners: () => gapListeners }),
    deletionHandler(db, due, now),
    ...chat.handlers,
    expiry.handler,
    forgetting.handler,
    retention.handler,
    deliveryHandler({ ...ofTopics, db, due, log, now, endpoints: materials.endpoints }),
    oldDeliveries.handler,
    heartbeat.handler,
    mailbox.handler,
    probing.handler,
    drillHandler({ ...drillRooms, db, log, now, outbox, isPaged }),
  ];
  const invariants: Invariant[] = [
    ...engagementInvariants(engagementRooms),
    messageInvariant({ due, channels, sources }),
    confirmInvariant({ due, sources }),
    overIncidentInvariant(incidentRooms),
    deletionInvariant(due),
    followerInvariant(followerRooms),
    silenceInvariant(due),
    ...chat.invariants,
    expiry.invariant,
    forgetting.invariant,
    retention.invariant,
    deliveryInvariant(due),
    oldDeliveries.invariant,
    heartbeat.invariant,
    mailbox.invariant,
    probing.invariant,
    drillInvariant({ due, contactChannels }),
    ...noises.invariants,
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
    silences,
    signals,
    channels,
    probes: probing.probes,
    drills,
    facts: {
      publicUrl: materials.publicUrl,
      hasHeartbeat: materials.heartbeat !== undefined,
      longestEscalationMinutes: materials.longestEscalationMinutes ?? 30,
      quietRuleDays: materials.quietRuleDays ?? 30,
    },
  };
  const checks: Check[] = ownChecks(looked);
  const rooms: Rooms &
    ApiRooms &
    HeartbeatDoor['rooms'] &
    ByPublicLink & { replies: Replies; pagerDutyCalls: PagerDutyCalls; inbox: Inbox; testAnswers: TestAnswers } = {
    accessKeys: createAccessKeys(db, keyring),
    chatChannels,
    ...chat.rooms,
    apiTokens: createApiTokens(db),
    replicationSets,
    alarms,
    contacts,
    contactChannels,
    pushLinks: createPushLinks({ contactChannels, publicUrl, publicKey: pushKey }),
    rotations,
    overrides,
    temporarySchedules: createTemporarySchedules(contacts, watch, quotas),
    swaps: createSwaps(watch, quotas),
    onCall,
    feeds: createFeeds(contacts, publicUrl, quotas),
    engagements,
    acknowledging,
    replies: createReplies(engagementRooms, pageKeys, testAnswers),
    testAnswers,
    testPages,
    drills,
    probes: probing.probes,
    rules,
    intake,
    incidents,
    integrations,
    pagerDutyCalls: createPagerDutyCalls({ ...serviceRooms, followers, timeline }),
    responsePlans,
    silences,
    signals,
    ...noises.rooms,
    resourcePolicies: createResourcePolicies(quotas),
    secrets,
    timeline,
    templates,
    previews: createPreviews({ ...rendering, ...texts }),
    channelTypes: channels.map(({ type }) => type),
    topics,
    subscriptionsByLink: subscriptionsByLink(keyring),
    signing,
    doctor: createDoctor(replicationSets, () => checks),
    insight: createInsight({ plans: engagementRooms, responsePlans, silences, limits }),
    cursors: createCursors(keyring),
  };
  const planHousekeeping = async () => {
    for (const { plan } of [noises, expiry, forgetting, retention, heartbeat, mailbox, probing, oldDeliveries])
      await plan();
  };
  return {
    rooms,
    channels,
    followers,
    confirmations,
    takeMail,
    handlers,
    invariants,
    trail,
    /** For providers whose credential is a secret. */
    secretValue,
    planHousekeeping,
  };
}

/** What the trail says of an incident whose contents retention has removed. */
const retentionCall = (at: Date, { account, arn, overAt }: Forgotten, days: number): Call => ({
  ...{ actor: { account, region: '', principal: 'retention.muster', requestId: newId(at) }, accessKeyId: '', at },
  ...{ eventSource: 'retention.muster', eventName: 'RemoveIncidentContents', readOnly: false },
  ...{ sourceIp: '', userAgent: 'muster', parameters: { incident: arn, overAt: overAt.toISOString(), days } },
});
/** An address that no mail goes to: nothing comes back. */
const NO_REPLIES = '{token}@invalid';

export type House = ReturnType<typeof compose>;
