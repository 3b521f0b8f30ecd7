import { engagedFor, type PlanRef, planKey, type ResponsePlan, type ResponsePlans } from '#domain/response-plans';
import type { Signals } from '#domain/signals';
import type { Silences } from '#domain/silences';
import { fillIncidentText } from '#domain/templates';
import { eventTypes, type NewEvent } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { newId } from '#kernel/ids';
import type { Quota } from '#kernel/quota';
import { notFound, type Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import type { Tx } from '#storage/db';
import { engageAnew } from './anew.ts';
import { dedupeStringOf } from './dedupe.ts';
import { engage } from './engage.ts';
import type { EngageRooms } from './engage-all.ts';
import { drawTogether } from './grouping.ts';
import { type Heard, hear } from './hear.ts';
import { type Incident, incidentArn, NO_PLAN, type RelatedItem } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { slugOf } from './names.ts';
import { refusedByQuota } from './open-quota.ts';
import { insertRelatedItems } from './related-items.ts';
import { toIncident } from './rows.ts';
import { awake, engageAwoken, quietOf } from './silenced.ts';
import { type IncidentWatcher, integrationsOf } from './watcher.ts';

/** The source of an incident that a person or a script started without saying why. */
export const CUSTOM_SOURCE = 'aws.ssm-incidents.custom';

export interface Trigger {
  source: string;
  timestamp: Date;
  triggerArn?: string;
  /** JSON text of what happened, at most 10,000 characters. */
  rawData?: string;
  /** The alarm or alert that it comes from; absent: nothing that says when it is over. */
  signal?: TriggerSignal;
}

/** An alarm or alert, and the event by which it was heard; `firing` is false where it only says that it is no more. */
export interface TriggerSignal {
  key: string;
  eventId: string;
  firing: boolean;
}

export interface StartIncident {
  actor: Actor;
  /** Absent: it follows no plan, and `title` must be there. Nobody is engaged until somebody is by hand. */
  plan?: PlanRef;
  /** Override the template's. */
  title?: string;
  summary?: string;
  impact?: number;
  trigger: Trigger;
  /** The rule that it came by, where that is not the trigger. */
  ruleArn?: string;
  relatedItems: RelatedItem[];
  /** The event's envelope, from which the placeholders of the plan's template are filled; absent: they stay as they are typed. */
  event?: unknown;
}

/** The incident that a start opened, or was folded into. */
export type Started = { arn: string; created: boolean } | { refused: Refusal };

export interface StartRooms extends EngageRooms {
  responsePlans: ResponsePlans;
  silences: Silences;
  signals: Signals;
  quotas: IncidentQuotas;
  /** Asked for at each start: the room that watches is made later. */
  watcher: () => IncidentWatcher | undefined;
}

/** The quotas that this room keeps. */
export type IncidentQuotas = Readonly<
  Record<'openIncidents' | 'relatedItemsPerIncident' | 'referencesPerEvent' | 'tagsPerResource', Quota>
>;

export interface Candidate extends StartIncident {
  response: ResponsePlan;
  dedupeString: string;
  incident: Incident;
}

/**
 * Starts many incidents in one transaction, in order: each opens a record with its timeline, engagements and first pages,
 * or is folded into the open one with the same dedupe string. One that is refused does not disturb the others.
 */
export async function startIncidents(
  tx: Tx,
  now: Date,
  rooms: StartRooms,
  starts: StartIncident[],
): Promise<Started[]> {
  const plans = await rooms.responsePlans.find(
    tx,
    starts.flatMap(({ plan }) => plan ?? []),
  );
  const candidates = starts.map((start) => {
    const response = start.plan ? plans.get(planKey(start.plan)) : planless(start.actor.account);
    return response && isOwn(start) ? toCandidate(now, start, response) : undefined;
  });
  const meant = candidates.filter((candidate) => candidate !== undefined);
  const groups = await drawTogether(tx, now, rooms, meant);
  const refused = await refusedByQuota(tx, rooms.quotas.openIncidents, meant);
  const present = meant.filter((one) => !refused.has(one));
  const silences = await rooms.silences.hold(tx, now, accountsOf(present));
  const { created, incidents } = await openOrHold(tx, now, present);
  const incidentOf = (one: Candidate) => incidents.get(key(one))!;
  const quiet = quietOf(now, silences, present, incidentOf);
  const heard = await hear(tx, now, rooms, {
    ...{ present, incidentOf, isCreated: ({ id }) => created.has(id) },
    isSilenced: (one) => quiet.silenceOf(one) !== undefined,
  });
  const isQuiet = (one: Candidate) => quiet.silenceOf(one) !== undefined || heard.heldUntil.has(one.incident.id);
  const events = present.flatMap((one) =>
    eventsOf(now, one, incidentOf(one), created.has(one.incident.id), isQuiet(one)),
  );
  const opened = present.filter((one) => created.has(one.incident.id));
  await rooms.signals.openedFor(
    tx,
    opened.flatMap((one) => groups.get(one) ?? []),
  );
  await insertRelatedItems(tx, now, opened);
  await rooms.silences.silence(
    tx,
    now,
    opened.flatMap((one) => quiet.silencedBy(one)),
  );
  const loud = present.filter((one) => !created.has(one.incident.id) && !quiet.covers(one));
  const folded = loud.map(incidentOf);
  // Before the timelines, as whoever ends a silence does.
  const awoken = silences.length > 0 ? await awake(tx, now, rooms, folded) : [];
  const toEngage = opened.map((one) => {
    const { incident, response: plan, actor } = one;
    return { incident, plan, actor, silence: quiet.silenceOf(one), heldUntil: heard.heldUntil.get(incident.id) };
  });
  await engage(tx, now, rooms, toEngage, events);
  await engageAwoken(tx, now, rooms, awoken);
  await engageAnew(tx, now, rooms, withoutAwoken(heard, awoken), quiet);
  // Whom outside a quiet one names is told when the quiet is over, as people are (decision 0095).
  const audible = opened.filter((one) => !isQuiet(one));
  const begun = audible.map(({ incident, response }) => ({ incident, integrations: integrationsOf(response) }));
  if (begun.length > 0) await rooms.watcher()?.opened(tx, now, begun);
  return candidates.map((one, index) => {
    const { plan } = starts[index]!;
    if (!one)
      return { refused: notFound('RESPONSE_PLAN', plan ? arns.responsePlan(plan.account, plan.name) : NO_PLAN) };
    const refusal = refused.get(one);
    if (refusal) return { refused: refusal };
    return { arn: incidentArn(incidentOf(one)), created: created.has(one.incident.id) };
  });
}

/** What a silence let go of just now is engaged for once. */
const withoutAwoken = (heard: Heard, awoken: Incident[]): Heard => ({
  ...heard,
  anew: heard.anew.filter(({ incident }) => !awoken.some(({ id }) => id === incident.id)),
});

const accountsOf = (present: Candidate[]) => [...new Set(present.map(({ incident }) => incident.account))].sort();

/** Another account's plan is not there for this caller: sharing comes by resource policies only. */
const isOwn = ({ actor, plan }: StartIncident) => !plan || plan.account === actor.account;

/** Severity of an incident that nothing gives one: medium (design, section 2). */
const DEFAULT_SEVERITY = 3;

/** What an incident without a plan follows. */
function planless(account: string): ResponsePlan {
  const template = { title: 'Incident', impact: DEFAULT_SEVERITY, notificationTargets: [], incidentTags: {} };
  return { account, name: NO_PLAN, template, engagements: [], actions: [], integrations: [], tags: {} };
}

const key = (one: Candidate) => `${one.incident.account}/${one.dedupeString}`;

/** Opens what is not open yet. An incident resolved between two steps makes it look again. */
async function openOrHold(tx: Tx, now: Date, present: Candidate[]) {
  const incidents = new Map<string, Incident>();
  const created = new Set<string>();
  for (
    let missing = firstOfEach(present);
    missing.length > 0;
    missing = missing.filter((one) => !incidents.has(key(one)))
  ) {
    const opened = new Set(
      (await tx.rows(incidentsSql.open, [JSON.stringify(missing.map(toRow)), now])).map((row) => row.id),
    );
    for (const one of missing) {
      if (!opened.has(one.incident.id)) continue;
      created.add(one.incident.id);
      incidents.set(key(one), one.incident);
    }
    const open = missing.filter((one) => !opened.has(one.incident.id));
    if (open.length === 0) continue;
    const wanted = open.map((one) => ({ account: one.incident.account, dedupe_string: one.dedupeString }));
    for (const row of await tx.rows(incidentsSql.holdOpen, [JSON.stringify(wanted)])) {
      incidents.set(`${row.account}/${row.dedupe_string}`, toIncident(row));
    }
  }
  return { created, incidents };
}

/** Of the starts with one dedupe string, the first opens and the others follow it. */
function firstOfEach(candidates: Candidate[]): Candidate[] {
  return [...new Map(candidates.toReversed().map((one) => [key(one), one])).values()];
}

/** AWS's bounds. */
const LONGEST_TITLE = 200;
const LONGEST_SUMMARY = 8_000;

const filled = (text: string, event: unknown, length: number) => cut(fillIncidentText(text, event), length);

/** An incident has a title: where the event leaves nothing of it, it stays as it is typed. */
function filledTitle(text: string, event: unknown): string {
  const title = filled(text, event, LONGEST_TITLE);
  return title.trim() === '' ? text : title;
}

function toCandidate(now: Date, start: StartIncident, response: ResponsePlan): Candidate {
  const { actor, trigger } = start;
  const dedupeString = dedupeStringOf(response, trigger, now, start.event);
  const { template } = response;
  const summary = start.summary ?? filled(template.summary ?? '', start.event, LONGEST_SUMMARY);
  const incident: Incident = {
    account: response.account,
    planName: response.name,
    id: newId(now),
    title: start.title ?? filledTitle(template.title, start.event),
    ...(summary ? { summary } : {}),
    impact: start.impact ?? template.impact,
    status: 'OPEN',
    dedupeString,
    source: {
      source: trigger.source,
      createdBy: actor.principal,
      ...(actor.invokedBy ? { invokedBy: actor.invokedBy } : {}),
      ...(trigger.triggerArn ? { resourceArn: trigger.triggerArn } : {}),
    },
    ...(response.chatChannel ? { chatChannel: response.chatChannel } : {}),
    notificationTargets: template.notificationTargets,
    createdAt: now,
    modifiedAt: now,
    modifiedBy: actor.principal,
  };
  return { ...start, response, dedupeString, incident };
}

function toRow({ incident, response }: Candidate) {
  const { account, id, planName, title, summary, impact, dedupeString, source, chatChannel, notificationTargets } =
    incident;
  return {
    account,
    id,
    plan_name: planName,
    title,
    title_slug: slugOf(title),
    summary,
    impact,
    dedupe_string: dedupeString,
    source: source.source,
    created_by: source.createdBy,
    invoked_by: source.invokedBy,
    resource_arn: source.resourceArn,
    chat_channel: chatChannel,
    notification_targets: notificationTargets,
    tags: response.template.incidentTags,
  };
}

/** When the trigger says that it happened; never after the incident that it opens. */
const happenedAt = ({ timestamp }: Trigger, now: Date) => (timestamp < now ? timestamp : now);

/** Each trigger has its event, folded or not; the one that opened the incident is followed by its start. */
function eventsOf(now: Date, one: Candidate, incident: Incident, created: boolean, silenced: boolean): NewEvent[] {
  const { source, triggerArn, rawData } = one.trigger;
  const of = { account: incident.account, incidentId: incident.id, actor: one.actor.principal };
  const trigger = { createdIncident: created, incidentSource: source, triggerArn, rawData };
  const events: NewEvent[] = [
    {
      ...of,
      eventId: newId(now),
      time: happenedAt(one.trigger, now),
      type: eventTypes.trigger,
      data: JSON.stringify(trigger),
      begins: created,
    },
  ];
  if (created) {
    const [action] = one.response.actions;
    const start = {
      incidentTitle: incident.title,
      triggerArn,
      contactsEngage: engagedFor(one.response, incident.impact).flatMap(({ contactArn, afterMinutes }) =>
        afterMinutes === 0 && !silenced ? [{ contactArn, contactName: contactArn.split('/').at(-1) }] : [],
      ),
      ssmDocumentName: action?.ssmAutomation.documentName,
      ssmDocumentVersion: action?.ssmAutomation.documentVersion,
    };
    events.push({ ...of, eventId: newId(now), time: now, type: eventTypes.start, data: JSON.stringify(start) });
  }
  return events;
}
