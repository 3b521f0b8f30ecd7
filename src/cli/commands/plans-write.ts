import { randomUUID } from 'node:crypto';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import type { Client, Input } from '../client.ts';
import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { readObject } from '../files.ts';
import { contactArns, lastOf, planArn } from '../names.ts';
import { shaped } from '../shaped.ts';
import { json } from '../table.ts';
import { readSeverity } from '../words.ts';

/** What a plan's incidents are where nobody says: medium. */
const SEVERITY = 3;

const severity: Option = {
  type: 'string',
  value: 'SEVERITY',
  about: '1 to 5, or critical, high, medium, low, informational',
};
const options: Record<string, Option> = {
  title: { type: 'string', value: 'TEXT', about: 'the title of its incidents' },
  severity,
  summary: { type: 'string', value: 'TEXT', about: 'the summary of its incidents' },
  'display-name': { type: 'string', value: 'TEXT', about: 'how the plan is called on screens' },
  engage: { type: 'string', value: 'CONTACT', about: 'whom it engages: alias or ARN', several: true },
  dedupe: { type: 'string', value: 'TEXT', about: 'triggers with this text are one incident while it is open' },
  file: { type: 'string', value: 'FILE', about: 'all of it, as `plans show --json` prints it; - is standard input' },
};

export const createPlan: Command = {
  name: 'plans create',
  positionals: ['NAME'],
  options: {
    ...options,
    severity: { ...severity, about: `${severity.about}; 3 unless given` },
    json: jsonOption,
  },
  summary: 'make a response plan, from options or a file',
  help: `
Makes a response plan. What is not given as an option is taken from the file, where there is one: options win. Prints the
plan's ARN.

  muster plans create payments --title "Payments are down" --severity high --engage payments-oncall
  muster plans create payments-eu --file payments.json --title "Payments (EU) are down"`,
  async run({ io, client }, given) {
    const { name: _name, ...filed } = fileOf(given);
    const incidentTemplate = { ...objectIn(filed, 'incidentTemplate'), ...templateOf(given) };
    if (incidentTemplate['impact'] === undefined && incidentTemplate['severity'] === undefined) {
      incidentTemplate['impact'] = SEVERITY;
    }
    if (incidentTemplate['title'] === undefined) throw usage('--title is needed: what its incidents are called', HINT);
    const plan = {
      clientToken: randomUUID(),
      name: given.positionals[0]!,
      ...filed,
      ...(await planMembers(client(), given)),
      incidentTemplate,
    };
    const { input } = ssmIncidents.table.CreateResponsePlan;
    const made = await client().call(
      'CreateResponsePlan',
      shaped(input, plan, sourceOf(given)) as Input<'CreateResponsePlan'>,
    );
    io.out(given.flag('json') ? json(made) : `${made.arn}\n`);
    return undefined;
  },
};

const HINT = '`muster plans create --help` explains it.';

export const updatePlan: Command = {
  name: 'plans update',
  positionals: ['PLAN'],
  options: { ...options, 'engage-nobody': { type: 'boolean', about: 'engage nobody any more' } },
  summary: 'change a response plan, from options or a file',
  help: `
Changes what is given and leaves the rest; a list, as that of \`--engage\`, is replaced whole. PLAN is its name or ARN.
Incidents that are open already stay as they are. Prints the plan's ARN.

  muster plans update payments --severity critical --engage payments-oncall --engage dora
  muster plans update payments --file payments.json`,
  async run({ io, client }, given) {
    const arn = await planArn(client(), given.positionals[0]!);
    const { name: _name, ...filed } = fileOf(given);
    const { incidentTemplate: _template, ...rest } = filed;
    const template = { ...objectIn(filed, 'incidentTemplate'), ...templateOf(given) };
    const change = { ...rest, ...(await planMembers(client(), given)), ...flattened(template) };
    if (Object.keys(change).length === 0) {
      throw usage('nothing to change: give an option, or --file', '`muster plans update --help` explains it.');
    }
    const { input } = ssmIncidents.table.UpdateResponsePlan;
    const whole = shaped(input, { clientToken: randomUUID(), arn, ...change }, sourceOf(given));
    await client().call('UpdateResponsePlan', whole as Input<'UpdateResponsePlan'>);
    io.out(`${arn}\n`);
    io.err(`Response plan ${lastOf(arn)} is changed.\n`);
    return undefined;
  },
};

export const deletePlan: Command = {
  name: 'plans delete',
  positionals: ['PLAN'],
  options: {},
  summary: 'delete a response plan; its incidents stay',
  help: `
Deletes a response plan. Its incidents stay; rules and alarms that name it open nothing any more, which \`muster doctor\`
tells. PLAN is its name or ARN.

  muster plans delete payments`,
  async run({ io, client }, given) {
    const arn = await planArn(client(), given.positionals[0]!);
    // On the wire the deletion of what is not there succeeds: a slip of the pen is told here.
    await client().call('GetResponsePlan', { arn });
    await client().call('DeleteResponsePlan', { arn });
    io.out(`${arn}\n`);
    io.err(`Response plan ${lastOf(arn)} is deleted.\n`);
    return undefined;
  },
};

/** The file's plan; what only an answer has, its ARN and warnings, is left out. */
function fileOf(given: Given): Record<string, unknown> {
  const path = given.text('file');
  if (path === undefined) return {};
  const { arn: _arn, warnings: _warnings, ...plan } = readObject('file', path);
  return plan;
}

const sourceOf = (given: Given) => given.text('file') ?? 'options';

function objectIn(plan: Record<string, unknown>, name: string): Record<string, unknown> {
  const value = plan[name] ?? {};
  if (typeof value === 'object' && !Array.isArray(value)) return { ...value };
  throw usage(`--file: ${name}: wanted an object, got ${JSON.stringify(value)}`);
}

/** The template's members that options give. */
function templateOf(given: Given): Record<string, unknown> {
  const [title, summary, dedupeString] = ['title', 'summary', 'dedupe'].map((name) => given.text(name));
  const text = given.text('severity');
  const impact = text === undefined ? undefined : readSeverity(text);
  return present({ title, impact, summary, dedupeString });
}

/** The plan's own members that options give. */
async function planMembers(client: Client, given: Given): Promise<Record<string, unknown>> {
  const named = given.texts('engage');
  const engagements = given.flag('engage-nobody')
    ? []
    : named.length > 0
      ? await contactArns(client, named)
      : undefined;
  return present({ displayName: given.text('display-name'), engagements });
}

const present = (members: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** An update names each member of the template by itself. */
function flattened({ severity, ...template }: Record<string, unknown>): Record<string, unknown> {
  const impact = template['impact'] ?? severity;
  const whole = impact === undefined ? template : { ...template, impact: Number(impact) };
  return Object.fromEntries(
    Object.entries(whole).map(([name, value]) => [
      name === 'incidentTags' ? 'incidentTemplateTags' : `incidentTemplate${name[0]!.toUpperCase()}${name.slice(1)}`,
      value,
    ]),
  );
}
