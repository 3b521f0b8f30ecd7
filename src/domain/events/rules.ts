import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { parsePattern } from '#kernel/patterns/index';
import { type Quota, within } from '#kernel/quota';
import { invalid, notFound } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { holdBus } from './buses.ts';
import { DEFAULT_BUS } from './event.ts';
import { type KeptRules, type KeptRulesDeps, keptRules } from './kept-rules.ts';
import { type BusKey, rulesSql } from './rules.sql.ts';
import { parseSchedule } from './schedule.ts';
import { planSchedule } from './schedules.ts';
import type { AnyTarget } from './target.ts';
import { optionsFault, type TargetOptions } from './target-options.ts';

export interface NewRule extends BusKey {
  name: string;
  /** It has one of the two, or both. */
  pattern?: string;
  schedule?: string;
  state: 'ENABLED' | 'DISABLED';
  description?: string;
  roleArn?: string;
  tags: Record<string, string>;
}

export interface NewTarget {
  id: string;
  arn: string;
  roleArn?: string;
  options?: TargetOptions;
}

export interface FailedTarget {
  id: string;
  code: string;
  message: string;
}

export interface Rules extends KeptRules {
  /** Makes or replaces a rule; what is left out is reset, tags excepted. Answers its ARN. */
  put(tx: Tx, now: Date, actor: Actor, rule: NewRule): Promise<string>;
  /** Adds or replaces targets by id. Answers those that were not taken, and why; the others stand. */
  putTargets(tx: Tx, bus: BusKey, rule: string, targets: NewTarget[]): Promise<FailedTarget[]>;
}

export interface RulesDeps extends KeptRulesDeps {
  kinds: () => AnyTarget[];
  quotas: KeptRulesDeps['quotas'] & Readonly<Record<'rulesPerBus' | 'targetsPerRule', Quota>>;
}

export function createRules(deps: RulesDeps): Rules {
  const { kinds, due, quotas } = deps;
  return {
    async put(tx, now, actor, rule) {
      const { account, region, bus, name } = rule;
      checkFires(rule);
      await holdBus(tx, rule);
      const { count } = (await tx.first(rulesSql.count, [account, region, bus, name]))!;
      const arn = arns.rule(region, account, bus, name);
      within(quotas.rulesPerBus, count + 1, { type: 'RULE', id: arn });
      const more = [rule.description ?? null, rule.roleArn ?? null, JSON.stringify(rule.tags), now, actor.principal];
      const key = [account, region, bus, name];
      await tx.rows(rulesSql.put, [...key, rule.pattern ?? null, rule.state, ...more, rule.schedule ?? null]);
      await tx.rows(rulesSql.raiseVersion, [account, region, bus]);
      await planSchedule(tx, now, due, rule);
      return arn;
    },
    async putTargets(tx, { account, region, bus }, rule, targets) {
      if (!(await tx.first(rulesSql.lock, [account, region, bus, rule]))) {
        throw notFound('RULE', `${rule} on event bus ${bus}`);
      }
      const failed = targets.flatMap((target) => fault(kinds(), { account, region }, target));
      const taken = targets.filter((target) => !failed.some((one) => one.id === target.id));
      const ids = new Set((await tx.rows(rulesSql.targetIds, [account, region, bus, rule])).map((row) => row.id));
      for (const target of taken) ids.add(target.id);
      within(quotas.targetsPerRule, ids.size, { type: 'RULE', id: arns.rule(region, account, bus, rule) });
      const rows = taken.map(({ id, arn, roleArn, options = {} }) => ({ id, arn, role_arn: roleArn, options }));
      await tx.rows(rulesSql.putTargets, [account, region, bus, rule, JSON.stringify(rows)]);
      await tx.rows(rulesSql.raiseVersion, [account, region, bus]);
      return failed;
    },
    ...keptRules(deps),
  };
}

/** Refuses (validation) a rule that nothing fires, a bad pattern or schedule, and a schedule on a bus of a user's. */
function checkFires({ bus, pattern, schedule }: NewRule): void {
  if (pattern === undefined && schedule === undefined)
    throw invalid('EventPattern: a rule needs an event pattern, a schedule expression, or both', {
      name: 'EventPattern',
      message: 'missing',
    });
  if (pattern !== undefined) parsePattern(pattern);
  if (schedule === undefined) return;
  if (bus !== DEFAULT_BUS) {
    const message = `ScheduleExpression is supported only on the default event bus, not on ${bus}.`;
    throw invalid(message, { name: 'ScheduleExpression', message });
  }
  parseSchedule(schedule);
}

const ID = /^[.\-_A-Za-z0-9]+$/;

function fault(kinds: AnyTarget[], { account, region }: Omit<BusKey, 'bus'>, target: NewTarget): FailedTarget[] {
  const refuse = (message: string) => [{ id: target.id, code: 'ValidationException', message }];
  if (!ID.test(target.id))
    return refuse(`Id: wanted letters, digits, '.', '-' and '_', got ${JSON.stringify(target.id)}`);
  const kind = kinds.find((one) => one.accepts(target.arn));
  if (!kind) {
    const known = kinds.map(({ name }) => name).join(', ');
    return refuse(`Arn: this version of Muster delivers to ${known}; ${target.arn} is none of them`);
  }
  const { arn: targetArn, options = {} } = target;
  const wrong = optionsFault(options, region) ?? kind.fault?.({ account, region, targetArn, options });
  return wrong === undefined ? [] : refuse(wrong);
}
