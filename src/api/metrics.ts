import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '#storage/db';
import { dueBacklog } from '#storage/due';
import { inTime } from './in-time.ts';
import { providerGauges } from './provider-metrics.ts';

export interface Metrics {
  registry: Registry;
  onCall(service: string, operation: string, code: string, milliseconds: number): void;
  /** A call of the native API has been answered. */
  onApiCall(operation: string, status: number, milliseconds: number): void;
  onEvents(count: number): void;
  /** Other systems' alerts were taken; so many of them said nothing new. */
  onAlerts(source: string, taken: number, repeated: number): void;
  /** A provider was asked to bring a message. */
  onSent(channel: string, provider: string, sent: { ok: boolean }): void;
  onDueStart(queue: string, latenessMs: number): void;
  ofAuditor: AuditorMetrics;
}

export interface AuditorMetrics {
  onRepair(invariant: string): void;
  onShout(invariant: string): void;
  onLooked(milliseconds: number): void;
}

/** In seconds. */
const CALL_BUCKETS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** What `/metrics` tells, in Prometheus's form. */
export function createMetrics(db: Db, now: () => Date): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const calls = new Histogram({
    name: 'muster_aws_call_seconds',
    help: 'Duration of calls on the AWS face, by outcome (OK or the error code)',
    labelNames: ['service', 'operation', 'code'],
    buckets: CALL_BUCKETS,
    registers,
  });
  const apiCalls = new Histogram({
    name: 'muster_api_call_seconds',
    help: 'Duration of calls of the native API, by operation and status; live views, which do not end, are left out',
    labelNames: ['operation', 'status'],
    buckets: CALL_BUCKETS,
    registers,
  });
  const events = new Counter({
    name: 'muster_events_accepted_total',
    help: 'Events stored before their sender was answered',
    registers,
  });
  const alerts = new Counter({
    name: 'muster_alerts_taken_total',
    help: 'Alerts of other systems that were taken, by source, and whether they were sent again and said nothing new',
    labelNames: ['source', 'repeated'],
    registers,
  });
  const sends = new Counter({
    name: 'muster_provider_sends_total',
    help: 'Messages that providers were asked to bring, by channel type, provider and whether it took them',
    labelNames: ['channel', 'provider', 'taken'],
    registers,
  });
  const lateness = new Histogram({
    name: 'muster_due_lateness_seconds',
    help: 'How late due work began (timers and messages), by queue',
    labelNames: ['queue'],
    buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30, 300],
    registers,
  });
  backlogGauges(db, now, registry);
  providerGauges(db, registry);
  return {
    registry,
    onCall: (service, operation, code, milliseconds) =>
      calls.observe({ service, operation, code }, milliseconds / 1000),
    onApiCall: (operation, status, milliseconds) => apiCalls.observe({ operation, status }, milliseconds / 1000),
    onSent: (channel, provider, { ok }) => sends.inc({ channel, provider, taken: ok ? 'yes' : 'no' }),
    onEvents: (count) => events.inc(count),
    onAlerts: (source, taken, repeated) => {
      if (taken > repeated) alerts.inc({ source, repeated: 'no' }, taken - repeated);
      if (repeated > 0) alerts.inc({ source, repeated: 'yes' }, repeated);
    },
    onDueStart: (queue, latenessMs) => lateness.observe({ queue }, Math.max(0, latenessMs) / 1000),
    ofAuditor: auditorMetrics(registers),
  };
}

function auditorMetrics(registers: Registry[]): AuditorMetrics {
  const labelNames = ['invariant'];
  const repairs = new Counter({
    name: 'muster_auditor_repairs_total',
    help: 'Faults that the auditor found and repaired, by what was wrong',
    labelNames,
    registers,
  });
  const faults = new Counter({
    name: 'muster_auditor_faults_total',
    help: 'Faults that the auditor found and could not repair, by what is wrong; each again every five minutes',
    labelNames,
    registers,
  });
  const looked = new Gauge({
    name: 'muster_auditor_look_seconds',
    help: 'How long the auditor’s last look over everything took',
    registers,
  });
  return {
    onRepair: (invariant) => repairs.inc({ invariant }),
    onShout: (invariant) => faults.inc({ invariant }),
    onLooked: (milliseconds) => looked.set(milliseconds / 1000),
  };
}

/** Read from the database when somebody asks, so that every node tells the same. One reading serves the three. */
function backlogGauges(db: Db, now: () => Date, registry: Registry): void {
  let reading: Promise<Backlog> | undefined;
  const read = () => {
    reading ??= backlogOf(db, now()).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  const gauge = (name: string, help: string, labelNames: string[], set: (gauge: Gauge, backlog: Backlog) => void) =>
    new Gauge({
      name,
      help,
      labelNames,
      registers: [registry],
      async collect() {
        const backlog = await read();
        this.reset();
        set(this, backlog);
      },
    });
  gauge('muster_database_up', 'Whether the database answered just now (1) or not (0)', [], (one, { rows }) =>
    one.set(rows ? 1 : 0),
  );
  gauge('muster_due_waiting', 'Work put and not done, by queue', ['queue'], (one, { rows }) => {
    for (const row of rows ?? []) one.set({ queue: row.queue }, row.waiting);
  });
  const age = 'Age of the oldest work that is due and not done, by queue; 0 when none is';
  gauge('muster_due_oldest_seconds', age, ['queue'], (one, { rows, at }) => {
    for (const { queue, oldest } of rows ?? []) {
      one.set({ queue }, oldest ? (at.getTime() - oldest.getTime()) / 1000 : 0);
    }
  });
}

interface Backlog {
  at: Date;
  /** Undefined while the database is away: all else is still told, for that is when somebody looks. */
  rows: Awaited<ReturnType<typeof dueBacklog>> | undefined;
}

async function backlogOf(db: Db, at: Date): Promise<Backlog> {
  return { at, rows: await inTime(dueBacklog(db, at)).catch(() => undefined) };
}
