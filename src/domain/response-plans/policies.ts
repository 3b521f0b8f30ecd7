import type { Actor } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { type Quota, within } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { policiesSql } from './policies.sql.ts';
import { checkPolicy, policyId, type ResourcePolicy } from './policy.ts';
import type { PlanRef } from './response-plan.ts';
import { responsePlansSql } from './response-plans.sql.ts';

/** Policies that share plans. They are kept and checked; nothing is allowed by them yet. */
export interface ResourcePolicies {
  /** Answers the policy's id; the same document again is the same policy. Refuses (quotaExceeded) one too many. */
  put(tx: Tx, now: Date, actor: Actor, plan: PlanRef, document: string): Promise<string>;
  /** By id. Refuses (notFound) a plan that is not there. */
  list(on: Queries, plan: PlanRef, page: { limit: number; after?: string }): Promise<ResourcePolicy[]>;
  delete(tx: Tx, plan: PlanRef, id: string): Promise<void>;
}

export function createResourcePolicies(quotas: Readonly<Record<'policiesPerPlan', Quota>>): ResourcePolicies {
  const { policiesPerPlan } = quotas;
  const list: ResourcePolicies['list'] = async (on, { account, name }, { limit, after }) => {
    const rows = await on.rows(policiesSql.list, [account, name, after ?? null, limit]);
    return rows.map(({ id, policy, region }) => ({ id, document: policy, region }));
  };
  return {
    async put(tx, now, actor, plan, document) {
      await known(tx, responsePlansSql.lock, plan);
      checkPolicy(document, plan);
      const id = policyId(document);
      const most = (policiesPerPlan.limit ?? 0) + 1;
      const others = (await list(tx, plan, { limit: most })).filter((policy) => policy.id !== id);
      const resource = { type: 'RESPONSE_PLAN', id: arns.responsePlan(plan.account, plan.name) };
      within(policiesPerPlan, others.length + 1, resource);
      const values = [plan.account, plan.name, id, document, actor.region, now, actor.principal];
      await tx.rows(policiesSql.put, values);
      return id;
    },
    async list(on, plan, page) {
      await known(on, responsePlansSql.one, plan);
      return list(on, plan, page);
    },
    async delete(tx, plan, id) {
      await known(tx, responsePlansSql.one, plan);
      const deleted = await tx.first(policiesSql.delete, [plan.account, plan.name, id]);
      if (!deleted) throw notFound('RESOURCE_POLICY', id);
    },
  };
}

async function known(on: Queries, statement: typeof responsePlansSql.one, { account, name }: PlanRef): Promise<void> {
  if (!(await on.first(statement, [account, name]))) throw notFound('RESPONSE_PLAN', arns.responsePlan(account, name));
}
