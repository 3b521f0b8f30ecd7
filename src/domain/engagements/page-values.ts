import { alarmIn, type PlaceholderValues } from '#domain/templates';
import type { Queries } from '#storage/db';
import type { PageRow } from './pages.sql.ts';

/** What a page's texts may tell of its incident. */
export interface IncidentFacts {
  id: string;
  arn: string;
  title: string;
  summary?: string;
  /** 1 to 5. */
  severity: number;
  /** In people's words. */
  status: string;
  /** Absent where it follows none. */
  planName?: string;
  openedAt: Date;
  source: string;
  /** What opened it: the event, parsed; undefined where there was none, or it was too long to be kept whole. */
  event?: unknown;
}

/** Whoever has the incidents; the room that does implements it. */
export interface IncidentFactsReader {
  /** Those that are there, by id. */
  factsOf(on: Queries, account: string, ids: string[]): Promise<Map<string, IncidentFacts>>;
}

/** What a page is answered by, and whose it is. */
export interface PageAnswers {
  code: string;
  link: string;
  contactName: string;
}

const WORDS = ['critical', 'high', 'medium', 'low', 'informational'];

/** The word for a severity of 1 to 5. */
export const severityWord = (severity: number): string => WORDS[severity - 1] ?? '';

/** What the placeholders of a page's template stand for. Without an incident its members tell of the page itself. */
export function pageValues(
  page: Pick<PageRow, 'subject' | 'content' | 'severity' | 'stage' | 'attempt' | 'alias'>,
  incident: IncidentFacts | undefined,
  { code, link, contactName }: PageAnswers,
): PlaceholderValues {
  const severity = incident?.severity ?? page.severity;
  const event = incident?.event;
  return {
    plain: {
      'incident.title': incident?.title ?? page.subject,
      'incident.severity': String(severity),
      'incident.severityWord': severityWord(severity),
      'incident.summary': incident ? (incident.summary ?? '') : page.content,
      'incident.status': incident?.status ?? '',
      'incident.id': incident?.id ?? '',
      'incident.arn': incident?.arn ?? '',
      'incident.link': link,
      'incident.openedAt': incident ? `${incident.openedAt.toISOString().slice(0, 19).replace('T', ' ')} UTC` : '',
      'incident.source': incident?.source ?? '',
      ...alarmIn(event),
      'plan.name': incident?.planName ?? '',
      'contact.name': contactName,
      'contact.alias': page.alias,
      'page.subject': page.subject,
      'page.content': page.content,
      'page.stage': String(page.stage + 1),
      'page.attempt': String(page.attempt),
      code,
      'ack.link': link,
    },
    event,
  };
}

/** The same of an incident alone, for whoever is not paged: what stands for a person, a page and its answer is empty. */
export function incidentValues(incident: IncidentFacts, link: string): PlaceholderValues {
  const { title, summary = '', severity } = incident;
  const page = { subject: title, content: summary, severity, stage: 0, attempt: 1, alias: '' };
  const { plain, event } = pageValues(page, incident, { code: '', link, contactName: '' });
  return { plain: { ...plain, 'page.stage': '', 'page.attempt': '', 'ack.link': '' }, event };
}
