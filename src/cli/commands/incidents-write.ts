import { randomUUID } from 'node:crypto';
import type { Client, Input } from '../client.ts';
import { type Command, type Context, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { incidentArn, shortName } from '../incident-names.ts';
import { planArn } from '../names.ts';
import { json } from '../table.ts';
import { readSeverity, readStatus, readTime, statusText } from '../words.ts';

const title = { type: 'string', value: 'TEXT', about: 'the title' } as const;
const severity = {
  type: 'string',
  value: 'SEVERITY',
  about: '1 to 5, or critical, high, medium, low, informational',
} as const;

export const start: Command = {
  name: 'incidents start',
  positionals: [],
  options: {
    plan: { type: 'string', value: 'PLAN', about: 'the response plan, by name or ARN; without one nobody is engaged' },
    title: { ...title, about: "the title; the plan's unless given" },
    severity: { ...severity, about: `${severity.about}; the plan's unless given, 3 without a plan` },
    json: jsonOption,
  },
  summary: 'open an incident, from a response plan or from nothing',
  help: `
Opens an incident as the response plan says: its people are paged. Without a plan it is a record with a timeline, about which
nobody is paged until somebody is engaged by hand. Prints the incident's ARN.

  muster incidents start --plan payments --title "Checkout fails" --severity high
  muster incidents start --title "Odd noise in rack 4" --severity low`,
  async run({ io, client }, given) {
    const [plan, named, severe] = [given.text('plan'), given.text('title'), given.text('severity')];
    if (!plan && !named) {
      throw usage(
        'give --plan, or --title for an incident without a plan',
        '`muster incidents start --help` explains it.',
      );
    }
    const impact = severe === undefined ? undefined : readSeverity(severe);
    const incidentRecordArn = plan
      ? await startFromPlan(client(), plan, named, impact)
      : await startFromNothing(client(), named!, impact);
    io.out(given.flag('json') ? json({ incidentRecordArn }) : `${incidentRecordArn}\n`);
    io.err(`See what happens: muster incidents timeline ${shortName(incidentRecordArn)}\n`);
    return undefined;
  },
};

async function startFromPlan(client: Client, plan: string, named: string | undefined, impact: number | undefined) {
  const { incidentRecordArn } = await client.call('StartIncident', {
    // Sent again after a broken connection, it is still one incident.
    clientToken: randomUUID(),
    responsePlanArn: await planArn(client, plan),
    ...(named === undefined ? {} : { title: named }),
    ...(impact === undefined ? {} : { impact }),
  });
  return incidentRecordArn;
}

/** The AWS face knows no incident without a plan; our own does. */
async function startFromNothing(client: Client, named: string, severity: number | undefined): Promise<string> {
  const body = { title: named, ...(severity === undefined ? {} : { severity }) };
  const { incident } = (await client.api('startIncident', { body, idempotencyKey: randomUUID() })).body;
  return incident.arn;
}

export const update: Command = {
  name: 'incidents update',
  positionals: ['INCIDENT'],
  options: {
    title,
    summary: { type: 'string', value: 'TEXT', about: 'the summary' },
    severity,
    status: { type: 'string', value: 'STATUS', about: 'open, in-progress or resolved' },
    'resolution-plan': { type: 'string', value: 'TEXT', about: 'what will be done to end it; "" takes the plan away' },
    by: { type: 'string', value: 'WHO', about: 'by whom it will be done; with --resolution-plan' },
    until: { type: 'string', value: 'TIME', about: 'by when, e.g. 2026-11-24T18:00:00Z; with --resolution-plan' },
  },
  summary: 'change title, summary, severity, status or resolution plan',
  help: `
Changes what is given and leaves the rest. INCIDENT is its ARN, four or more characters of its
id or, while it is not resolved, its title or response plan.

  muster incidents update 4f2a91c0de77 --status in-progress --severity 2
  muster incidents update 4f2a91c0de77 --resolution-plan "Roll back" --by ana --until 2026-11-24T18:00:00Z`,
  async run(context, given) {
    const change: Change = {
      ...(given.text('title') === undefined ? {} : { title: given.text('title')! }),
      ...(given.text('summary') === undefined ? {} : { summary: given.text('summary')! }),
      ...(given.text('severity') === undefined ? {} : { impact: readSeverity(given.text('severity')!) }),
      ...(given.text('status') === undefined ? {} : { status: readStatus(given.text('status')!) }),
      ...resolutionPlan(given, context.io.now()),
    };
    if (Object.keys(change).length === 0) {
      throw usage(
        'nothing to change: give --title, --summary, --severity, --status or --resolution-plan',
        '`muster incidents update --help` explains it.',
      );
    }
    await updateIncident(context, given, change, 'changed');
    return undefined;
  },
};

/** The plan as it was given: `--by` and `--until` say nothing without it. */
function resolutionPlan(given: Given, now: Date): Pick<Change, 'resolutionPlan'> {
  const what = given.text('resolution-plan');
  const by = given.text('by');
  const until = given.text('until');
  if (what !== undefined) {
    return {
      resolutionPlan: { what, ...(by ? { by } : {}), ...(until ? { until: readTime('until', until, now) } : {}) },
    };
  }
  if (by === undefined && until === undefined) return {};
  throw usage(
    '--by and --until belong to a plan: give --resolution-plan with them',
    '`muster incidents update --help` explains it.',
  );
}

export const resolve: Command = {
  name: 'incidents resolve',
  positionals: ['INCIDENT'],
  options: {
    note: { type: 'string', value: 'TEXT', about: 'how it ended: kept with the incident and told on its timeline' },
  },
  summary: 'resolve an incident, which ends its engagements',
  help: `
Sets an incident to Resolved: nobody is paged for it any more. INCIDENT is its ARN, four or more characters of its
id or, while it is not resolved, its title or response plan.

  muster incidents resolve "Checkout fails"
  muster incidents resolve 4f2a91c0de77 --note "Rolled back to 4.1; the cache was cold"`,
  async run(context, given) {
    const note = given.text('note');
    const change: Change = { status: 'RESOLVED', ...(note === undefined ? {} : { resolutionNote: note }) };
    await updateIncident(context, given, change, statusText('RESOLVED').toLowerCase());
    return undefined;
  },
};

type Change = Omit<Input<'UpdateIncidentRecord'>, 'arn' | 'clientToken'>;

async function updateIncident({ io, client }: Context, given: Given, change: Change, done: string): Promise<void> {
  const arn = await incidentArn(client(), given.positionals[0]!);
  await client().call('UpdateIncidentRecord', { arn, clientToken: randomUUID(), ...change });
  io.out(`${arn}\n`);
  io.err(`Incident ${shortName(arn)} is ${done}.\n`);
}
