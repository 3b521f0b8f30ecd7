import { engagedFor, planKey } from '#domain/response-plans';
import { marksOf, type Silence, type Silenced, type Subject, silencedText, silenceOf } from '#domain/silences';
import { arns } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { engagedSince } from './anew.ts';
import { type Asked, custom, engageAll } from './engage-all.ts';
import { type Incident, type IncidentRef, incidentArn, NO_PLAN } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { toIncident } from './rows.ts';
import type { Candidate, StartRooms } from './start.ts';
import { type Begun, integrationsOf } from './watcher.ts';

/** What silences make of incidents: one that is opened in a silence engages nobody before it is over. */

/** The ARNs by which a start is silenced. */
function namesOf({ response: { account, name }, trigger, ruleArn, event }: Candidate, own: readonly Silence[]) {
  const plan = name === NO_PLAN ? [] : [arns.responsePlan(account, name)];
  const marks = event === undefined ? [] : marksOf(own, event);
  return [...new Set([...plan, trigger.triggerArn ?? [], ruleArn ?? [], ...marks].flat())];
}

/** How the silences of now stand to starts. `incidentOf` is what a start opened, or was folded into. */
export function quietOf(
  now: Date,
  silences: readonly Silence[],
  starts: readonly Candidate[],
  incidentOf: (start: Candidate) => Incident,
) {
  const found = (one: Candidate) => {
    const { account, impact: severity } = incidentOf(one);
    const own = silences.filter((silence) => silence.account === account);
    return silenceOf(own, now, { names: namesOf(one, own), severity });
  };
  const by = new Map(silences.length > 0 ? starts.map((one) => [one, found(one)]) : []);
  // One trigger that no silence covers is enough for its incident to be heard.
  const loud = new Set(starts.filter((one) => !by.get(one)).map((one) => incidentOf(one).id));
  const silenceFor = (one: Candidate) => (loud.has(incidentOf(one).id) ? undefined : by.get(one));
  return {
    covers: (one: Candidate) => by.get(one) !== undefined,
    /** The silence that covers a trigger, whatever else came with it. */
    coverOf: (one: Candidate) => by.get(one),
    silenceOf: silenceFor,
    silencedBy(one: Candidate, silence: Silence | undefined = silenceFor(one)): Silenced[] {
      const { id: incidentId, account } = incidentOf(one);
      return silence ? [{ silenceId: silence.id, incidentId, account, names: namesOf(one, silences) }] : [];
    },
  };
}

export type Quiet = ReturnType<typeof quietOf>;

/** A trigger that no silence covers came to these open incidents. Answers those that were silenced, and are so no more. */
export async function awake(tx: Tx, now: Date, rooms: StartRooms, incidents: Incident[]): Promise<Incident[]> {
  const byId = new Map(incidents.map((one) => [one.id, one]));
  const released = await rooms.silences.release(tx, now, [...byId.keys()].sort());
  return released.map(({ incidentId }) => byId.get(incidentId)!);
}

export const engageAwoken = (tx: Tx, now: Date, rooms: StartRooms, awoken: Incident[]): Promise<void> =>
  engageReleased(tx, now, rooms, awoken, 'It was triggered again by what no silence covers');

/** What is left of incidents' silence when it is over: each is decided on by the incident, the plan and the silences of now. */
export async function silenceOver(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  { account }: Silence,
  incidentIds: string[],
): Promise<void> {
  const rows = await tx.rows(incidentsSql.holdAll, [account, incidentIds]);
  const open = rows.filter(({ status }) => status !== 'RESOLVED').map(toIncident);
  const released = await rooms.silences.release(tx, now, incidentIds);
  const others = await rooms.silences.hold(tx, now, [account]);
  const loud: Incident[] = [];
  for (const incident of open) {
    const was = released.find(({ incidentId }) => incidentId === incident.id);
    if (!was) continue;
    const other = silenceOf(others, now, subjectOf(was, incident));
    if (other) await silenceOn(tx, now, rooms, incident, was, other);
    else loud.push(incident);
  }
  await engageReleased(tx, now, rooms, loud, 'The silence is over');
}

