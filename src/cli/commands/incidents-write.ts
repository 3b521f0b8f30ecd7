import { randomUUID } from 'node:crypto';
import { arns, parseArn } from '#kernel/arn';
import type { Client, Input } from '../client.ts';
import { type Command, type Context, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { incidentArn, shortName } from '../incident-names.ts';
import { json } from '../table.ts';
import { readInstant, readSeverity, readStatus, statusText } from '../words.ts';

const title = { type: 'string', value: 'TEXT', about: 'the title' } as const;
const severity = {
  type: 'string',
  value: 'SEVERITY',
  about: '1 to 5, or critical, high, medium, low, informational',
} as const;

/** A response plan's ARN from its ARN or name. */
export async function planArn(client: Client, named: string): Promise<string> {
  return parseArn(named) ? named : arns.responsePlan((await client.whoami()).account, named);
}

export const start: Command = {
  name: 'incidents start',
  positionals: [],
  options: {
    plan: { type: 'string', value: 'PLAN', about: 'the response plan, by name or ARN (needed)' },
    title: { ...title, about: "the title; the plan's unless given" },
    severity: { ...severity, about: `${severity.about}; the plan's unless given` },
    json: jsonOption,
  },
  summary: 'open an incident from a response plan',
  help: `
Opens an incident as the response plan says: its people are paged. Prints the incident's ARN.

  muster incidents start --plan payments --title "Checkout fails" --severity high`,
  async run({ io, client }, given) {
    const plan = given.text('plan');
    if (!plan)
      throw usage(
        '--plan is needed: the name or ARN of a response plan',
        '`muster incidents start --help` explains it.',
      );
    const input = {
      // Sent again after a broken connection, it is still one incident.
      clientToken: randomUUID(),
      responsePlanArn: await planArn(client(), plan),
      ...(given.text('title') === undefined ? {} : { title: given.text('title')! }),
      ...(given.text('severity') === undefined ? {} : { impact: readSeverity(given.text('severity')!) }),
    };
    const { incidentRecordArn } = await client().call('StartIncident', input);
    io.out(given.flag('json') ? json({ incidentRecordArn }) : `${incidentRecordArn}\n`);
    io.err(`See what happens: muster incidents timeline ${shortName(incidentRecordArn)}\n`);
    return undefined;
  },
};

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
Changes what is given and leaves the rest. INCIDENT is its ARN, or four or more characters of its id.

  muster incidents update 4f2a91c0de77 --status in-progress --severity 2
  muster incidents update 4f2a91c0de77 --resolution-plan "Roll back" --by ana --until 2026-11-24T18:00:00Z`,
  async run(context, given) {
    const change: Change = {
      ...(given.text('title') === undefined ? {} : { title: given.text('title')! }),
      ...(given.text('summary') === undefined ? {} : { summary: given.text('summary')! }),
      ...(given.text('severity') === undefined ? {} : { impact: readSeverity(given.text('severity')!) }),
      ...(given.text('status') === undefined ? {} : { status: readStatus(given.text('status')!) }),
      ...resolutionPlan(given),
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
function resolutionPlan(given: Given): Pick<Change, 'resolutionPlan'> {
  const what = given.text('resolution-plan');
  const by = given.text('by');
  const until = given.text('until');
  if (what !== undefined) {
    return {
      resolutionPlan: { what, ...(by ? { by } : {}), ...(until ? { until: readInstant('until', until) } : {}) },
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
Sets an incident to Resolved: nobody is paged for it any more. INCIDENT is its ARN, or four or more characters of its id.

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
