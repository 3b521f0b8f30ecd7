import { type PlanWarning, planKey, type ResponsePlan, type ResponsePlans } from '#domain/response-plans';
import { arns, parseArn } from '#kernel/arn';
import type { Check, Finding } from './check.ts';
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

function nameFinding({ name }: ResponsePlan, { member, text, whatToDo, kind, name: missing }: PlanWarning): Finding {
  const command =
    kind === 'secret'
      ? `muster aws secretsmanager create-secret --name ${shellWord(secretName(missing))} --secret-string '{"pagerDutyToken":"…"}'`
      : kind === 'contact'
        ? `muster contacts create ${shellWord(missing.slice(missing.lastIndexOf('/') + 1))}`
        : undefined;
  const subject = `response plan ${name}`;
  return { severity: 'warning', subject, text: `${text} (${member}).`, whatToDo, ...(command ? { command } : {}) };
}

/** A secret is named by its name, or by its ARN, which ends in six random characters. */
const secretName = (named: string) =>
  parseArn(named)
    ?.resource.replace(/^secret:/, '')
    .replace(/-\w{6}$/, '') ?? named;

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
