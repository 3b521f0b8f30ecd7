import type { Button } from '#domain/channels';
import { type Contacts, keyOf } from '#domain/contacts';
import type { EngagementRow } from '#domain/engagements';
import type { IncidentView } from '#domain/followers';
import type { Incident } from '#domain/incidents';
import { cut } from '#kernel/text';
import type { Queries } from '#storage/db';
import { severityWords, statusWords } from './words.ts';

export interface Showing {
  contacts: Contacts;
  /** Where links lead. */
  publicUrl: string;
  /** How long a minute of a plan lasts. */
  minuteMs: number;
  /** Whether presses come back to us. */
  buttons: boolean;
}

/** An incident as it stands, for a message that shows it whole. */
export interface Shown {
  title: string;
  text: string;
  fields: { name: string; text: string }[];
  link: { label: string; url: string };
  buttons: Button[];
}

const SUMMARY = 600;
const NAMES = 300;

export async function show(
  { contacts, publicUrl, minuteMs, buttons }: Showing,
  on: Queries,
  incident: Incident,
  engagements: IncidentView['engagements'],
): Promise<Shown> {
  const people = latest(engagements);
  const answered = people.filter(({ status }) => status === 'acknowledged').map(({ alias }) => alias);
  return {
    title: incident.title,
    text: cut(incident.summary ?? '', SUMMARY),
    fields: [
      { name: 'Severity', text: severityWords(incident.impact) },
      { name: 'Status', text: statusWords[incident.status] },
      { name: 'Engaged', text: cut(engaged(people), NAMES) },
      { name: 'Answered', text: cut(answered.join(', ') || 'nobody yet', NAMES) },
      { name: 'Next', text: await nextOf({ contacts, minuteMs }, on, incident, engagements, answered) },
    ],
    link: { label: 'Open in Muster', url: `${publicUrl}/#incident/${incident.id}` },
    buttons: buttons ? buttonsFor(incident) : [],
  };
}

/** People, each as they were engaged last. */
function latest(engagements: IncidentView['engagements']): EngagementRow[] {
  // They come newest first.
  const byAlias = new Map(engagements.toReversed().map((row) => [row.alias, row]));
  return [...byAlias.values()].filter((row) => row.contact_type === 'PERSONAL');
}

const STANDS: Readonly<Record<EngagementRow['status'], string>> = {
  engaging: 'is paged',
  acknowledged: 'has answered',
  stopped: 'not needed any more',
  ended: 'has not answered',
};

const engaged = (people: readonly EngagementRow[]) =>
  people.map(({ alias, status }) => `${alias} (${STANDS[status]})`).join(', ') || 'nobody';

/** What will happen if nobody does anything. */
async function nextOf(
  { contacts, minuteMs }: Pick<Showing, 'contacts' | 'minuteMs'>,
  on: Queries,
  { status }: Incident,
  engagements: IncidentView['engagements'],
  answered: readonly string[],
): Promise<string> {
  if (status === 'RESOLVED') return 'nothing: it is resolved';
  const running = engagements.filter((row) => row.status === 'engaging' && row.contact_type !== 'ONCALL_SCHEDULE');
  const plans = await contacts.find(on, running);
  const moments = running.flatMap((row) => {
    const stages = plans.get(keyOf(row))?.stages ?? [];
    const stage = stages[row.stage];
    if (!stage || !stages[row.stage + 1]) return [];
    const at = row.stage_started_at.getTime() + stage.minutes * minuteMs;
    return [{ at, text: `stage ${row.stage + 2} of ${row.alias} at ${clock(new Date(at))}, unless somebody answers` }];
  });
  const [first] = moments.sort((a, b) => a.at - b.at);
  if (first) return first.text;
  if (answered.length > 0) return 'nobody is paged any more';
  return running.length > 0 ? 'no further stage: an answer is awaited' : 'nobody is paged: engage people by hand';
}

/** `03:10:00 UTC` */
const clock = (at: Date) => `${at.toISOString().slice(11, 19)} UTC`;

function buttonsFor({ id, status }: Incident): Button[] {
  const button = (act: string, label: string, tone?: Button['tone']): Button => {
    return { act, label, value: id, ...(tone ? { tone } : {}) };
  };
  if (status === 'RESOLVED') return [button('note', 'Note…')];
  return [
    button('ack', 'Acknowledge', 'primary'),
    ...(status === 'OPEN' ? [button('progress', 'In progress')] : []),
    button('escalate', 'Escalate'),
    button('note', 'Note…'),
    button('resolve', 'Resolve', 'danger'),
  ];
}
