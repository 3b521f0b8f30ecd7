import { type Contact, type ContactRef, keyOf } from '#domain/contacts';
import { count } from '#kernel/text';
import type { DecisionRow, IncidentRow, PageFacts, PartRow, SilencedRow } from './facts.sql.ts';
import { type KeptAnswer, list, onCallWords, utc } from './words.ts';

/** The first thing that would have had to be different for a person to be paged. */
export type CauseName =
  | 'noEvent'
  | 'noRuleMatched'
  | 'deliveryFailed'
  | 'folded'
  | 'silenced'
  | 'planNamesNobody'
  | 'notNamed'
  | 'notOnCall'
  | 'stageNotReached'
  | 'stageToCome'
  | 'pagedBefore'
  | 'noStages'
  | 'channelNotActivated'
  | 'channelDeleted'
  | 'providerRefused'
  | 'providerFailing'
  | 'held'
  | 'overBeforeSending'
  | 'engineStoodStill';

export interface Cause {
  name: CauseName;
  text: string;
}

/** What is known of one incident and one person. */
export interface Facts {
  incident: IncidentRow;
  person: ContactRef;
  /** The latest moment that was asked about. */
  to: Date;
  now: Date;
  /** Every engagement of the incident, in order. */
  parts: PartRow[];
  decisions: DecisionRow[];
  /** The person's. */
  pages: PageFacts[];
  /** When each tree is looked at again, by its root. */
  timers: ReadonlyMap<string, Date>;
  /** The plans as they stand now, by `keyOf`. */
  contacts: ReadonlyMap<string, Contact>;
  /** By alias: when a plan was last changed. */
  changedAt: ReadonlyMap<string, Date>;
  /** ARNs of the rotations in which the person has a turn now. */
  memberOf: ReadonlySet<string>;
  /** Engagements of schedules that were asked late, in which the person was on call when it was time. */
  missedTurn: ReadonlySet<string>;
  /** Aliases that the response plan named when the incident was opened. */
  engaged: string[];
  /** The silences in which the incident was opened, in order. */
  silenced: SilencedRow[];
}

/** Longer than this after its moment, a decision was late; in milliseconds. */
const LATE = 10_000;

/** Why the person got no page for the incident by `to`; undefined: they got one. */
export function causeOf(facts: Facts): Cause | undefined {
  const { parts, person, pages, to } = facts;
  if (pages.some(({ sent_at }) => sent_at !== null && sent_at <= to)) return undefined;
  const mine = parts.filter((part) => keyOf(part) === keyOf(person));
  const begun = mine.filter(({ started_at }) => started_at <= to);
  if (begun.length > 0) return unsent(facts, begun);
  const held = facts.silenced.findLast(({ at, released_at }) => at <= to && (released_at === null || released_at > to));
  if (held)
    return {
      name: 'silenced',
      text: `nobody is engaged, as the incident was opened in a silence: ${silenceWords(held)}`,
    };
  const [later] = mine;
  if (later) return toCome(later, facts);
  return notEngaged(facts);
}

/** Until when, why, and by whom. */
export const silenceWords = ({ ends_at, released_at, reason, created_by }: SilencedRow) =>
  `until ${utc(released_at ?? ends_at)} (${JSON.stringify(reason)}, by ${created_by})`;

function toCome({ parent_stage, parent_id, started_at }: PartRow, { parts }: Facts): Cause {
  const above = parts.find(({ id }) => id === parent_id);
  const stage = parent_stage === null ? 'it' : `stage ${parent_stage + 1}`;
  return {
    name: 'stageToCome',
    text: `${stage}${above ? ` of ${above.alias}` : ''} was reached only at ${utc(started_at)}`,
  };
}

