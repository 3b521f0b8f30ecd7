import type { Output } from '../client.ts';
import { type Command, jsonOption } from '../command.ts';
import { incidentArn, listIncidents, type Summary, shortName } from '../incident-names.ts';
import { fields, json, table, when } from '../table.ts';
import { readCount, readSeverity, readStatus, severityText, statusText } from '../words.ts';

type Record = Output<'GetIncidentRecord'>['incidentRecord'];

const statusOf = (incident: { status: string; workflowStatus?: string | undefined }) =>
  incident.workflowStatus ?? incident.status;

export const list: Command = {
  name: 'incidents list',
  positionals: [],
  options: {
    status: { type: 'string', value: 'STATUS', about: 'open, in-progress or resolved; all of them unless given' },
    severity: { type: 'string', value: 'SEVERITY', about: '1 to 5, or critical, high, medium, low, informational' },
    limit: { type: 'string', value: 'N', about: 'at most N, newest first; 25 unless given, 1000 at most' },
    json: jsonOption,
  },
  summary: 'the incidents, newest first',
  help: `
Lists incidents, newest first. The id in the first column is enough for the other commands.

  muster incidents list --status open
  muster incidents list --severity 1 --json`,
  async run({ io, client }, given) {
    const status = given.text('status');
    const severity = given.text('severity');
    const wanted = status === undefined ? undefined : readStatus(status);
    const filters = [
      ...(wanted ? [equals('status', { stringValues: [wanted === 'RESOLVED' ? 'RESOLVED' : 'OPEN'] })] : []),
      ...(severity === undefined ? [] : [equals('impact', { integerValues: [readSeverity(severity)] })]),
    ];
    const limit = readCount('limit', given.text('limit') ?? '25', 1_000);
    // On the wire In Progress reads OPEN; what is in progress is told apart here.
    const found = await listIncidents(client(), filters, limit, (one) => !wanted || statusOf(one) === wanted);
    io.out(given.flag('json') ? json(found) : listed(found));
    if (found.length === 0) io.err('No incident fits. `muster incidents start` opens one.\n');
    return undefined;
  },
};

const equals = (key: string, values: { stringValues: string[] } | { integerValues: number[] }) => ({
  key,
  condition: { equals: values },
});

function listed(incidents: Summary[]): string {
  if (incidents.length === 0) return '';
  const rows = incidents.map((one) => [
    shortName(one.arn),
    severityText(one.impact),
    statusText(statusOf(one)),
    when(one.creationTime),
    one.title,
  ]);
  return table(['ID', 'SEVERITY', 'STATUS', 'OPENED', 'TITLE'], rows);
}

export const show: Command = {
  name: 'incidents show',
  positionals: ['INCIDENT'],
  options: { json: jsonOption },
  summary: 'one incident',
  help: `
Shows one incident. INCIDENT is its ARN, or four or more characters of the beginning or the end of its id.

  muster incidents show 4f2a91c0de77`,
  async run({ io, client }, given) {
    const arn = await incidentArn(client(), given.positionals[0]!);
    const { incidentRecord: record } = await client().call('GetIncidentRecord', { arn });
    const pairs: [string, string | undefined][] = [
      ['title', record.title],
      ['severity', severityText(record.impact)],
      ['status', statusText(statusOf(record))],
      ['opened', when(record.creationTime)],
      ['resolved', when(record.resolvedTime)],
      ['changed', `${when(record.lastModifiedTime)} by ${record.lastModifiedBy}`],
      ['source', record.incidentRecordSource.source],
      ['raised by', record.incidentRecordSource.resourceArn ?? record.incidentRecordSource.createdBy],
      ['summary', record.summary],
      ['resolution plan', planText(record.resolutionPlan)],
      ['resolution note', record.resolutionNote],
      ['arn', record.arn],
    ];
    io.out(given.flag('json') ? json(record) : fields(pairs));
    return undefined;
  },
};

/** `Roll back, by ana, until 2026-11-24 18:00:00Z` */
function planText(plan: Record['resolutionPlan']): string | undefined {
  return (
    plan &&
    [plan.what, plan.by && `by ${plan.by}`, plan.until && `until ${when(plan.until)}`].filter(Boolean).join(', ')
  );
}
