import { noiseOf } from '#domain/response-plans';
import { type Fired, pagesAgain, refKey, type Triggered } from '#domain/signals';
import { after, MINUTE } from '#kernel/clock';
import { count } from '#kernel/text';
import type { Tx } from '#storage/db';
import { type Incident, NO_PLAN } from './incident.ts';
import type { Candidate, StartRooms } from './start.ts';

/** Triggers, and what they opened or were folded into. */
export interface Hearing {
  present: readonly Candidate[];
  incidentOf(one: Candidate): Incident;
  isCreated(incident: Incident): boolean;
  isSilenced(one: Candidate): boolean;
}

/** An incident whose plan is to be engaged anew, and why. */
export interface Anew {
  incident: Incident;
  because: string;
  /** Its triggers: where silences cover them all, its plan is engaged at their end. */
  triggers: readonly Candidate[];
  /** Its plan was held back, since what opened it flapped. */
  held: boolean;
}

/** What is heard of triggers. */
export interface Heard {
  /** New incidents that were opened by what flaps alone, by id: their plans are not engaged before then. */
  heldUntil: ReadonlyMap<string, Date>;
  anew: readonly Anew[];
  /** Incidents that were quiet, and whose plans are not engaged anew since what came flaps. */
  flapping: readonly Incident[];
}

type IsFlapping = (one: Candidate) => boolean;

/** Keeps what came and decides what it comes to. In the order of locks: signals, then what came to incidents. */
export async function hear(tx: Tx, now: Date, rooms: StartRooms, hearing: Hearing): Promise<Heard> {
  const { minuteMs, signals } = rooms;
  const recoveries = await signals.fire(tx, now, firedIn(hearing));
  const isFlapping: IsFlapping = (one) => signals.isFlapping(now, recoveries.get(refOf(one)) ?? [], one.response);
  const triggered = triggeredIn(now, hearing, isFlapping, minuteMs);
  const before = await signals.triggered(tx, now, triggered);
  const anew: Anew[] = [];
  const flapping: Incident[] = [];
  for (const [incident, triggers] of byIncident(hearing)) {
    const was = before.get(incident.id);
    if (!was || hearing.isCreated(incident) || incident.planName === NO_PLAN) continue;
    // An alarm that is OK, or lacks data, may have matched a rule: it is no new trouble.
    const fresh = triggers.filter(({ trigger }) => trigger.signal?.firing !== false);
    const quiet = pagesAgain(now, was.lastAt, noiseOf(triggers[0]!.response), minuteMs);
    if (fresh.length === 0 || !(quiet || was.held)) continue;
    if (fresh.every(isFlapping)) flapping.push(incident);
    else anew.push({ incident, triggers, held: was.held, because: was.held ? STEADY : quietText(now, was.lastAt) });
  }
  return { heldUntil: heldIn(triggered), anew, flapping };
}

const STEADY = 'It is triggered by what does not flap';

const byIncident = ({ present, incidentOf }: Hearing): [Incident, Candidate[]][] =>
  [...Map.groupBy(present, (one) => incidentOf(one).id).values()].map((own) => [incidentOf(own[0]!), own]);

const refOf = ({ response, trigger }: Candidate) =>
  refKey({ account: response.account, planName: response.name, key: trigger.signal?.key ?? '' });

/** Each signal once: it fires for the incident that it came to last. */
function firedIn({ present, incidentOf }: Hearing): Fired[] {
  const firing = present.filter(({ trigger }) => trigger.signal?.firing);
  return [...Map.groupBy(firing, refOf).values()].map((own) => {
    const last = own.at(-1)!;
    const eventIds = own.map(({ trigger }) => trigger.signal!.eventId).sort();
    const ref = { account: last.response.account, planName: last.response.name, key: last.trigger.signal!.key };
    return { ...ref, incidentId: incidentOf(last).id, eventId: eventIds.at(-1)!, times: own.length };
  });
}

/** Of an incident that was just opened by one signal nothing has to be kept. */
function triggeredIn(now: Date, hearing: Hearing, isFlapping: IsFlapping, minuteMs: number): Triggered[] {
  return byIncident(hearing).flatMap(([incident, triggers]) => {
    const created = hearing.isCreated(incident);
    const folded = triggers.length - (created ? 1 : 0);
    const endless = triggers.some(({ trigger }) => !trigger.signal);
    const held = created && triggers.every((one) => isFlapping(one) && !hearing.isSilenced(one));
    if (folded === 0 && !endless && !held) return [];
    const { account, id: incidentId, createdAt } = incident;
    const heldMs = (noiseOf(triggers[0]!.response).flapping?.withinMinutes ?? 0) * minuteMs;
    return [{ account, incidentId, createdAt, folded, endless, ...(held ? { heldUntil: after(now, heldMs) } : {}) }];
  });
}

const heldIn = (triggered: Triggered[]) =>
  new Map(triggered.flatMap(({ incidentId, heldUntil }) => (heldUntil ? [[incidentId, heldUntil] as const] : [])));

function quietText(now: Date, since: Date): string {
  const minutes = Math.floor((now.getTime() - since.getTime()) / MINUTE);
  const length = minutes < 120 ? count(minutes, 'minute') : count(Math.floor(minutes / 60), 'hour');
  return `It is triggered again after ${length} of quiet`;
}
