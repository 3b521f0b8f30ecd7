import { type Command, jsonOption } from '../command.ts';
import { listPlans } from '../names.ts';
import { each } from '../paging.ts';
import { json, listed } from '../table.ts';

interface Runbook {
  documentName: string;
  documentVersion?: string;
  roleArn: string;
  /** A fixed value, or what is filled in when it starts. */
  parameters: Record<string, string>;
  /** The names of the plans that start it with just these. */
  plans: string[];
}

export const plannedRunbooks: Command = {
  name: 'runbooks planned',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the runbooks that response plans name, with role and parameters',
  help: `
Lists the runbooks that response plans start, each with its role and parameters and with the plans that name it. This
version of Muster tells on an incident's timeline that they were not started: start them by hand, with
aws ssm start-automation-execution.

  muster runbooks planned
  muster runbooks planned --json`,
  async run({ io, client }, given) {
    const plans = await each(await listPlans(client()), ({ arn }) => client().call('GetResponsePlan', { arn }));
    const found = new Map<string, Runbook>();
    for (const { name, actions } of plans) {
      for (const { ssmAutomation } of actions ?? []) {
        if (!ssmAutomation) continue;
        const { documentName, documentVersion, roleArn, parameters = {}, dynamicParameters = {} } = ssmAutomation;
        const fixed = Object.entries(parameters).map(([key, values]) => [key, values.join(', ')]);
        const filled = Object.entries(dynamicParameters).map(([key, { variable }]) => [key, `{${variable}}`]);
        const book = {
          documentName,
          ...(documentVersion ? { documentVersion } : {}),
          roleArn,
          parameters: Object.fromEntries([...fixed, ...filled]) as Record<string, string>,
        };
        const key = JSON.stringify(book);
        const known = found.get(key);
        if (known) known.plans.push(name);
        else found.set(key, { ...book, plans: [name] });
      }
    }
    const runbooks = [...found.values()].sort((one, other) => (one.documentName < other.documentName ? -1 : 1));
    if (given.flag('json')) io.out(json(runbooks));
    else
      listed(io, ['RUNBOOK', 'PLANS', 'ROLE', 'PARAMETERS'], runbooks.map(rowOf), 'No response plan names a runbook.');
    return undefined;
  },
};

const rowOf = ({ documentName, documentVersion, roleArn, parameters, plans }: Runbook): string[] => [
  documentVersion ? `${documentName}:${documentVersion}` : documentName,
  plans.join(', '),
  roleArn,
  Object.entries(parameters)
    .map(([key, value]) => `${key}=${value}`)
    .join(' '),
];
