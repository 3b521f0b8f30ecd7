import { type BusEvent, envelope } from '#domain/events';
import type { Incidents } from '#domain/incidents';
import { createBeats, createMonitors, type Monitor, missedHandler, monitorInvariant } from '#domain/monitors';
import { signalIn } from '#domain/signals';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import type { Quota } from '#kernel/quota';
import { cut, messageOf } from '#kernel/text';
import type { Db, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';

export interface MonitorMaterials {
  db: Db;
  due: DueWork;
  log: Log;
  now: () => Date;
  publicUrl: string;
  quotas: Readonly<Record<'heartbeatMonitors', Quota>>;
  incidents: Incidents;
  publish(tx: Tx, now: Date, actor: Actor, event: BusEvent): Promise<void>;
}

const PRINCIPAL = 'heartbeats.muster';
/** AWS keeps this much of what happened. */
const RAW_DATA_LENGTH = 10_000;

/** Heartbeat monitors, joined with the bus on which their alerts go and the incidents that they open. */
export function heartbeatMonitors(materials: MonitorMaterials) {
  const { db, due, log, now, publicUrl, quotas, incidents, publish } = materials;
  const tell = async (tx: Tx, at: Date, monitor: Monitor, event: BusEvent): Promise<void> => {
    const { account, region } = monitor;
    const actor: Actor = { account, region, principal: PRINCIPAL, requestId: newId(at) };
    await publish(tx, at, actor, event);
    const news = signalIn(event);
    if (!monitor.planName || news?.says !== 'firing') return;
    const happened = envelope(event);
    const trigger = {
      ...{ source: event.source, timestamp: at, rawData: cut(JSON.stringify(happened), RAW_DATA_LENGTH) },
      signal: { key: news.key, eventId: event.id, firing: true },
    };
    const plan = { account, name: monitor.planName };
    const [started] = await incidents.start(tx, at, [{ actor, plan, trigger, event: happened, relatedItems: [] }]);
    if (started && 'refused' in started)
      log.warn({ monitor: monitor.name, reason: messageOf(started.refused) }, NOT_STARTED);
  };
  return {
    monitors: createMonitors({ due, quotas, publicUrl }),
    beats: createBeats({ db, due, now, tell }),
    handlers: [missedHandler({ db, due, log, now, tell })],
    invariants: [monitorInvariant(due)],
  };
}

const NOT_STARTED = 'a heartbeat monitor misses a beat, and its response plan could not be started: name another one';
