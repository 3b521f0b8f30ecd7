import type { Quotas } from '#domain/accounts';
import type { Channel, SendDeps, SendLimits } from '#domain/channels';
import type { Mailbox } from '#domain/engagements';
import type { EventOutside } from '#domain/events';
import type { FollowerKind } from '#domain/followers';
import type { Beacon } from '#domain/heartbeat';
import type { SourceName } from '#domain/intake';
import type { Keeping } from '#domain/metrics';
import type { Provider } from '#domain/probes';
import type { Endpoints } from '#domain/topics';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Probe } from '#kernel/probe';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { RunbookMaterials } from './runbooks.ts';

/** What the rooms are joined from: made at the start, or by a test. */
export interface Materials {
  /** Runbooks' documents, roles and actions, where they are not the house's own. */
  runbooks?: RunbookMaterials;
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
  /** A stage of which every page was refused for good makes way at once. */
  skipRefusedStages?: boolean;
  /** How events leave for functions, API destinations and dead-letter queues. */
  eventOutside: EventOutside;
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
  /** So many days events and their deliveries are remembered; 35 unless given. */
  eventRetentionDays?: number;
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
  /** How long the data of metrics are kept; as CloudWatch does unless given. */
  metricKeeping?: Keeping;
  /** Told of every try of a message. */
  onSent?: SendDeps['onSent'];
  /** Told of events once they are stored. */
  onEventsAccepted?: (count: number) => void;
  /** Told of other systems' alerts that were taken, and how many of these said nothing new. */
  onAlerts?: (source: SourceName, taken: number, repeated: number) => void;
}
