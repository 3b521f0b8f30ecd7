import { type Command, jsonOption } from '../command.ts';
import { fields, json } from '../table.ts';
import { severityText } from '../words.ts';
import { planArn } from './incidents-write.ts';

export const showPlan: Command = {
  name: 'plans show',
  positionals: ['PLAN'],
  options: { json: jsonOption },
  summary: 'one response plan',
  help: `
Shows what a response plan does when it is started, and warns of what it names and is not there. PLAN is its name or ARN.

  muster plans show payments`,
  async run({ io, client }, given) {
    const plan = await client().call('GetResponsePlan', { arn: await planArn(client(), given.positionals[0]!) });
    const pairs: [string, string | undefined][] = [
      ['name', plan.name],
      ['display name', plan.displayName],
      ['title', plan.incidentTemplate.title],
      ['severity', severityText(plan.incidentTemplate.impact)],
      ['summary', plan.incidentTemplate.summary],
      ['engages', plan.engagements?.join(', ')],
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
