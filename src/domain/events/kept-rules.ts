import { arns } from '#kernel/arn';
import { firstIdAt } from '#kernel/ids';
import { invalid, notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type BusKey, type RuleView, rulesSql } from './rules.sql.ts';
import type { FailedTarget, NewRule, NewTarget } from './rules.ts';

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
  targets: NewTarget[];
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
  /** The names of those that matched an event since then, among the 200,000 newest deliveries of the region. */
  matchedSince(on: Queries, bus: BusKey, since: Date): Promise<string[]>;
  /** A disabled rule keeps its targets and matches nothing. Doing it twice is harmless. */
  setState(tx: Tx, now: Date, ref: RuleRef, state: Rule['state']): Promise<void>;
  /** Refuses (validation) a rule that has targets: they are removed first. */
  remove(tx: Tx, ref: RuleRef): Promise<void>;
  /** Answers the ids that were none; the others are removed. */
  removeTargets(tx: Tx, ref: RuleRef, ids: string[]): Promise<FailedTarget[]>;
}

export const keptRules: KeptRules = {
  async list(on, { account, region, bus, prefix = '', after, limit }) {
    const rows = await on.rows(rulesSql.list, [account, region, bus, prefix, after ?? null, limit]);
    return rows.map(toRule);
  },
  get,
  async matchedSince(on, { account, region }, since) {
    return (await on.rows(rulesSql.matchedSince, [account, region, firstIdAt(since)])).map(({ rule }) => rule);
  },
  async setState(tx, now, ref, state) {
    await lock(tx, ref);
    await tx.rows(rulesSql.setState, [...keyOf(ref), state, now]);
    await raiseVersion(tx, ref);
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
  },
  async removeTargets(tx, ref, ids) {
    await lock(tx, ref);
    const removed = new Set((await tx.rows(rulesSql.deleteTargets, [...keyOf(ref), ids])).map(({ id }) => id));
    await raiseVersion(tx, ref);
    return [...new Set(ids)]
      .filter((id) => !removed.has(id))
      .map((id) => ({ id, code: 'ResourceNotFoundException', message: `Rule ${ref.name} has no target ${id}.` }));
  },
};

const keyOf = ({ account, region, bus, name }: RuleRef) => [account, region, bus, name];

const raiseVersion = (tx: Tx, { account, region, bus }: RuleRef) =>
  tx.rows(rulesSql.raiseVersion, [account, region, bus]);

async function lock(tx: Tx, ref: RuleRef): Promise<void> {
  if (!(await tx.first(rulesSql.lock, keyOf(ref)))) throw missing(ref);
}

async function get(on: Queries, ref: RuleRef): Promise<Rule> {
  const row = await on.first(rulesSql.one, keyOf(ref));
  if (!row) throw missing(ref);
  return toRule(row);
}

const missing = ({ bus, name }: RuleRef) => notFound('RULE', `${name} on event bus ${bus}`);

function toRule({ account, region, bus, name, pattern, state, ...row }: RuleView): Rule {
  return {
    account,
    region,
    bus,
    name,
    pattern,
    state,
    arn: arns.rule(region, account, bus, name),
    createdBy: row.created_by,
    changedAt: row.modified_at,
    ...(row.description ? { description: row.description } : {}),
    ...(row.role_arn ? { roleArn: row.role_arn } : {}),
    targets: row.targets.map(({ id, arn, role_arn }) => ({ id, arn, ...(role_arn ? { roleArn: role_arn } : {}) })),
  };
}
