import { createApi } from '#api/api';
import { createMetrics } from '#api/metrics';
import type { Quotas } from '#domain/accounts';
import type { Channel, SendLimits } from '#domain/channels';
import type { Mailbox } from '#domain/engagements';
import type { FollowerKind } from '#domain/followers';
import type { Beacon } from '#domain/heartbeat';
import type { Auditor } from '#engine/auditor';
import { createEngine, type Engine } from '#engine/engine';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Probe } from '#kernel/probe';
import type { Keyring } from '#kernel/seal';
import { createEndpoints } from '#providers/endpoints';
import { createEventTargets } from '#providers/event-targets';
import { createOutgoing } from '#providers/outgoing';
import type { SlackClient } from '#providers/slack';
import { type Connection, type Db, openDb } from '#storage/db';
import { createDueWork, type DueWork } from '#storage/due';
import { localWake } from '#storage/wake';
import { createAwsFace } from '#wire/face';
import { compose, type House } from '../../src/compose.ts';
import { openAuditor } from '../../src/start/auditing.ts';
import { listen } from '../../src/start/listener.ts';
import { openPushKeys } from '../../src/start/push-keys.ts';
import type { RunbookMaterials } from '../../src/start/runbooks.ts';
import { signatureCheck } from '../../src/start/signatures.ts';

/** With what the fake Slack signs. */
export const SLACK_SECRET = 'a-slack-signing-secret-for-tests';
/** With what the fake Twilio signs. */
export const TWILIO_TOKEN = 'a-twilio-token-for-tests';
/** With what mails are signed that a test hands on. */
export const INBOUND_SECRET = 'an-inbound-secret-for-tests-only!';
/** What an SMS gateway shows. */
export const GATEWAY_TOKEN = 'a-gateway-token-for-tests';
/** With what AWS is called. */
export const AWS_KEY = { accessKeyId: 'AKIAOUTSIDEOUTSIDE01', secret: 'an-outside-secret-for-tests' };
export const REGION = 'us-east-1';

/** What the nodes of one world share. */
export interface NodeMaterials {
  connection: Connection;
  clock: Clock;
  keyring: Keyring;
  log: Log;
  channels: Channel[];
  probe: Probe;
  limits: SendLimits;
  quotas: Quotas;
  retentionDays?: number;
  skipRefusedStages?: boolean;
  eventRetentionDays?: number;
  mailReplyTo?: string;
  mailbox?: { mailbox: Mailbox; everyMs: number };
  heartbeat?: { beacon: Beacon; everyMs: number };
  followerKinds: FollowerKind[];
  /** Runbooks' documents, roles and actions. */
  runbooks?: RunbookMaterials;
  /** Forms in Slack are opened with it. */
  slack?: SlackClient;
  /** Our public key for push services, where the channel for web push has keys of its own. */
  pushKey?: string;
  /** What is taken of other systems' alerts; as by default unless given. */
  intakeLimits?: { bodyBytes: number; perSecond: number };
  /** Where AWS is that rules call; without it, nowhere. */
  awsUrl?: string;
}

/** One node in this process: its rooms, its listener, and an engine that runs only when a test says so. */
export interface WorldNode {
  url: string;
  db: Db;
  due: DueWork;
  engine: Engine;
  auditor: Auditor;
  house: House;
  close(): Promise<void>;
}

export async function openNode(name: string, materials: NodeMaterials): Promise<WorldNode> {
  const { connection, ...shared } = materials;
  const { clock, log } = shared;
  const db = openDb(connection, { max: 8 });
  const due = createDueWork(db, localWake(), name);
  const publicUrl = 'https://muster.example';
  // Endpoints of the tests are on this machine.
  const outgoing = createOutgoing({ allowPrivate: true, trusted: [] });
  const endpoints = createEndpoints({ outgoing });
  const access = { ...AWS_KEY, baseUrl: shared.awsUrl, outgoing };
  const eventOutside = createEventTargets({ outgoing, allowPrivate: true, aws: access });
  const pushKey = shared.pushKey ?? (await openPushKeys(db, shared.keyring)).publicKey;
  const house = compose({
    ...shared,
    ...{ db, due, publicUrl, endpoints, eventOutside, pushKey, timeScale: 1 },
    slackAnswers: shared.slack !== undefined,
  });
  const engine = createEngine({ db, due, clock, wake: localWake(), log, handlers: house.handlers });
  const auditor = openAuditor({ db, due, clock, log, house, wake: () => {} });
  const aws = createAwsFace({ db, clock, log, publicUrl, ...house });
  const api = await createApi({
    db,
    clock,
    log,
    ...house,
    signature: signatureCheck(house.rooms.sessions, clock),
    metrics: createMetrics(db, () => clock.now()),
    metricsToken: undefined,
    twilioAuthToken: TWILIO_TOKEN,
    slackSigningSecret: SLACK_SECRET,
    slack: shared.slack,
    inboundMailSecret: INBOUND_SECRET,
    gatewayToken: GATEWAY_TOKEN,
    intakeLimits: shared.intakeLimits ?? { bodyBytes: 8_388_608, perSecond: 50_000 },
    publicUrl,
    region: REGION,
    version: 'test',
  });
  const listener = await listen('127.0.0.1', 0);
  listener.serve(aws, api.handle);
  return {
    url: `http://127.0.0.1:${listener.port}`,
    db,
    due,
    engine,
    auditor,
    house,
    async close() {
      api.drain();
      await listener.close();
      await api.close();
      await house.trail.stop();
      await db.close();
    },
  };
}
