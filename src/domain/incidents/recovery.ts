import type { EventObserver } from '#domain/events';
import { noiseOf, planKey } from '#domain/response-plans';
import { decideLook, type Facts, type Look, type Signal, signalIn, signalName } from '#domain/signals';
import { eventTypes } from '#domain/timeline';
import { newId } from '#kernel/ids';
import { count, minuteText } from '#kernel/text';
import type { Db, Tx } from '#storage/db';
import type { Due, DueWork, Job } from '#storage/due';
import type { Incident } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { toIncident } from './rows.ts';
import type { StartRooms } from './start.ts';

/** What says that it is over, each under its account and name: the newest counts. */
const RECOVERY_QUEUE = 'incidents.recovery';
/** After the pages that it may spare somebody. */
const PRIORITY = 3;
/** On whose behalf an incident is resolved that its plan lets recovery resolve. */
export const RECOVERY_PRINCIPAL = 'recovery.muster';

interface Over {
  key: string;
  eventId: string;
  /** When it was over, by the event. */
  at: string;
}

/**
 * Learns that alarms and alerts are over, whatever the rules say. What comes of it is work of its own: it takes the locks of
 * incidents, which the transaction that stores the event holds in another order.
 */
export function recoveryObserver(due: DueWork): EventObserver {
  return {
    wants: (event) => signalIn(event)?.says === 'recovered',
    async observe(tx, now, events) {
      const work = events.map(({ account, id, time, ...event }): Due => {
        const { key } = signalIn({ account, id, time, ...event })!;
        const at = new Date(Math.min(time.getTime(), now.getTime())).toISOString();
        const payload: Over = { key, eventId: id, at };
        return { queue: RECOVERY_QUEUE, key: `${account}/${key}`, account, runAt: now, priority: PRIORITY, payload };
      });
      const newest = [...new Map(work.map((one) => [one.key, one])).values()];
      await due.put(
        tx,
        now,
        newest.sort((a, b) => (a.key < b.key ? -1 : 1)),
      );
    },
  };
}

export interface RecoveryDeps {
  db: Db;
  now: () => Date;
  rooms: StartRooms;
}

/** Notes on the timelines of open incidents that what fired for them is over, and when they are looked at for it. */
export function recoveryHandler({ db, now, rooms }: RecoveryDeps) {
  const handle = (job: Job): Promise<void> =>
    db.tx(async (tx) => {
      const at = now();
      const { account } = job;
      const { key, eventId, at: overAt } = job.payload as Over;
      const incidentIds = await rooms.signals.firingFor(tx, account, key);
      const rows = incidentIds.length > 0 ? await tx.rows(incidentsSql.lockSome, [account, incidentIds]) : [];
      const over = await rooms.signals.recover(tx, at, { account, key, eventId, incidentIds });
      await rooms.due.finish(tx, job);
      for (const signal of over.toSorted((a, b) => (a.incidentId < b.incidentId ? -1 : 1))) {
        const row = rows.find(({ id }) => id === signal.incidentId);
        if (row && row.status !== 'RESOLVED') await note(tx, at, rooms, toIncident(row), signal, new Date(overAt));
      }
    });
  return { queue: RECOVERY_QUEUE, concurrency: 4, handle };
}

async function note(tx: Tx, now: Date, rooms: StartRooms, incident: Incident, signal: Signal, at: Date): Promise<void> {
  const { account, id: incidentId, planName: name } = incident;
  const plan = (await rooms.responsePlans.find(tx, [{ account, name }])).get(planKey({ account, name }));
  const noise = noiseOf(plan);
  const known = await rooms.signals.facts(tx, account, incidentId);
  const all = known.firing === 0;
  await rooms.signals.noteRecovery(tx, now, account, incidentId, all);
  const facts: Facts = { ...known, ...(all ? { recoveredAt: now } : {}) };
  const look = decideLook(now, facts, noise, rooms.minuteMs);
  const nextAt = look.do === 'nothing' ? look.nextAt : now;
  await rooms.signals.lookAt(tx, now, account, incidentId, nextAt, true);
  const isFlapping = rooms.signals.isFlapping(now, signal.recent, plan);
  const flapping = isFlapping ? `. It flaps: ${FLAPS}` : '';
  const text = `${signalName(signal.key)} recovered at ${minuteText(at)}; ${whatIsLeft(facts)}${flapping}${whatComes(look, facts)}`;
  const of = { account, incidentId, eventId: newId(now), actor: RECOVERY_PRINCIPAL };
  await rooms.timeline.append(tx, now, [{ ...of, time: now, type: eventTypes.custom, data: JSON.stringify(text) }]);
}

const FLAPS = 'while it fires and recovers again and again, it pages nobody anew and its recovery resolves nothing';

function whatIsLeft({ firing, endless }: Facts): string {
  if (firing > 0) return `${count(firing, 'other')} still ${firing === 1 ? 'fires' : 'fire'}`;
  return endless ? 'what else came does not say when it is over' : 'nothing fires any more';
}

function whatComes(look: Look, { recoveredAt, heldAt }: Facts): string {
  if (look.do !== 'nothing' || !recoveredAt || heldAt || !look.nextAt) return '';
  return `. Unless something fires before ${minuteText(look.nextAt)}, the incident is resolved then`;
}
