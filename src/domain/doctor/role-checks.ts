import { type Permissions, parseRoleArn, type Roles, trustStatement } from '#domain/access';
import type { ResponsePlan } from '#domain/response-plans';
import type { Queries } from '#storage/db';
import type { Check, Finding, Patient } from './check.ts';
import { shellWord } from './shell-word.ts';
import type { Ward } from './ward.ts';

/** Who says whether a role trusts a service, and what it may. */
export interface RoleRooms {
  assuming: Roles;
  permissions: Permissions;
}

const SERVICE = 'ssm-incidents.amazonaws.com';
const START = 'ssm:StartAutomationExecution';

/** Whether the runbooks of response plans could be started as the roles that the plans name. */
export const rolesCheck = (ward: Ward, rooms: RoleRooms): Check => ({
  id: 'roles',
  title: 'Roles of response plans may start their runbooks',
  async run(on, _now, patient) {
    const findings: Finding[] = [];
    for (const plan of await ward.plans(on, patient)) findings.push(...(await findingsOf(on, rooms, patient, plan)));
    return findings;
  },
});

/** One finding for each role and document: a plan may name the same twice. */
async function findingsOf(
  on: Queries,
  { assuming, permissions }: RoleRooms,
  patient: Patient,
  plan: ResponsePlan,
): Promise<Finding[]> {
  const { account } = patient;
  const subject = `response plan ${plan.name}`;
  const found = new Map<string, Finding>();
  for (const { ssmAutomation } of plan.actions) {
    const { roleArn, documentName, documentVersion = '$DEFAULT' } = ssmAutomation;
    const acting = await assuming.actAs(on, { account, roleArn, service: SERVICE, sessionName: 'doctor' });
    if ('refused' in acting) {
      // That it is not there is told by the check of names.
      if (acting.why === 'no trust') found.set(roleArn, untrusting(subject, roleArn));
      continue;
    }
    for (const region of patient.regions) {
      const name = documentName.slice(documentName.lastIndexOf('/') + 1);
      const resource = `arn:aws:ssm:${region}:${account}:automation-definition/${name}:${documentVersion}`;
      const asked = { account, principal: acting.principal, roleArn, action: START, resources: [resource] };
      const context = { 'aws:requestedregion': [region], 'aws:viaawsservice': ['true'] };
      const verdict = await permissions.judge(on, { ...asked, context });
      if (!verdict.allowed) found.set(`${roleArn} ${name}`, powerless(subject, roleArn, resource, verdict.message));
    }
  }
  return [...found.values()];
}

const untrusting = (subject: string, roleArn: string): Finding => ({
  severity: 'fault',
  subject,
  text: `Its runbook does not start: the role ${roleArn} does not trust ${SERVICE}.`,
  whatToDo: `Put this statement into the role's trust policy: ${trustStatement(SERVICE)}`,
  command: `muster aws iam update-assume-role-policy --role-name ${nameIn(roleArn)} --policy-document …`,
});

const powerless = (subject: string, roleArn: string, resource: string, message: string): Finding => ({
  severity: 'fault',
  subject,
  text: `Its runbook does not start. ${message}.`,
  whatToDo: `Let the role ${roleArn} do ${START} on ${resource}.`,
  command: `muster aws iam put-role-policy --role-name ${nameIn(roleArn)} --policy-name start-runbooks --policy-document ${shellWord(allowing(resource))}`,
});

const allowing = (Resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: START, Resource }] });

const nameIn = (roleArn: string) => shellWord(parseRoleArn(roleArn)?.name ?? '…');
