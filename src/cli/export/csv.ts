import { lastOf } from '../names.ts';
import { dataText } from '../timeline.ts';
import { planText, severityText, statusText } from '../words.ts';
import type { EngagementExport, IncidentExport } from './gather.ts';
import { itemText } from './items.ts';

const HEAD = ['time', 'kind', 'type', 'who', 'text', 'id'] as const;
type Row = Record<(typeof HEAD)[number], string>;

/** An export as a table: one row for each thing that is known, those that have a time in its order (RFC 4180). */
export function csv(all: IncidentExport): string {
  const rows = [...recordRows(all), ...[...eventRows(all), ...all.engagements.flatMap(engagementRows)].sort(byTime)];
  const lines = [[...HEAD], ...rows.map((row) => HEAD.map((name) => row[name]))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/**
 * A quoted cell. What a spreadsheet would take for a formula is made text by an apostrophe before it, also where spaces come
 * first: titles and notes are written by anybody.
 */
function cell(text: string): string {
  const safe = /^[\s\uFEFF]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|%]|^[\t\r\n]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

const at = (time: Date | undefined) => time?.toISOString() ?? '';
const byTime = (one: Row, other: Row) => (one.time < other.time ? -1 : one.time > other.time ? 1 : 0);

function recordRows({ incident, relatedItems }: IncidentExport): Row[] {
  const { arn, creationTime, resolvedTime, incidentRecordSource: source } = incident;
  const row = (type: string, text: string, time: Date | undefined = creationTime): Row => ({
    time: at(time),
    kind: 'incident',
    type,
    who: source.createdBy,
    text,
    id: arn,
  });
  const plan = planText(incident.resolutionPlan);
  return [
    row('title', incident.title),
    row('severity', severityText(incident.impact)),
    row('status', statusText(incident.workflowStatus ?? incident.status), resolvedTime ?? creationTime),
    row('source', source.resourceArn ? `${source.source} ${source.resourceArn}` : source.source),
    ...(incident.summary ? [row('summary', incident.summary)] : []),
    ...(plan ? [row('resolution plan', plan)] : []),
    ...(incident.resolutionNote ? [row('resolution note', incident.resolutionNote, resolvedTime)] : []),
    ...relatedItems.map((item) => ({
      time: '',
      kind: 'related item',
      type: item.identifier.type,
      who: '',
      text: itemText(item),
      id: item.generatedId ?? '',
    })),
  ];
}

const eventRows = ({ timeline }: IncidentExport): Row[] =>
  timeline.map(({ eventTime, eventType, eventData, eventId }) => ({
    time: at(eventTime),
    kind: 'event',
    type: eventType,
    who: '',
    text: dataText(eventData),
    id: eventId,
  }));

function engagementRows({ engagement, pages }: EngagementExport): Row[] {
  const { StartTime, StopTime, ContactArn, EngagementArn, Subject } = engagement;
  const who = lastOf(ContactArn);
  const row = (type: string, text: string, time: Date | undefined): Row[] =>
    time ? [{ time: at(time), kind: 'engagement', type, who, text, id: EngagementArn }] : [];
  const receipts = pages.flatMap(({ page, receipts }) =>
    receipts.map((receipt) => ({
      time: at(receipt.ReceiptTime),
      kind: 'receipt',
      type: receipt.ReceiptType,
      who: lastOf(page.ContactArn),
      text: receipt.ReceiptInfo ?? '',
      id: page.PageArn,
    })),
  );
  return [...row('began', Subject, StartTime), ...row('ended', '', StopTime), ...receipts];
}
