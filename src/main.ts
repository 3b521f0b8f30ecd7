import { hostname } from 'node:os';
import { createApi } from '#api/api';
import { createMetrics } from '#api/metrics';
import { quotasFrom } from '#domain/accounts';
import type { Channel } from '#domain/channels';
import { secretReader } from '#domain/secrets';
import { createEngine } from '#engine/engine';
import { HOUR, MINUTE, SECOND } from '#kernel/clock';
import { randomId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { noProbe, type Probe } from '#kernel/probe';
import { createEndpoints } from '#providers/endpoints';
import { createBeacon } from '#providers/heartbeat';
import { createOutgoing } from '#providers/outgoing';
import { databaseClock } from '#storage/clock';
import { openDb } from '#storage/db';
import { createDueWork } from '#storage/due';
import { migrate } from '#storage/migrate';
import { databaseWake } from '#storage/wake';
import { createAwsFace } from '#wire/face';
import pkg from '../package.json' with { type: 'json' };
import { compose, type House } from './compose.ts';
import type { Settings } from './settings.ts';
import { openAuditor } from './start/auditing.ts';
import { awsSmsEvents } from './start/aws-sms-events.ts';
import { chat } from './start/chat.ts';
import { openDatabase } from './start/database.ts';
import { eventTargets } from './start/event-targets.ts';
import { ensureFirstKey } from './start/first-key.ts';
import { listen } from './start/listener.ts';
import { mailServers } from './start/mail-servers.ts';
import { mailboxOf } from './start/mailbox.ts';
import { openKeyring } from './start/master-key.ts';
import type { Materials } from './start/materials.ts';
import { metricKeeping } from './start/metric-keeping.ts';
import { watchNodeClock } from './start/node-clock.ts';
import { ownChannels } from './start/own-channels.ts';
import { phones } from './start/phones.ts';
import { openPushKeys } from './start/push-keys.ts';
import { joinRunbookActions } from './start/runbook-outside.ts';
import { sendLimits } from './start/send-limits.ts';
import { services } from './start/services.ts';
import { signatureCheck } from './start/signatures.ts';
import { tellChannels } from './start/tell-channels.ts';

export interface StartOptions {
  settings: Settings;
  log: Log;
  /** For fault tests: told of named moments. */
  probe?: Probe;
}

export interface Muster {
  /** Where it answers, e.g. `http://127.0.0.1:4560`. */
  url: string;
  /** The first administrator's key, as a file that `aws` reads; undefined on a node that did not make it. */
  credentials: string | undefined;
  /** Ends cleanly: no new calls, what runs ends, leases are handed back, the database stops. Idempotent. */
  stop(): Promise<void>;
}

/** Undoes what was started, newest first; each step whatever became of the others. */
function createUndo(log: Log) {
  const steps: { name: string; undo: () => Promise<void> }[] = [];
  let done: Promise<void> | undefined;
  const runAll = async () => {
    for (const { name, undo } of steps.reverse()) {
      await undo().catch((error: unknown) =>
        log.error({ err: error, step: name }, 'a part of Muster did not stop cleanly'),
      );
    }
  };
  return {
    add: (name: string, undo: () => Promise<void>) => void steps.push({ name, undo }),
    run() {
      done ??= runAll();
      return done;
    },
  };
}

/** Starts a node: database, migrations, rooms, engine, listener, in this order. On a failure what had started is stopped. */
export async function startMuster(options: StartOptions): Promise<Muster> {
  const undo = createUndo(options.log);
  try {
    return await startParts(options, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}

async function startParts(
  { settings, log, probe = noProbe }: StartOptions,
  undo: ReturnType<typeof createUndo>,
): Promise<Muster> {
  checkTimeScale(settings, log);
  const database = await openDatabase(settings, log);
  undo.add('database', database.stop);
  const migrated = await migrate(database.connection);
  if (migrated.length > 0) log.info({ migrations: migrated }, 'the database was brought to this version');
  const db = openDb(database.connection, {
    onIdleError: (error) => log.warn({ reason: error.message }, 'an idle database connection was lost'),
  });
  undo.add('connections', db.close);

  const clock = await databaseClock(db, (error) =>
    log.warn({ err: error }, 'the database clock could not be read; the last reading is kept'),
  );
  undo.add('clock', async () => clock.stop());
  const keyring = await openKeyring(db, settings);
  const wake = databaseWake(database.connection, (message) => log.warn({}, message));
  undo.add('wake', wake.close);
  const node = `${hostname()}/${process.pid}/${randomId().slice(0, 8)}`;
  const due = createDueWork(db, wake, node);
  const listener = await listen(settings.MUSTER_HOST, settings.MUSTER_PORT);
  undo.add('listener', listener.close);
  const url = `http://${hostInLinks(settings.MUSTER_HOST)}:${listener.port}`;
  const publicUrl = (settings.MUSTER_PUBLIC_URL ?? url).replace(/\/+$/, '');
  const mailReplyTo = settings.MUSTER_MAIL_REPLY_TO;
  const rooms = chat(settings, () => clock.now());
  const pushKeys = await openPushKeys(db, keyring);
  const own = ownChannels(settings, publicUrl, pushKeys, () => clock.now());
  const mail = mailServers(settings, publicUrl, mailReplyTo);
  undo.add('e-mail', mail.close);
  const now = () => clock.now();
  const secret = (name: string) => secretReader(keyring, now)(db, settings.MUSTER_ACCOUNT_ID, name);
  const channels: Channel[] = [
    ...mail.channels,
    ...phones(settings, { publicUrl, now, secret }),
    ...own,
    ...rooms.channels,
    ...services(settings, now),
  ];

  const metrics = createMetrics(db, () => clock.now());
  const materials = {
    db,
    due,
    clock,
    keyring,
    log,
    probe,
    channels,
    endpoints: createEndpoints({ outgoing: outgoingTo(settings) }),
    eventOutside: eventTargets(settings, outgoingTo(settings)),
    publicUrl,
    pushKey: pushKeys.publicKey,
    timeScale: settings.MUSTER_TIME_SCALE,
    limits: sendLimits(settings),
    quotas: quotasFrom(settings),
    skipRefusedStages: settings.MUSTER_SKIP_REFUSED_STAGES,
    gapMail: !settings.MUSTER_NO_GAP_MAIL,
    slackAnswers: settings.MUSTER_SLACK_SIGNING_SECRET !== undefined,
    retentionDays: settings.MUSTER_RETENTION_INCIDENTS,
    eventRetentionDays: settings.MUSTER_RETENTION_EVENTS,
    silenceMaxMs: settings.MUSTER_SILENCE_MAX_HOURS * HOUR,
    metricKeeping: metricKeeping(settings),
    mailReplyTo,
    ...mailboxOf(settings, (account, name) => house.secretValue(db, account, name)),
    probeEveryMs: settings.MUSTER_PROBE_EVERY * MINUTE,
    longestEscalationMinutes: settings.MUSTER_LONGEST_ESCALATION,
    quietRuleDays: settings.MUSTER_QUIET_RULE_DAYS,
  };
  const house: House = compose({
    ...materials,
    ...heartbeatOf(settings),
    onEventsAccepted: metrics.onEvents,
    onAlerts: metrics.onAlerts,
    onSent: metrics.onSent,
  });
  undo.add('audit trail', house.trail.stop);
  joinRunbookActions(settings, house, { ...materials, outgoing: outgoingTo(settings) });
  const engine = createEngine({ db, due, clock, wake, log, handlers: house.handlers, onStart: metrics.onDueStart });
  wake.onClockMoved(
    () =>
      void clock.sync().then(engine.look, (error: unknown) => log.warn({ err: error }, 'the clock could not be read')),
  );
  undo.add('engine', engine.stop);

  const auditor = openAuditor({ db, due, clock, log, house, wake: engine.look, ...metrics.ofAuditor });
  undo.add('auditor', auditor.stop);

  const credentials = await ensureFirstKey(db, house.rooms.accessKeys, clock.now(), settings);
  const aws = createAwsFace({
    publicUrl,
    db,
    clock,
    log,
    ...house,
    onOutcome: ({ call, failure, milliseconds }) =>
      metrics.onCall(call.service.serviceName, call.operation.name, failure?.code ?? 'OK', milliseconds),
  });
  const about = {
    publicUrl,
    region: settings.MUSTER_REGION,
    version: pkg.version,
    metricsToken: settings.MUSTER_METRICS_TOKEN,
  };
  const signature = signatureCheck(house.rooms.sessions, clock);
  const doors = {
    twilioAuthToken: settings.MUSTER_TWILIO_AUTH_TOKEN,
    inboundMailSecret: settings.MUSTER_INBOUND_MAIL_SECRET,
    slackSigningSecret: settings.MUSTER_SLACK_SIGNING_SECRET,
    slack: rooms.slack,
    gatewayToken: settings.MUSTER_SMS_GATEWAY_TOKEN,
    awsSmsEvents: awsSmsEvents(settings),
    intakeLimits: { bodyBytes: settings.MUSTER_INTAKE_BODY_BYTES, perSecond: settings.MUSTER_INTAKE_PER_SECOND },
  };
  const api = await createApi({ db, clock, log, ...house, signature, metrics, ...doors, ...about });
  undo.add('api', api.close);
  wake.onWork(() => api.hint());
  await house.planHousekeeping();
  const stopWatching = watchNodeClock({ db, clock, log, node: hostname() });
  undo.add('watch of the clock', async () => stopWatching());
  tellChannels(house.channels, log);
  engine.start();
  auditor.start();
  listener.serve(aws, api.handle);
  log.info(
    { port: listener.port, host: settings.MUSTER_HOST, database: database.what, version: pkg.version },
    'Muster is ready',
  );
  // The door first, so that nobody is let in while the rooms are closing.
  const stop = () => {
    api.drain();
    return listener.close().then(undo.run);
  };
  return { url, credentials, stop };
}

function heartbeatOf(settings: Settings): Pick<Materials, 'heartbeat'> {
  const { MUSTER_HEARTBEAT_URL: url, MUSTER_HEARTBEAT_SECONDS: seconds } = settings;
  if (url === undefined) return {};
  return { heartbeat: { beacon: createBeacon({ url, outgoing: outgoingTo(settings) }), everyMs: seconds * SECOND } };
}

/** For addresses that users name. */
const outgoingTo = ({ MUSTER_ALLOW_PRIVATE_ADDRESSES: allowPrivate }: Settings) =>
  createOutgoing({ allowPrivate, trusted: [] });

/** Where this machine finds itself when it listens on every address. */
function hostInLinks(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function checkTimeScale(settings: Settings, log: Log): void {
  if (settings.MUSTER_TIME_SCALE === 1) return;
  if (settings.DATABASE_URL && !settings.MUSTER_TIME_SCALE_FORCE) {
    throw new Error(
      'MUSTER_TIME_SCALE shortens every engagement plan and is refused with DATABASE_URL; MUSTER_TIME_SCALE_FORCE=1 allows it.',
    );
  }
  log.warn(
    { timeScale: settings.MUSTER_TIME_SCALE },
    'TIME IS SCALED: every minute of an engagement plan is shortened. For trying things out only.',
  );
}
