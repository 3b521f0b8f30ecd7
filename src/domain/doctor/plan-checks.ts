import { parseRoleArn } from '#domain/access';
import { type PlanWarning, planKey, type ResponsePlan, type ResponsePlans } from '#domain/response-plans';
import { arns, parseArn } from '#kernel/arn';
import { unreachable } from '#kernel/unreachable';
import type { Check, Finding } from './check.ts';
import { secretName } from './secret-commands.ts';
import { shellWord } from './shell-word.ts';
import type { Ward } from './ward.ts';
import { planIn } from './way-in-checks.ts';

/** What response plans name, beside whom they engage, and is not there: secrets, topics, documents, roles. */
export const namesCheck = (ward: Ward, responsePlans: Pick<ResponsePlans, 'warnings'>): Check => ({
  id: 'names',
  title: 'What response plans name is there',
  async run(on, _now, patient) {
    const findings: Finding[] = [];
    for (const plan of await ward.plans(on, patient)) {
      const warnings = await responsePlans.warnings(on, plan);
      // Whom it engages at once is told by the check of plans.
      const others = warnings.filter(({ member }) => !member.startsWith('engagements['));
      findings.push(...others.map((warning) => nameFinding(plan, warning)));
    }
    return findings;
  },
});

function nameFinding(plan: ResponsePlan, warning: PlanWarning): Finding {
  const { member, text, whatToDo } = warning;
  const command = commandFor(plan, warning);
  const subject = `response plan ${plan.name}`;
  return { severity: 'warning', subject, text: `${text} (${member}).`, whatToDo, ...(command ? { command } : {}) };
}

/** What makes the thing that is missing; of what this version does not keep, what takes it out of the plan. */
function commandFor(plan: ResponsePlan, { kind, name }: PlanWarning): string | undefined {
  switch (kind) {
    case 'secret':
      return `muster aws secretsmanager create-secret --name ${shellWord(secretName(name))} --secret-string '{"pagerDutyToken":"…","pagerDutyFromEmail":"…"}'`;
    case 'contact':
      return `muster contacts create ${shellWord(name.slice(name.lastIndexOf('/') + 1))}`;
    case 'topic': {
      const arn = parseArn(name);
      return arn && `muster aws sns create-topic --name ${shellWord(arn.resource)} --region ${shellWord(arn.region)}`;
    }
    case 'room':
      return `muster chat bind ${shellWord(name)} --type slack --address …`;
    case 'role': {
      const role = parseRoleArn(name)?.name;
      return (
        role &&
        `muster aws iam create-role --role-name ${shellWord(role)} --assume-role-policy-document ${shellWord(TRUST)}`
      );
    }
    case 'document':
      return withoutActions(plan, name);
    // Only who wrote the text knows what was meant.
    case 'placeholder':
      return undefined;
    default:
      return unreachable(kind);
  }
}

/** Whoever runs runbooks of plans may act as the role. */
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: ['ssm-incidents.amazonaws.com', 'ssm.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ],
});

/** The plan without the runbooks that name a document or role: the others stay as they are. */
function withoutActions({ account, name, actions }: ResponsePlan, missing: string): string {
  const kept = actions.filter(
    ({ ssmAutomation: { documentName, roleArn } }) => documentName !== missing && roleArn !== missing,
  );
  const plan = shellWord(arns.responsePlan(account, name));
  return `muster aws ssm-incidents update-response-plan --arn ${plan} --actions ${shellWord(JSON.stringify(kept))}`;
}

/** Plans that neither a rule nor an alarm starts: only people do. */
export const unstartedCheck = (ward: Ward): Check => ({
  id: 'unstarted',
  title: 'Something starts every response plan',
  async run(on, _now, patient) {
    const rules = await ward.rules(on, patient);
    const alarms = await ward.alarms(on, patient);
    const named = [
      ...rules.flatMap(({ targets }) => targets.map(({ arn }) => arn)),
      ...alarms.flatMap(({ config }) => [
        ...config.AlarmActions,
        ...config.OKActions,
        ...config.InsufficientDataActions,
      ]),
    ];
    const started = new Set(named.flatMap((arn) => planIn(arn) ?? []).map(planKey));
    const plans = (await ward.plans(on, patient)).filter((plan) => !started.has(planKey(plan)));
    return plans.map((plan) => ({
      severity: 'note',
      subject: `response plan ${plan.name}`,
      text: 'No rule and no alarm starts it: only people do, by hand.',
      whatToDo: 'Name it as the target of a rule or the action of an alarm, if something should.',
      command: `muster aws events put-targets --rule … --targets Id=plan,Arn=${arns.responsePlan(plan.account, plan.name)}`,
    }));
  },
});