/** They were engaged, and nothing left. */
function unsent(facts: Facts, mine: PartRow[]): Cause {
  const { pages, to, person } = facts;
  const due = pages.filter(({ due_at }) => due_at <= to);
  const late = due.find(({ created_at, due_at }) => created_at > to && created_at.getTime() - due_at.getTime() > LATE);
  if (late) return stoodStill(late.due_at, late.created_at);
  const page = due.at(-1) ?? pages.at(-1);
  if (page) return pageCause(page, facts);
  const told = facts.decisions.flatMap(({ effects }) => effects.flatMap(({ text }) => text ?? []));
  const of = `A channel of ${person.alias} is `;
  if (told.some((text) => text.startsWith(`${of}not activated`)))
    return { name: 'channelNotActivated', text: `no channel that ${person.alias}'s plan tried was activated` };
  if (told.some((text) => text.startsWith(`${of}deleted`)))
    return { name: 'channelDeleted', text: `every channel that ${person.alias}'s plan tried had been deleted` };
  const [one] = mine as [PartRow];
  if (one.status === 'ended')
    return { name: 'noStages', text: `${person.alias}'s engagement plan had no stage that tries a channel` };
  if (one.status === 'engaging') return waits(one, facts, `the next stage of ${person.alias}`);
  return { name: 'overBeforeSending', text: `it was over before ${person.alias}'s turn: ${endWords(one, facts)}` };
}

function pageCause(page: PageFacts, { now }: Facts): Cause {
  const tries = count(page.attempts ?? 0, 'try', 'tries');
  const name = `the page by ${page.channel_type}`;
  switch (page.message_status) {
    case 'failed':
      return {
        name: 'providerRefused',
        text: `${page.provider ?? 'the provider'} refused ${name} for good: ${page.error}`,
      };
    case 'cancelled':
    case null:
      return {
        name: 'overBeforeSending',
        text: `${name} was not needed any more when it would have left: ${page.error ?? 'answered or stopped'}`,
      };
    case 'sent':
      return {
        name: 'stageToCome',
        text: `${name} left at ${utc(page.sent_at ?? page.created_at)}, later than was asked about`,
      };
    default: {
      if (page.waits_for?.startsWith('held'))
        return {
          name: 'held',
          text: `${name} is held until ${utc(page.next_at!)}: many come to this channel, and it goes with the others as one message`,
        };
      if ((page.attempts ?? 0) > 0)
        return {
          name: 'providerFailing',
          text: `${page.provider ?? 'the provider'} has not taken ${name} (${tries}): ${page.error ?? page.waits_for}. It is tried again`,
        };
      return stoodStill(page.next_at ?? page.due_at, now);
    }
  }
}

const stoodStill = (from: Date, to: Date): Cause => ({
  name: 'engineStoodStill',
  text: `nothing was done from ${utc(from)} to ${utc(to)}: no node ran, or the database was away`,
});

/** A stage that is still to come; or was due, and nobody has looked. */
function waits(part: PartRow, { timers, now }: Facts, what: string): Cause {
  const at = timers.get(part.root_id);
  if (at && now.getTime() - at.getTime() > LATE) return stoodStill(at, now);
  return { name: 'stageToCome', text: `${what} is still to come${at ? `; the plan goes on at ${utc(at)}` : ''}` };
}

/** Causes by how near the person was to being paged. */
const NEAR: readonly CauseName[] = ['engineStoodStill', 'notOnCall', 'stageNotReached', 'stageToCome', 'notNamed'];

function notEngaged(facts: Facts): Cause {
  const { parts, incident, engaged, person } = facts;
  const roots = parts.filter(({ parent_id }) => parent_id === null);
  if (roots.length === 0) {
    const named = engaged.length > 0 ? `engaged ${list(engaged)}, and there was no such contact` : 'named no contacts';
    return { name: 'planNamesNobody', text: `response plan ${incident.plan_name} ${named}` };
  }
  const causes = roots.flatMap((root) => underRoot(root, facts));
  const [nearest] = causes.toSorted((a, b) => NEAR.indexOf(a.name) - NEAR.indexOf(b.name));
  const names = roots.map(({ alias }) => alias);
  return (
    nearest ?? {
      name: 'notNamed',
      text: `${list(names)} ${names.length > 1 ? 'were' : 'was'} engaged, and nothing there names ${person.alias}`,
    }
  );
}

