import { type Command, jsonOption } from '../command.ts';
import { lastOf, listPlans, planArn } from '../names.ts';
import { fields, json, listed } from '../table.ts';
import { severityText } from '../words.ts';

export const listPlansCommand: Command = {
  name: 'plans list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the response plans, by name',
  help: `
Lists the response plans of the account: the first 1,000, by name.

  muster plans list`,
  async run({ io, client }, given) {
    const plans = await listPlans(client());
    const rows = plans.map((plan) => [plan.name, plan.displayName ?? '', plan.arn]);
    if (given.flag('json')) io.out(json(plans));
    else listed(io, ['NAME', 'DISPLAY NAME', 'ARN'], rows, 'No response plan. `muster plans create` makes one.');
    return undefined;
  },
};

export const showPlan: Command = {
  name: 'plans show',
  positionals: ['PLAN'],
  options: { json: jsonOption },
  summary: 'one response plan',
  help: `
Shows what a response plan does when it is started, and warns of what it names and is not there. PLAN is its name or ARN.

  muster plans show payments
  muster plans show payments --json > payments.json`,
  async run({ io, client }, given) {
    const plan = await client().call('GetResponsePlan', { arn: await planArn(client(), given.positionals[0]!) });
    const pairs: [string, string | undefined][] = [
      ['name', plan.name],
      ['display name', plan.displayName],
      ['title', plan.incidentTemplate.title],
      ['severity', severityText(plan.incidentTemplate.impact)],
      ['summary', plan.incidentTemplate.summary],
      ['dedupe', plan.incidentTemplate.dedupeString],
      ['engages', plan.engagements?.map(lastOf).join(', ')],
      ['runs', plan.actions?.map(({ ssmAutomation }) => ssmAutomation?.documentName).join(', ')],
      ['arn', plan.arn],
      ...(plan.warnings ?? []).map(({ member, text, whatToDo }): [string, string] => [
        'warning',
        `${member}: ${text}. ${whatToDo}`,
      ]),
    ];
    io.out(given.flag('json') ? json(plan) : fields(pairs));
    return undefined;
  },
};
