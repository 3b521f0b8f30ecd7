import type { Alarm } from '#domain/alarms';
import type { Rule } from '#domain/events';
import { type PlanRef, parsePlanArn, planKey } from '#domain/response-plans';
import { Refusal } from '#kernel/refusal';
import type { Check, Finding } from './check.ts';
import { partly, type Ward } from './ward.ts';

/** Rules that are disabled, do nothing, or name a plan that does not exist. */
export const rulesCheck = (ward: Ward): Check => ({
  id: 'rules',
  title: 'Every rule is enabled and has a target that exists',
  async run(on, _now, patient) {
    const plans = new Set((await ward.plans(on, patient)).map(planKey));
    const rules = await ward.rules(on, patient);
    return [...rules.flatMap((rule) => ruleFindings(rule, plans)), ...partly('rules', rules)];
  },
});

function ruleFindings({ name, state, targets }: Rule, plans: ReadonlySet<string>): Finding[] {
  const subject = `rule ${name}`;
  if (state === 'DISABLED') {
    const whatToDo = `Enable it, or delete it if nobody needs it: muster rules enable ${name}`;
    const text = 'It is disabled: no event sets it going.';
    return [{ severity: 'note', subject, text, whatToDo, command: `muster rules enable ${name}` }];
  }
  if (targets.length === 0) {
    const whatToDo = `Give it one: muster aws events put-targets --rule ${name} …`;
    const command = `muster aws events put-targets --rule ${name} --targets Id=plan,Arn=…`;
    const text = 'It has no target: matching events start nothing.';
    return [{ severity: 'warning', subject, text, whatToDo, command }];
  }
  return targets.flatMap(({ id, arn }): Finding[] => {
    const plan = planIn(arn);
    if (!plan || plans.has(planKey(plan))) return [];
    const text = `Its target ${id} is the response plan ${plan.name}, which does not exist: nothing is opened.`;
    return [{ severity: 'fault', subject, text, whatToDo: 'Make that plan, or name another as target.' }];
  });
}

/** Alarms whose action names a plan that does not exist, or whose actions are off. */
export const alarmsCheck = (ward: Ward): Check => ({
  id: 'alarms',
  title: 'The response plan of every alarm exists',
  async run(on, _now, patient) {
    const plans = new Set((await ward.plans(on, patient)).map(planKey));
    const alarms = await ward.alarms(on, patient);
    return [...alarms.flatMap((alarm) => alarmFindings(alarm, plans)), ...partly('alarms', alarms)];
  },
});

function alarmFindings({ name, config }: Alarm, plans: ReadonlySet<string>): Finding[] {
  const subject = `alarm ${name}`;
  const actions = [...new Set([...config.AlarmActions, ...config.OKActions, ...config.InsufficientDataActions])];
  const lost = actions.flatMap((arn): Finding[] => {
    const plan = planIn(arn);
    if (!plan || plans.has(planKey(plan))) return [];
    const text = `Its action names the response plan ${plan.name}, which does not exist: nothing is opened.`;
    return [{ severity: 'fault', subject, text, whatToDo: 'Make that plan, or name another in the alarm.' }];
  });
  if (config.ActionsEnabled || actions.length === 0) return lost;
  const text = 'Its actions are disabled: entering ALARM starts none of them.';
  return [...lost, { severity: 'note', subject, text, whatToDo: 'Put the alarm again with ActionsEnabled.' }];
}

/** The response plan that an ARN names; undefined where it names something else. */
export function planIn(arn: string): PlanRef | undefined {
  try {
    return parsePlanArn(arn, 'arn');
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}