function underRoot(root: PartRow, facts: Facts): Cause[] {
  if (root.contact_type === 'ONCALL_SCHEDULE') return [asked(root, facts)];
  const { person, contacts, parts, to } = facts;
  const stages = contacts.get(keyOf(root))?.stages ?? [];
  return stages.flatMap(({ targets }, stage) =>
    targets.flatMap((target): Cause[] => {
      if (target.kind !== 'contact') return [];
      const { contact } = target;
      if (keyOf(contact) === keyOf(person)) return [directly(root, stage, facts)];
      if (contacts.get(keyOf(contact))?.type !== 'ONCALL_SCHEDULE') return [];
      const runs = parts.filter(
        (part) =>
          part.parent_id === root.id &&
          keyOf(part) === keyOf(contact) &&
          part.parent_stage === stage &&
          part.started_at <= to,
      );
      if (runs.length > 0) return runs.map((part) => asked(part, facts));
      return hasTurn(contact, facts) ? [notReached(root, stage, contact.alias, facts)] : [];
    }),
  );
}

const hasTurn = (schedule: ContactRef, { contacts, memberOf }: Facts) =>
  contacts.get(keyOf(schedule))?.rotations.some((arn) => memberOf.has(arn)) ?? false;

function directly(root: PartRow, stage: number, facts: Facts): Cause {
  if (root.stage < stage) return notReached(root, stage, facts.person.alias, facts);
  const changed = facts.changedAt.get(root.alias);
  const when = changed ? ` (it was changed at ${utc(changed)})` : '';
  return {
    name: 'notNamed',
    text: `${root.alias} names ${facts.person.alias} now, and did not when its stage ${stage + 1} was reached${when}`,
  };
}

function notReached(root: PartRow, stage: number, named: string, facts: Facts): Cause {
  const which = `stage ${stage + 1} of ${root.alias}, which names ${named},`;
  if (root.status === 'engaging') return waits(root, facts, which);
  return { name: 'stageNotReached', text: `${which} was not reached: ${endWords(root, facts)}` };
}

/** What a schedule answered when its turn came. */
function asked(part: PartRow, facts: Facts): Cause {
  const { person, decisions, missedTurn } = facts;
  const answers = decisions.flatMap((decision) => decision.asked ?? []);
  const answer: KeptAnswer | undefined = answers.find(({ engagementId }) => engagementId === part.id);
  if (!answer) {
    if (part.status === 'engaging') return waits(part, facts, `${part.alias}'s turn`);
    return { name: 'stageNotReached', text: `${part.alias} was not asked who is on call: ${endWords(part, facts)}` };
  }
  const then = onCallWords(part.alias, answer);
  if (missedTurn.has(part.id))
    return {
      name: 'engineStoodStill',
      text: `nothing was done from ${utc(answer.dueAt)}, when ${person.alias} was on call, to ${utc(answer.at)}; by then it was ${then}`,
    };
  return { name: 'notOnCall', text: `${person.alias} was not on call: ${then}` };
}

/** How an engagement was over: who answered, and when; or who stopped it. */
function endWords({ root_id, status, stopped_at, stop_reason }: PartRow, { decisions, parts }: Facts): string {
  const at = stopped_at ? ` at ${utc(stopped_at)}` : '';
  const answer = decisions.find((one) => one.root_id === root_id && one.why === 'acknowledged');
  if (answer) {
    const by = parts.find(({ id }) => id === answer.input.engagementId)?.alias ?? 'somebody';
    return `${by} acknowledged at ${utc(answer.at)}`;
  }
  if (status === 'stopped') return `it was stopped${at} (${stop_reason ?? 'no reason given'})`;
  return status === 'ended' ? `the plan had run to its end${at}` : `it was acknowledged${at}`;
}
