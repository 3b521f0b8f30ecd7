import { type BusEvent, DEFAULT_BUS } from '#domain/events';
import { after, DAY, SECOND } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { invalid } from '#kernel/refusal';
import { count, cut, minuteText } from '#kernel/text';

export type MonitorStatus =
  /** No beat was heard since it was made, enabled or changed: it misses none. */
  | 'waiting'
  | 'heard'
  /** The last beat is longer ago than is allowed, and that was told. */
  | 'missing'
  | 'disabled';

/** An address that a job calls again and again, and what is done when it does not in time. */
export interface Monitor {
  id: string;
  account: string;
  region: string;
  /** Unique in its account and region. */
  name: string;
  /** How often a beat is wanted, in seconds, 10 to 31 days. */
  intervalSeconds: number;
  /** How much later it may come, in seconds, up to 31 days. */
  graceSeconds: number;
  /** The response plan that a missed beat starts, besides what rules do. */
  planName?: string;
  /** Handed on with its alerts, for patterns. */
  labels: Record<string, string>;
  status: MonitorStatus;
  lastBeatAt?: Date;
  /** Since when it is missing. */
  missedAt?: Date;
  createdAt: Date;
  createdBy: string;
  modifiedAt: Date;
  modifiedBy: string;
}

const MONITOR_SOURCE = 'muster.heartbeat';

/** When a beat has to be there at the latest. */
export const dueAt = ({ intervalSeconds, graceSeconds }: Timing, lastBeatAt: Date) =>
  after(lastBeatAt, (intervalSeconds + graceSeconds) * SECOND);

export type Timing = Pick<Monitor, 'intervalSeconds' | 'graceSeconds'>;

/**
 * Work that is done so much too late says that Muster was away: whoever called meanwhile was not heard, and is not missing.
 */
const AWAY_MS = 30 * SECOND;

export type Verdict = { kind: 'nothing' } | { kind: 'wait'; until: Date; away: boolean } | { kind: 'missing' };

/** What becomes of a monitor when its time has come. `plannedFor`: for when this look was planned. */
export function judge(now: Date, monitor: Pick<Monitor, 'status' | 'lastBeatAt'> & Timing, plannedFor: Date): Verdict {
  if (monitor.status !== 'heard' || !monitor.lastBeatAt) return { kind: 'nothing' };
  const until = dueAt(monitor, monitor.lastBeatAt);
  if (until > now) return { kind: 'wait', until, away: false };
  if (now.getTime() - plannedFor.getTime() > AWAY_MS) return { kind: 'wait', until: dueAt(monitor, now), away: true };
  return { kind: 'missing' };
}

/** The event of a missed beat, or of the beat after it. */
export function alertOf(now: Date, monitor: Monitor, what: 'Firing' | 'Resolved'): BusEvent {
  const { account, region, id, name, labels, intervalSeconds, graceSeconds, lastBeatAt, missedAt } = monitor;
  const raw = { monitor: { id, name, intervalSeconds, graceSeconds, lastBeatAt: lastBeatAt?.toISOString() ?? null } };
  return {
    ...{ account, region, bus: DEFAULT_BUS, id: newId(now), source: MONITOR_SOURCE, time: now, resources: [] },
    detailType: `Alert ${what}`,
    detail: {
      labels: { ...labels, monitor: name },
      annotations: { summary: summaryOf(monitor, what) },
      startsAt: (missedAt ?? now).toISOString(),
      endsAt: what === 'Resolved' ? now.toISOString() : null,
      fingerprint: id,
      raw,
    },
  };
}

function summaryOf({ name, intervalSeconds, lastBeatAt }: Monitor, what: 'Firing' | 'Resolved'): string {
  if (what === 'Resolved') return `${name} beats again`;
  const last = lastBeatAt ? `; the last one came at ${minuteText(lastBeatAt)}` : '';
  return `No beat of ${name} in time: one is wanted every ${count(intervalSeconds, 'second')}${last}`;
}

const LONGEST_SECONDS = (31 * DAY) / SECOND;
const SHORTEST_SECONDS = 10;
const MOST_LABELS = 20;
const LONGEST_LABEL = 200;
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/** Refuses (validation) what could not work, naming the place. */
export function checkMonitor({ name, intervalSeconds, graceSeconds, labels }: CheckedParts): void {
  if (!NAME.test(name))
    throw fault('name', `wanted 1 to 100 letters, digits, '.', '-' and '_', got ${JSON.stringify(cut(name, 120))}`);
  checkSeconds('intervalSeconds', intervalSeconds, SHORTEST_SECONDS);
  checkSeconds('graceSeconds', graceSeconds, 0);
  const entries = Object.entries(labels);
  if (entries.length > MOST_LABELS) throw fault('labels', `wanted at most ${MOST_LABELS}, got ${entries.length}`);
  const wrong = entries.find(([key, value]) => !/^\w{1,100}$/.test(key) || value.length > LONGEST_LABEL);
  if (wrong)
    throw fault(
      'labels',
      `wanted names of letters, digits and '_' with values of at most ${LONGEST_LABEL} characters, got ${JSON.stringify(cut(wrong[0], 100))}`,
    );
}

type CheckedParts = Pick<Monitor, 'name' | 'labels'> & Timing;

function checkSeconds(place: string, value: number, min: number): void {
  if (Number.isInteger(value) && value >= min && value <= LONGEST_SECONDS) return;
  throw fault(place, `wanted ${min} to ${LONGEST_SECONDS} whole seconds, got ${JSON.stringify(value)}`);
}

function fault(place: string, what: string) {
  const message = `${place}: ${what}`;
  return invalid(message, { name: place, message });
}
