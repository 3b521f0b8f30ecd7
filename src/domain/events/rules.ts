import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { parsePattern } from '#kernel/patterns/index';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { DEFAULT_BUS } from './event.ts';
import { type KeptRules, keptRules } from './kept-rules.ts';
import { type BusKey, rulesSql } from './rules.sql.ts';
import type { TargetKind } from './target.ts';

export interface NewRule extends BusKey {
  name: string;
  pattern: string;
  state: 'ENABLED' | 'DISABLED';
  description?: string;
  roleArn?: string;
  tags: Record<string, string>;
}

export interface NewTarget {
  id: string;
  arn: string;
  roleArn?: string;
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

/** AWS's defaults (aws-behaviour.md 4.2). */
const RULES_PER_BUS = 300;
const TARGETS_PER_RULE = 5;

export function createRules(kinds: () => TargetKind[]): Rules {
  return {
    async put(tx, now, actor, rule) {
      const { account, region, bus, name } = rule;
      parsePattern(rule.pattern);
      const { count } = (await tx.first(rulesSql.count, [account, region, bus, name]))!;
      if (count >= RULES_PER_BUS) throw limit(`bus ${bus} has ${RULES_PER_BUS} rules already`, 'rules-per-bus');
      const more = [rule.description ?? null, rule.roleArn ?? null, JSON.stringify(rule.tags), now, actor.principal];
      await tx.rows(rulesSql.put, [account, region, bus, name, rule.pattern, rule.state, ...more]);
      await tx.rows(rulesSql.raiseVersion, [account, region, bus]);
      return arns.rule(region, account, bus, name);
    },
    async putTargets(tx, { account, region, bus }, rule, targets) {
      if (!(await tx.first(rulesSql.lock, [account, region, bus, rule]))) {
        throw notFound('RULE', `${rule} on event bus ${bus}`);
      }
      const failed = targets.flatMap((target) => fault(kinds(), target));
      const taken = targets.filter((target) => !failed.some((one) => one.id === target.id));
      const ids = new Set((await tx.rows(rulesSql.targetIds, [account, region, bus, rule])).map((row) => row.id));
      for (const target of taken) ids.add(target.id);
      if (ids.size > TARGETS_PER_RULE)
        throw limit(`rule ${rule} would have ${ids.size} targets; ${TARGETS_PER_RULE} are allowed`, 'targets-per-rule');
      const rows = taken.map(({ id, arn, roleArn }) => ({ id, arn, role_arn: roleArn }));
      await tx.rows(rulesSql.putTargets, [account, region, bus, rule, JSON.stringify(rows)]);
      await tx.rows(rulesSql.raiseVersion, [account, region, bus]);
      return failed;
    },
    ...keptRules,
  };
}

const ID = /^[.\-_A-Za-z0-9]+$/;

function fault(kinds: TargetKind[], target: NewTarget): FailedTarget[] {
  const refuse = (message: string) => [{ id: target.id, code: 'ValidationException', message }];
  if (!ID.test(target.id))
    return refuse(`Id: wanted letters, digits, '.', '-' and '_', got ${JSON.stringify(target.id)}`);
  if (kinds.some((kind) => kind.accepts(target.arn))) return [];
  const known = kinds.map((kind) => kind.name).join(', ');
  return refuse(`Arn: this version of Muster delivers to ${known}; ${target.arn} is none of them`);
}

const limit = (what: string, quotaCode: string) =>
  new Refusal('quotaExceeded', `Limit reached: ${what}`, { code: 'LimitExceededException', quotaCode });

/** A bus by name or ARN; this version has the default one. */
export function busName(text: string | undefined, account: string, region: string): string {
  if (isBus(text, account, region)) return DEFAULT_BUS;
  throw new Refusal('notFound', `Event bus ${text} does not exist.`, {
    resourceType: 'EVENT_BUS',
    resourceId: text ?? '',
  });
}

export function isBus(text: string | undefined, account: string, region: string): boolean {
  return text === undefined || text === DEFAULT_BUS || text === arns.bus(region, account, DEFAULT_BUS);
}

export function requirePattern(pattern: string | undefined, schedule: string | undefined): string {
  if (schedule)
    throw invalid('ScheduleExpression: this version of Muster has rules with event patterns, not yet with schedules', {
      name: 'ScheduleExpression',
      message: 'not available',
    });
  if (!pattern)
    throw invalid('EventPattern: a rule needs an event pattern', { name: 'EventPattern', message: 'missing' });
  return pattern;
}
