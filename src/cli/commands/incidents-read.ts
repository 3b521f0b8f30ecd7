import type { IncidentSignals, Signal } from '#api/client/generated';
import { count } from '#kernel/text';
import { type Command, type Context, type Given, jsonOption } from '../command.ts';
import { type Filters, incidentArn, listIncidents, type Summary, shortName } from '../incident-names.ts';
import { lastOf, planArn } from '../names.ts';
import { fields, json, listed, when } from '../table.ts';
import {
  planText,
  readCount,
  readSeverity,
  readStatus,
  readTime,
  type Status,
  severityText,
  statusText,
} from '../words.ts';

const statusOf = (incident: { status: string; workflowStatus?: string | undefined }) =>
  incident.workflowStatus ?? incident.status;

export const list: Command = {
  name: 'incidents list',
  positionals: [],
  options: {
    status: {
      type: 'string',
      value: 'STATUS',
      about: 'open, in-progress or resolved; all of them unless given',
    },
    severity: {
      type: 'string',
      value: 'SEVERITY',
      about: '1 to 5, or critical, high, medium, low, informational',
    },
    plan: { type: 'string', value: 'PLAN', about: 'of this response plan, by name or ARN' },
    text: { type: 'string', value: 'TEXT', about: 'with this in the title, in any case of letters' },
    since: { type: 'string', value: 'TIME', about: 'opened then or later: 2026-11-24, 2026-11-24T03:10Z, 2h-ago' },
    until: { type: 'string', value: 'TIME', about: 'opened before then' },
    limit: { type: 'string', value: 'N', about: 'at most N, newest first; 25 unless given, 1000 at most' },
    json: jsonOption,
  },
  summary: 'the incidents, newest first',
  help: `
Lists incidents, newest first. The id in the first column is enough for the other commands.

  muster incidents list --status open
  muster incidents list --plan payments --since 7d-ago
  muster incidents list --severity 1 --json`,
  async run({ io, client }, given) {
    const status = given.text('status');
    const wanted = status === undefined ? undefined : readStatus(status);
    const limit = readCount('limit', given.text('limit') ?? '25', 1_000);
    const filters = filtersOf(given, wanted, io.now());
    const keep = await keepOf(client, given, wanted);
    const found = await listIncidents(client(), filters, limit, keep);
    if (given.flag('json')) io.out(json(found));
    else listed(io, HEAD, found.map(rowOf), 'No incident fits. `muster incidents start` opens one.');
    return undefined;
  },
};

const HEAD = ['ID', 'SEVERITY', 'STATUS', 'OPENED', 'TITLE'];

/** What the server looks for. */
function filtersOf(given: Given, wanted: Status | undefined, now: Date): Filters {
  const severity = given.text('severity');
  const [since, until] = (['since', 'until'] as const).map((name) => {
    const text = given.text(name);
    return text === undefined ? undefined : readTime(name, text, now);
  });
  return [
    ...(wanted ? [equals('status', { stringValues: [wanted === 'RESOLVED' ? 'RESOLVED' : 'OPEN'] })] : []),
    ...(severity === undefined ? [] : [equals('impact', { integerValues: [readSeverity(severity)] })]),
    ...(since ? [{ key: 'creationTime', condition: { after: new Date(since.getTime() - 1) } }] : []),
    ...(until ? [{ key: 'creationTime', condition: { before: until } }] : []),
  ];
}

/** What is told apart here: on the wire In Progress reads OPEN, and there is no filter for plans and titles. */
async function keepOf(
  client: Context['client'],
  given: Given,
  wanted: Status | undefined,
): Promise<(one: Summary) => boolean> {
  const plan = given.text('plan');
  const ofPlan = plan === undefined ? undefined : `incident-record/${lastOf(await planArn(client(), plan))}/`;
  const text = given.text('text')?.toLowerCase() ?? '';
  return (one) =>
    (!wanted || statusOf(one) === wanted) &&
    (!ofPlan || one.arn.includes(`:${ofPlan}`)) &&
    one.title.toLowerCase().includes(text);
}

const equals = (key: string, values: { stringValues: string[] } | { integerValues: number[] }) => ({
  key,
  condition: { equals: values },
});

const rowOf = (one: Summary): string[] => [
  shortName(one.arn),
  severityText(one.impact),
  statusText(statusOf(one)),
  when(one.creationTime),
  one.title,
];

export const show: Command = {
  name: 'incidents show',
  positionals: ['INCIDENT'],
  options: { json: jsonOption },
  summary: 'one incident',
  help: `
Shows one incident. INCIDENT is its ARN, four or more characters of the beginning or end of its id or, while it is not
resolved, its title or response plan.

  muster incidents show 4f2a91c0de77`,
  async run({ io, client }, given) {
    const arn = await incidentArn(client(), given.positionals[0]!);
    const { incidentRecord: record } = await client().call('GetIncidentRecord', { arn });
    const params = { incidentId: lastOf(arn) };
    const came = given.flag('json') ? undefined : (await client().api('getIncidentSignals', { params })).body;
    const pairs: [string, string | undefined][] = [
      ['title', record.title],
      ['severity', severityText(record.impact)],
      ['status', statusText(statusOf(record))],
      ['opened', when(record.creationTime)],
      ['resolved', when(record.resolvedTime)],
      ['changed', `${when(record.lastModifiedTime)} by ${record.lastModifiedBy}`],
      ['source', record.incidentRecordSource.source],
      ['raised by', record.incidentRecordSource.resourceArn ?? record.incidentRecordSource.createdBy],
      ['triggered', came && triggeredText(came)],
      ...(came?.signals.map((one): [string, string] => ['what', signalText(one)]) ?? []),
      ['summary', record.summary],
      ['resolution plan', planText(record.resolutionPlan)],
      ['resolution note', record.resolutionNote],
      ['arn', record.arn],
    ];
    io.out(given.flag('json') ? json(record) : fields(pairs));
    return undefined;
  },
};

/** How often, when last, and what of it is over. */
function triggeredText({ triggers, lastTriggeredAt, recoveredAt, engagedAnewAt }: IncidentSignals): string {
  const again = engagedAnewAt === null ? '' : `; engaged anew ${when(new Date(engagedAnewAt))}`;
  const over = recoveredAt === null ? '' : `; recovered ${when(new Date(recoveredAt))}`;
  return `${count(triggers, 'time')}, last ${when(new Date(lastTriggeredAt))}${again}${over}`;
}

function signalText({ name, firing, flapping, fired }: Signal): string {
  return `${name}: ${flapping ? 'flaps' : firing ? 'fires' : 'recovered'} (${count(fired, 'time')})`;
}
