import { lastOf } from '../names.ts';
import { plain, when } from '../table.ts';
import { dataText } from '../timeline.ts';
import { planText, severityText, statusText } from '../words.ts';
import type { EngagementExport, IncidentExport } from './gather.ts';
import { itemText } from './items.ts';

/** An export as a report that reads well as it stands, and rendered. */
export function markdown(all: IncidentExport): string {
  const { incident } = all;
  return `# ${escaped(incident.title)}

${tableOf(['', ''], recordRows(all))}
${incident.summary ? `\n## Summary\n\n${paragraphs(incident.summary)}\n` : ''}
## Timeline

${tableOf(['Time (UTC)', 'Event', 'What'], timelineRows(all))}

## Who was engaged

${engagements(all.engagements)}
${relatedItems(all)}`;
}

function recordRows({ incident }: IncidentExport): string[][] {
  const { incidentRecordSource: source, creationTime, resolvedTime } = incident;
  const rows = [
    ['Severity', severityText(incident.impact)],
    ['Status', statusText(incident.workflowStatus ?? incident.status)],
    ['Opened', `${when(creationTime)} by ${source.createdBy}`],
    ['Resolved', resolvedTime ? `${when(resolvedTime)}, after ${lasting(creationTime, resolvedTime)}` : ''],
    ['Resolution plan', planText(incident.resolutionPlan) ?? ''],
    ['Resolution note', incident.resolutionNote ?? ''],
    ['Source', source.resourceArn ? `${source.source}: ${source.resourceArn}` : source.source],
    ['Incident', incident.arn],
  ];
  return rows.filter(([, value]) => value);
}

const timelineRows = ({ timeline }: IncidentExport) =>
  timeline.map(({ eventTime, eventType, eventData }) => [when(eventTime), eventType, dataText(eventData)]);

function engagements(all: EngagementExport[]): string {
  if (all.length === 0) return 'Nobody was engaged.\n';
  return all
    .map(({ engagement, pages }) => {
      const { StartTime, StopTime, ContactArn, Subject } = engagement;
      const span = `${when(StartTime)}${StopTime ? ` to ${when(StopTime)}` : ', still running'}`;
      const rows = pages.flatMap(({ page, receipts }) =>
        receipts.map((receipt) => [
          when(receipt.ReceiptTime),
          lastOf(page.ContactArn),
          receipt.ReceiptType,
          receipt.ReceiptInfo ?? '',
        ]),
      );
      const told = rows.length > 0 ? tableOf(['Time (UTC)', 'Person', 'Receipt', 'What'], rows) : 'No page was sent.';
      return `### ${escaped(lastOf(ContactArn))}\n\n${escaped(Subject)} (${span})\n\n${told}\n`;
    })
    .join('\n');
}

function relatedItems({ relatedItems: items }: IncidentExport): string {
  if (items.length === 0) return '';
  const lines = items.map((item) => `- ${escaped(item.identifier.type)}: ${escaped(itemText(item))}`);
  return `\n## Related items\n\n${lines.join('\n')}\n`;
}

function tableOf(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map((row) => line(row.map(escaped)))].join('\n');
}

const paragraphs = (text: string) => text.split(/\r?\n/).map(escaped).join('\n');

/** Text of others on one line, in which nothing is Markdown or HTML. */
function escaped(text: string): string {
  return plain(text)
    .replace(/[\\`*_[\]|~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^([-+]|\d+[.)])(?=\s|$)/, '\\$1');
}

/** `1 h 5 min`, `40 s`. */
function lasting(from: Date, to: Date): string {
  const seconds = Math.round((to.getTime() - from.getTime()) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min`;
}
