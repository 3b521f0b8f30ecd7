import { arns } from '#kernel/arn';
import { firstIdAt } from '#kernel/ids';
import type { Quota } from '#kernel/quota';
import { invalid, notFound } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { requireBus } from './buses.ts';
import { type BusKey, type RuleRow, type RuleView, rulesSql } from './rules.sql.ts';
import type { FailedTarget, NewRule, NewTarget } from './rules.ts';
import { planSchedule, unplanSchedule } from './schedules.ts';
import type { TargetOptions } from './target-options.ts';

/** A rule of a bus. */
export interface RuleRef extends BusKey {
  name: string;
}

/** A rule as it is read: what it matches, and where that goes. */
export interface Rule extends Omit<NewRule, 'tags'> {
  arn: string;
  createdBy: string;
  /** When it was made, or changed last. */
  changedAt: Date;
  /** By id. */
  targets: (NewTarget & { options: TargetOptions })[];
}

export interface RuleQuery extends BusKey {
  /** What the names begin with. */
  prefix?: string;
  limit: number;
  /** The last name of the page before. */
  after?: string;
}

/** What can be done with rules that are there. */
export interface KeptRules {
  /** By name. */
  list(on: Queries, query: RuleQuery): Promise<Rule[]>;
  get(on: Queries, ref: RuleRef): Promise<Rule>;
  /** The names of those that have such a target, by name. */
  withTarget(on: Queries, query: BusKey & { targetArn: string; limit: number; after?: string }): Promise<string[]>;
  tags(on: Queries, ref: RuleRef): Promise<Tags>;
  tag(tx: Tx, ref: RuleRef, change: TagChange): Promise<void>;
  /** The names of those that matched an event since then, among the 200,000 newest deliveries of the region. */
  matchedSince(on: Queries, bus: BusKey, since: Date): Promise<string[]>;
  /** A disabled rule keeps its targets and matches nothing. Doing it twice is harmless. */
  setState(tx: Tx, now: Date, ref: RuleRef, state: Rule['state']): Promise<void>;
  /** Refuses (validation) a rule that has targets: they are removed first. */
  remove(tx: Tx, ref: RuleRef): Promise<void>;
  /** Answers the ids that were none; the others are removed. */
  removeTargets(tx: Tx, ref: RuleRef, ids: string[]): Promise<FailedTarget[]>;
}

export interface KeptRulesDeps {
  due: DueWork;
  quotas: { tagsPerResource: Quota };
}

export const keptRules = ({ due, quotas }: KeptRulesDeps): KeptRules => ({
  async list(on, { account, region, bus, prefix = '', after, limit }) {
    await requireBus(on, { account, region, bus });
    const rows = await on.rows(rulesSql.list, [account, region, bus, prefix, after ?? null, limit]);
    return rows.map(toRule);
  },
  get,
  async withTarget(on, { account, region, bus, targetArn, limit, after }) {
    await requireBus(on, { account, region, bus });
    const rows = await on.rows(rulesSql.withTarget, [account, region, bus, targetArn, after ?? null, limit]);
    return rows.map(({ name }) => name);
  },
  tags: tagsOf,
  async tag(tx, ref, change) {
    await lock(tx, ref);
    const { account, region, bus, name } = ref;
    const resource = { type: 'RULE', id: arns.rule(region, account, bus, name) };
    const next = changedTags(await tagsOf(tx, ref), change, quotas.tagsPerResource, resource);
    await tx.rows(rulesSql.setTags, [...keyOf(ref), JSON.stringify(next)]);
  },
  async matchedSince(on, { account, region }, since) {
    return (await on.rows(rulesSql.matchedSince, [account, region, firstIdAt(since)])).map(({ rule }) => rule);
  },
  async setState(tx, now, ref, state) {
    const { schedule } = await lock(tx, ref);
    await tx.rows(rulesSql.setState, [...keyOf(ref), state, now]);
    await raiseVersion(tx, ref);
    await planSchedule(tx, now, due, { ...ref, state, ...(schedule === null ? {} : { schedule }) });
  },
  async remove(tx, ref) {
    await lock(tx, ref);
    const { targets } = await get(tx, ref);
    if (targets.length > 0) {
      const ids = targets.map(({ id }) => id).join(', ');
      throw invalid(`Rule can't be deleted since it has targets. Remove them first: ${ids}`);
    }
    await tx.rows(rulesSql.delete, keyOf(ref));
    await raiseVersion(tx, ref);
    await unplanSchedule(tx, due, ref);
  },
  async removeTargets(tx, ref, ids) {
    await lock(tx, ref);
    const removed = new Set((await tx.rows(rulesSql.deleteTargets, [...keyOf(ref), ids])).map(({ id }) => id));
    await raiseVersion(tx, ref);
    return [...new Set(ids)]
      .filter((id) => !removed.has(id))
      .map((id) => ({ id, code: 'ResourceNotFoundException', message: `Rule ${ref.name} has no target ${id}.` }));
  },
});

async function tagsOf(on: Queries, ref: RuleRef): Promise<Tags> {
  const row = await on.first(rulesSql.tags, keyOf(ref));
  if (!row) throw missing(ref);
  return row.tags;
}

const keyOf = ({ account, region, bus, name }: RuleRef) => [account, region, bus, name];

const raiseVersion = (tx: Tx, { account, region, bus }: RuleRef) =>
  tx.rows(rulesSql.raiseVersion, [account, region, bus]);

async function lock(tx: Tx, ref: RuleRef): Promise<RuleRow> {
  const row = await tx.first(rulesSql.lock, keyOf(ref));
  if (!row) throw missing(ref);
  return row;
}

async function get(on: Queries, ref: RuleRef): Promise<Rule> {
  const row = await on.first(rulesSql.one, keyOf(ref));
  if (!row) throw missing(ref);
  return toRule(row);
}

const missing = ({ bus, name }: RuleRef) => notFound('RULE', `${name} on event bus ${bus}`);

function toRule({ account, region, bus, name, pattern, schedule, state, ...row }: RuleView): Rule {
  return {
    account,
    region,
    bus,
    name,
    state,
    ...(pattern === null ? {} : { pattern }),
    ...(schedule === null ? {} : { schedule }),
    arn: arns.rule(region, account, bus, name),
    createdBy: row.created_by,
    changedAt: row.modified_at,
    ...(row.description ? { description: row.description } : {}),
    ...(row.role_arn ? { roleArn: row.role_arn } : {}),
    targets: row.targets.map(({ id, arn, role_arn, options }) => ({
      id,
      arn,
      options,
      ...(role_arn ? { roleArn: role_arn } : {}),
    })),
  };
}
