import { randomUUID } from 'node:crypto';
import type { Client, Input } from '../client.ts';
import { type Command, type Context, type Given, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { incidentArn, shortName } from '../incident-names.ts';
import { planArn } from '../names.ts';
import { json } from '../table.ts';
import { readSeverity, readStatus, statusText } from '../words.ts';

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
  const { incident } = (await client.own('POST', '/api/v1/incidents', body)) as { incident: { arn: string } };
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
  },
  summary: 'change title, summary, severity or status',
  help: `
Changes what is given and leaves the rest. INCIDENT is its ARN, or four or more characters of its id.

  muster incidents update 4f2a91c0de77 --status in-progress --severity 2`,
  async run(context, given) {
    const change: Change = {
      ...(given.text('title') === undefined ? {} : { title: given.text('title')! }),
      ...(given.text('summary') === undefined ? {} : { summary: given.text('summary')! }),
      ...(given.text('severity') === undefined ? {} : { impact: readSeverity(given.text('severity')!) }),
      ...(given.text('status') === undefined ? {} : { status: readStatus(given.text('status')!) }),
    };
    if (Object.keys(change).length === 0) {
      throw usage(
        'nothing to change: give --title, --summary, --severity or --status',
        '`muster incidents update --help` explains it.',
      );
    }
    await updateIncident(context, given, change, 'changed');
    return undefined;
  },
};

export const resolve: Command = {
  name: 'incidents resolve',
  positionals: ['INCIDENT'],
  options: {},
  summary: 'resolve an incident, which ends its engagements',
  help: `
Sets an incident to Resolved: nobody is paged for it any more. INCIDENT is its ARN, or four or more characters of its id.

  muster incidents resolve 4f2a91c0de77`,
  async run(context, given) {
    await updateIncident(context, given, { status: 'RESOLVED' }, statusText('RESOLVED').toLowerCase());
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
