import { keyOf } from '#domain/contacts';
import { silenceWords } from './causes.ts';
import type { AttemptFacts, DecisionRow, PageFacts, PartRow } from './facts.sql.ts';
import type { IncidentFacts, TriggerFacts } from './gather.ts';
import { list, onCallWords, utc, wayWords } from './words.ts';

/** One thing that happened, at one hop of the way from an event to an answer. */
export interface WhyLine {
  at: Date;
  hop: 'event' | 'incident' | 'plan' | 'decision' | 'schedule' | 'page' | 'receipt';
  text: string;
}

/** The most lines that are told of an incident; of more, the first. */
const MOST_LINES = 200;
/** Later than this after its moment, something was late; in milliseconds. */
const LATE = 10_000;

/** What happened, in order of time: events, plans, decisions, answers of schedules, and the person's pages with their receipts. */
export function linesOf(facts: IncidentFacts): WhyLine[] {
  const { incident, engaged, receipts, pages } = facts;
  const opened: WhyLine = {
    at: incident.created_at,
    hop: 'plan',
    text: `response plan ${incident.plan_name} engages ${list(engaged)}`,
  };
  const receiptLines = receipts.map(
    ({ at, type, info }): WhyLine => ({ at, hop: 'receipt', text: `${type}${info ? `: ${info}` : ''}` }),
  );
  const over: WhyLine[] = incident.resolved_at ? [{ at: incident.resolved_at, hop: 'incident', text: 'resolved' }] : [];
  const quiet = facts.silenced.map(
    (one): WhyLine => ({ at: one.at, hop: 'incident', text: `silenced ${silenceWords(one)}` }),
  );
  const all = [
    ...facts.triggers.flatMap(triggerLines),
    opened,
    ...quiet,
    ...facts.decisions.flatMap((decision) => decisionLines(decision, facts)),
    ...pages.map((page) => pageLine(page, facts)),
    ...receiptLines,
    ...facts.attempts.flatMap(attemptLine),
    ...over,
  ];
  return all.toSorted((a, b) => a.at.getTime() - b.at.getTime()).slice(0, MOST_LINES);
}

/** What there is to tell of a try: that it failed, or came after one that did. */
function attemptLine({
  number,
  provider,
  provider_id,
  handed_at,
  answered_at,
  outcome,
  reason,
}: AttemptFacts): WhyLine[] {
  const at = answered_at ?? handed_at;
  if (!at || (number === 1 && outcome === 'sent')) return [];
  const given = handed_at ? `, given to it at ${utc(handed_at)}` : '';
  const said = {
    sent: `taken as ${provider_id}`,
    refused: 'refused for good',
    failed: 'not taken',
    unknown: 'perhaps taken',
  };
  return [
    { at, hop: 'page', text: `try ${number} by ${provider}${given}: ${said[outcome]}${reason ? `: ${reason}` : ''}` },
  ];
}

/** The way from the response plan to the person, as it was first gone; empty where it was not. */
export function wayTo({ parts, person, decisions, incident, pages }: IncidentFacts): string[] {
  const [page] = pages;
  const mine = parts.filter((part) => keyOf(part) === keyOf(person));
  const end = mine.find(({ id }) => id === page?.engagement_id) ?? mine[0];
  if (!end) return [];
  const answers = decisions.flatMap(({ asked }) => asked ?? []);
  const chain = (part: PartRow): PartRow[] => {
    const above = parts.find(({ id }) => id === part.parent_id);
    return [...(above ? chain(above) : []), part];
  };
  const way = chain(end).map((part) => ({
    alias: part.alias,
    type: part.contact_type,
    parentStage: part.parent_stage ?? undefined,
    asked: answers.find(({ engagementId }) => engagementId === part.id),
  }));
  return wayWords(`response plan ${incident.plan_name}`, way);
}

function triggerLines({ at, written_at, source, arn, created, event, rule }: TriggerFacts): WhyLine[] {
  const what = created ? 'opened the incident' : 'folded into the open incident';
  const accepted: WhyLine[] = event
    ? [
        {
          at: event.accepted_at,
          hop: 'event',
          text: `event ${event.id} accepted (${event.source}, ${event.detail_type}); rule ${rule} matched it`,
        },
      ]
    : [];
  const happened = at.getTime() === written_at.getTime() ? '' : `, happened at ${utc(at)}`;
  return [
    ...accepted,
    { at: written_at, hop: 'incident', text: `${what}: ${source}${arn ? ` ${arn}` : ''}${happened}` },
  ];
}

const REASONS: Readonly<Record<string, string>> = {
  started: 'its plan began',
  stageReached: 'pages became due',
  planEnded: 'its plan has run to its end',
  acknowledged: 'somebody’s answer ended it',
  acknowledgedByNonEssential: 'somebody who is not essential answered',
  stopped: 'it was stopped',
  acknowledgementTimedOut: 'nobody had resolved it in time after the acknowledgement, so it began anew',
  acknowledgedAgain: 'somebody acknowledged it again',
  timeoutTakenAway: 'its plan has no timeout any more',
};

function decisionLines({ root_id, at, why, input, effects, asked }: DecisionRow, { parts }: IncidentFacts): WhyLine[] {
  const name = (id: string | undefined) => parts.find((part) => part.id === id)?.alias ?? 'a contact';
  const pages = effects.flatMap(({ kind, engagementId }) => (kind === 'page' ? [name(engagementId)] : []));
  const by = input.engagementId !== undefined && why !== 'stopped' ? ` (${name(input.engagementId)})` : '';
  const reason = input.reason === undefined ? '' : `: ${input.reason}`;
  const paged = pages.length > 0 ? `; pages ${list(pages)}` : '';
  const told = effects.flatMap(({ text }): WhyLine[] => (text === undefined ? [] : [{ at, hop: 'decision', text }]));
  const answers = (asked ?? []).map(
    (answer): WhyLine => ({ at, hop: 'schedule', text: `asked: ${onCallWords(name(answer.engagementId), answer)}` }),
  );
  return [
    ...answers,
    { at, hop: 'decision', text: `${name(root_id)}: ${REASONS[why] ?? why}${by}${reason}${paged}` },
    ...told,
  ];
}

function pageLine(page: PageFacts, { channels }: IncidentFacts): WhyLine {
  const { channel_id, channel_type, stage, attempt, due_at, created_at, together } = page;
  const name = channels.get(channel_id);
  const which =
    name === undefined ? `${channel_type}, a channel that is deleted now` : `${channel_type} ${JSON.stringify(name)}`;
  const late =
    created_at.getTime() - due_at.getTime() > LATE ? `; due at ${utc(due_at)}, nothing was done until now` : '';
  const others = together > 1 ? `; in one message with ${together - 1} more` : '';
  return {
    at: created_at,
    hop: 'page',
    text: `page by ${which}, stage ${stage + 1}, try ${attempt}${late}${others}: ${became(page)}`,
  };
}

function became({ message_status, sent_at, error, provider, attempts, next_at, waits_for }: PageFacts): string {
  if (sent_at) return `taken by ${provider ?? 'its provider'} at ${utc(sent_at)}`;
  if (message_status === 'failed') return `refused for good: ${error}`;
  if (message_status === 'cancelled' || message_status === null)
    return `not needed any more: ${error ?? 'answered or stopped'}`;
  if (waits_for?.startsWith('held')) return `held until ${utc(next_at!)}`;
  return (attempts ?? 0) > 0 ? `not taken yet (${error ?? waits_for}); tried again` : 'waiting to be sent';
}