const subjectOf = ({ names }: Silenced, { impact: severity }: Incident): Subject => ({ names, severity });

/** Another silence covers it, and lasts longer. */
async function silenceOn(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  incident: Incident,
  was: Silenced,
  silence: Silence,
): Promise<void> {
  await rooms.silences.silence(tx, now, [{ ...was, silenceId: silence.id }]);
  const told = [custom(`One silence is over, and this incident is still ${silencedText(silence)}`)];
  await engageAll(tx, now, rooms, [{ incident, engaging: [], told }]);
}

/**
 * A severity was raised: an incident that waits for a silence's end is engaged for now where no silence covers what it has
 * become. Answers whether it waited, so that nobody else has to be engaged.
 */
export async function raisedInSilence(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  silences: readonly Silence[],
  incident: Incident,
): Promise<boolean> {
  const [was] = await rooms.silences.held(tx, [incident.id]);
  if (!was) return false;
  const silence = silenceOf(silences, now, subjectOf(was, incident));
  if (silence) {
    const told = [custom(`Nobody is engaged for severity ${incident.impact}: it is ${silencedText(silence)}`)];
    await engageAll(tx, now, rooms, [{ incident, engaging: [], told }]);
    return true;
  }
  await rooms.silences.release(tx, now, [incident.id]);
  await engageReleased(tx, now, rooms, [incident], `No silence covers severity ${incident.impact}`);
  return true;
}

/**
 * Engages for incidents as if they had been opened now; not where somebody works on them, or has answered, already. Whom outside they
 * name is told in any case: that somebody works on it is what they want to know.
 */
export async function engageReleased(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  incidents: Incident[],
  because: string,
): Promise<void> {
  if (incidents.length === 0) return;
  const refs = incidents.map(({ account, planName: name }) => ({ account, name }));
  const plans = await rooms.responsePlans.find(tx, refs);
  const asked: Asked[] = [];
  const begun: Begun[] = [];
  for (const incident of incidents) {
    const plan = plans.get(planKey({ account: incident.account, name: incident.planName }));
    const { contacts, acknowledged } = await engagedSince(tx, rooms, incident);
    const answered = acknowledged ? 'the incident is acknowledged' : undefined;
    const worked = incident.status === 'IN_PROGRESS' ? 'somebody works on the incident (In Progress)' : answered;
    const gone = plan || incident.planName === NO_PLAN ? undefined : 'its response plan was deleted. Engage by hand';
    const all = plan ? engagedFor(plan, incident.impact) : [];
    const engaging = all.filter(({ contactArn }) => !contacts.has(contactArn));
    const nobody = all.length === 0 ? 'it follows no plan that names anybody. Engage people by hand' : undefined;
    const why = worked ?? gone ?? nobody;
    const told = [custom(`${because}: ${why ? `nobody is engaged, as ${why}` : 'the response plan is engaged'}`)];
    asked.push({ incident, engaging: why ? [] : engaging, told });
    begun.push({ incident, integrations: plan ? integrationsOf(plan) : [] });
  }
  await engageAll(tx, now, rooms, asked);
  await rooms.watcher()?.opened(tx, now, begun);
}

/** The silence for whose end an incident waits, in words; undefined: none. */
export async function waitsInSilence(
  on: Queries,
  now: Date,
  { silences }: Pick<StartRooms, 'silences'>,
  { account, id }: IncidentRef,
): Promise<string | undefined> {
  const [was] = await silences.held(on, [id]);
  return was && silencedText(await silences.get(on, now, { account, id: was.silenceId }));
}

/** Refuses (conflict) to engage somebody for what is silenced. */
export function silencedRefusal(ref: IncidentRef, silenced: string, how: string): Refusal {
  const message = `The incident is ${silenced}: nobody is engaged for it before that. ${how}`;
  return new Refusal('conflict', message, { resourceType: 'INCIDENT_RECORD', resourceId: incidentArn(ref) });
}
