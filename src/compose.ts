import type { ApiOptions } from '#api/api';
import { mailTaker } from '#api/inbound/take-mail';
import { rolesNamed } from '#domain/access';
import { type Belongings, createReplicationSets, quotasFrom, tokenExpiry } from '#domain/accounts';
import type { AlarmAction } from '#domain/alarms';
import { createTrail } from '#domain/audit';
import {
  confirmHandler,
  confirmInvariant,
  createConfirmations,
  createOutbox,
  everyKind,
  messageForgetting,
  messageInvariant,
  NO_PROVIDER,
  replyAddresses,
  sendHandlers,
  stuckHandler,
} from '#domain/channels';
import { boundTopics, createChatChannels } from '#domain/chat';
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
  mailboxReader,
  pageMessages,
  pageSecrets,
  planFollower,
} from '#domain/engagements';
import {
  type BusEvent,
  createEventIntake,
  createRules,
  eventRecords,
  publish,
  redeliveryHandler,
} from '#domain/events';
import {
  createFollowers,
  type FollowerKind,
  followerHandler,
  followerInvariant,
  followerMessages,
  topicFollowers,
} from '#domain/followers';
import { createHeartbeat, heartbeatMessages, heartbeatTarget } from '#domain/heartbeat';
import { createHosts } from '#domain/hosts';
import {
  createIncidents,
  deploymentObserver,
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
import { createAlertStates } from '#domain/intake';
import {
  accountServices,
  createIntegrations,
  createPagerDutyCalls,
  linkHandler,
  planPagerDuty,
} from '#domain/integrations';
import { createMetricStore } from '#domain/metrics';
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
import { createProbes, providersOf, withOthers } from '#domain/probes';
import { createResourcePolicies, createResponsePlans } from '#domain/response-plans';
import {
  createSecrets,
  deletionHandler,
  deletionInvariant,
  secretReader,
  secretsNamed,
  watched,
} from '#domain/secrets';
import { createSignals } from '#domain/signals';
import { createSilences, silenceEndHandler, silenceInvariant } from '#domain/silences';
import { createTemplates } from '#domain/templates';
import { createTestAnswers, createTestPages, testMessages, testSecrets } from '#domain/test-pages';
import { createTimeline } from '#domain/timeline';
import {
  createSigningKey,
  createTopics,
  deliveryHandler,
  deliveryInvariant,
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
import { DAY, HOUR, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { createCursors } from '#kernel/page';
import type { Tx } from '#storage/db';
import type { Rooms } from '#wire/rooms';
import { accessRooms } from './start/access.ts';
import { alarmRooms } from './start/alarms.ts';
import { chatRooms } from './start/chat-rooms.ts';
import { documentRooms } from './start/document-rooms.ts';
import { eventHouse } from './start/event-house.ts';
import { alertRooms } from './start/intake.ts';
import type { Materials } from './start/materials.ts';
import { noise } from './start/noise.ts';
import { retentionCall } from './start/retention-call.ts';
import { alarmStops } from './start/runbook-events.ts';
import { runbookRooms, runbookSource } from './start/runbooks.ts';
import { serviceProbes } from './start/service-probes.ts';

/** All rooms, joined: what the faces translate for, and what the engine runs. */
export function compose(materials: Materials) {
  const { db, due, clock, keyring, log, probe, limits, quotas = quotasFrom() } = materials;
  const access = accessRooms(db, keyring);
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
  const allProviders = channels.flatMap((route) => route.providers);
  const services = serviceProbes({ db, now, secretValue, channels: allProviders, probes: () => probing.probes });
  const secrets = watched(createSecrets({ keyring, due, quotas }), services.secretChanged);
  const chatChannels = createChatChannels({
    ...{ keyring, secretValue, outbox, channels, quotas },
    bound: (tx, at, room) => chat.joins(tx, at, room),
  });
  const topics = createTopics({ keyring, outbox, channels, quotas });
  // Documents join with the room that will keep them.
  const responsePlans = createResponsePlans(quotas, {
    contact: contactLookup(contacts),
    secret: secretsNamed,
    room: boundTopics(chatChannels),
    topic: topicsNamed,
    role: rolesNamed,
  });
  const watcher = () => followers;
  const silences = createSilences({ due, quotas, longestMs: materials.silenceMaxMs ?? 7 * DAY });
  const signals = createSignals(due, minuteMs);
  const incidentRooms = { responsePlans, timeline, engagements, due, minuteMs, quotas, watcher, silences, signals };
  const incidents = createIncidents(incidentRooms);
  const serviceRooms = { incidents, due, secretValue, publicUrl: materials.publicUrl };
  const integrations = services.lookingAt(createIntegrations(quotas));
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
  const templates = createTemplates();
  const texts = { templates, facts: incidentFacts(timeline) };
  const chat = chatRooms({
    ...{ ...materials, now, trail, outbox, onCall, chatChannels, followers, incidents, engagements, engagementRooms },
    ...{ acknowledging, testAnswers, channels, quotas, texts },
  });
  followerKinds.push(...chat.followerKinds);
  // What lower rooms reach higher ones by: they own the contract, and it is filled in here.
  const actions: AlarmAction[] = [responsePlanAction(incidents), topicAction(topics)];
  const probes = { due, outbox, channels: channels.map(({ type }) => type), timers: [ENGAGEMENT_QUEUE] };
  const heartbeatTargets = [heartbeatTarget(probes)];
  const states = createAlertStates(db);
  const { eventRetentionDays = 35 } = materials;
  const bus = eventHouse({
    ...{ db, due, log, now, quotas, secrets, outside: materials.eventOutside, hidden: heartbeatTargets },
    targets: [responsePlanTarget(incidents), topicTarget(topics)],
    observers: [deploymentObserver, recoveryObserver(due), alarmStops(due)],
    admission: states,
    retentionDays: eventRetentionDays,
  });
  const { publishing, rules } = bus;
  const intake = createEventIntake({
    ...publishing,
    db,
    clock,
    afterTurn: (act) => void setImmediate(act),
    onAccepted: materials.onEventsAccepted,
  });
  const metricStore = createMetricStore({
    ...{ db, due, now, keeping: materials.metricKeeping },
    onStored: (tx, at, data) => alarms.dataCame(tx, at, data),
  });
  const publishOne = (tx: Tx, at: Date, actor: Actor, event: BusEvent) =>
    publish(tx, at, publishing, [{ event, actor }]);
  const alarming = alarmRooms({
    ...{ db, due, log, now, quotas, metrics: metricStore.metrics, actions: () => actions },
    ...{ publish: publishOne, functions: materials.eventOutside.functions },
  });
  const { alarms } = alarming;
  const documents = documentRooms(keyring, quotas);
  const runbooks = runbookRooms({
    ...{ db, due, log, now, topics, publish: publishOne, observers: () => [] },
    source: runbookSource(documents),
    roles: access.assuming,
    ...materials.runbooks,
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
    silences,
    { erase: (tx, account) => templates.erase(tx, account) },
    timeline,
    followers,
    integrations,
    chatChannels,
    chat.rooms.mirrors,
  ];
  const rendering = {
    secrets: pageKeys,
    publicUrl: materials.publicUrl,
    mailReplies: materials.mailReplyTo !== undefined,
  };
  const heartbeat = createHeartbeat({
    ...{ db, due, log, now, intake, outbox, events: eventRecords, timers: probes.timers },
    rules: createRules({ kinds: () => heartbeatTargets, due, quotas }),
    everyMs: MINUTE,
    ...materials.heartbeat,
  });
  const expiry = tokenExpiry(db, due, now);
  const drillRooms = { contacts, contactChannels, testPages, due };
  const drills = createDrills(drillRooms);
  const probing = createProbes({
    ...{ db, due, log, now, everyMs: materials.probeEveryMs ?? 6 * HOUR },
    providers: withOthers(providersOf(allProviders), [...services.providers, ...(materials.providers ?? [])]),
  });
  const oldDeliveries = topicHousekeeping(db, due, now);
  const signing = createSigningKey(db, keyring, new URL(publicUrl).hostname.slice(0, 64));
  const ofTopics = { links: subscriptionLinks(keyring, publicUrl), signing, publicUrl };
  const sources = [
    activationMessages(keyring, contactChannels.reach),
    flagMessages(),
    heartbeatMessages(),
    gapMessages({ contacts, contactChannels }),
    pageMessages({ ...engagementRooms, ...rendering, ...texts, skipRefused: materials.skipRefusedStages }),
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
  const alerts = alertRooms({ ...{ db, due, now, keyring, intake, states }, onAlerts: materials.onAlerts });
  const takeMail = mailTaker({
    ...{ db, log, trail, now },
    ...alerts.rooms,
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
  /** What is done again and again, each with its handler, its place in the audit and its first time. */
  const repeated = [
    ...[expiry, forgetting, retention, oldDeliveries, metricStore.housekeeping, alerts.oldAlerts],
    ...[heartbeat, mailbox, probing],
  ];
  const handlers: Handler[] = [
    ...repeated.map(({ handler }) => handler),
    ...runbooks.handlers,
    ...noises.handlers,
    engagementHandler(db, now, engagementRooms, incidents),
    laterEngagementHandler(db, now, incidentRooms),
    linkHandler(db, now, log, serviceRooms),
    followerHandler(db, now, log, { ...followerRooms, incidents, engagements }),
    silenceEndHandler({ db, due, now, incidents }),
    ...sendHandlers({ db, due, log, probe, channels, sources, now, limits, onSent: materials.onSent }),
    confirmHandler({ db, due, sources, channels, now }),
    stuckHandler({ db, due, sources, now }),
    redeliveryHandler({ ...publishing, db, now }),
    ...bus.handlers,
    watchHandler({ db, due, now, log, contacts, listeners: () => gapListeners }),
    deletionHandler(db, due, now),
    ...chat.handlers,
    deliveryHandler({
      ...{ ...ofTopics, db, due, log, now, endpoints: materials.endpoints },
      functions: materials.eventOutside.functions,
    }),
    ...alarming.handlers,
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
    deliveryInvariant(due),
    ...bus.invariants,
    ...alarming.invariants,
    drillInvariant({ due, contactChannels }),
    ...noises.invariants,
    ...runbooks.invariants,
    ...repeated.map(({ invariant }) => invariant),
  ];
  const replicationSets = createReplicationSets(quotas, () => belongings);
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
    chatChannels,
    services: { credentials: services.credentials, secretsNamed },
    roles: access,
    facts: {
      publicUrl: materials.publicUrl,
      hasHeartbeat: materials.heartbeat !== undefined,
      longestEscalationMinutes: materials.longestEscalationMinutes ?? 30,
      // What is forgotten can be asked no more.
      quietRuleDays: Math.min(materials.quietRuleDays ?? 30, eventRetentionDays - 1),
    },
  };
  const checks: Check[] = [...ownChecks(looked), ...chat.checks];
  const rooms: Rooms & ApiOptions['rooms'] = {
    ...access,
    chatChannels,
    ...chat.rooms,
    replicationSets,
    alarms,
    metrics: metricStore.metrics,
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
    ...bus.rooms,
    intake,
    ...alerts.rooms,
    hosts: createHosts(quotas),
    incidents,
    integrations,
    pagerDutyCalls: createPagerDutyCalls({ ...serviceRooms, followers, timeline }),
    responsePlans,
    silences,
    signals,
    ...noises.rooms,
    resourcePolicies: createResourcePolicies(quotas),
    executions: runbooks.executions,
    secrets,
    timeline,
    templates,
    previews: createPreviews({ ...rendering, ...texts }),
    channelTypes: channels.flatMap(({ type, provider }) => (provider === NO_PROVIDER ? [] : [type])),
    topics,
    ...documents,
    subscriptionsByLink: subscriptionsByLink(keyring),
    signing,
    doctor: createDoctor(replicationSets, () => checks),
    insight: createInsight({ plans: engagementRooms, responsePlans, silences, limits }),
    cursors: createCursors(keyring),
  };
  const planHousekeeping = async () => {
    await alarming.plan();
    for (const { plan } of [noises, bus, ...repeated]) await plan();
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
    offerActions: runbooks.offer,
    planHousekeeping,
  };
}

/** An address that no mail goes to: nothing comes back. */
const NO_REPLIES = '{token}@invalid';

export type House = ReturnType<typeof compose>;
