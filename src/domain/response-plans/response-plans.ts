import type { Actor } from '#kernel/actor';
import { arns, parseArn } from '#kernel/arn';
import { within } from '#kernel/quota';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import { changedTags, type TagChange } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { checkBySeverity } from './by-severity.ts';
import { checkNoise } from './noise.ts';
import { checkSizes, type PlanQuotas } from './plan-quotas.ts';
import { changedPlan, type PlanChange, type PlanRef, type ResponsePlan } from './response-plan.ts';
import { type ResponsePlanRow, responsePlansSql } from './response-plans.sql.ts';
import { type Lookups, type PlanWarning, warningsOf } from './warnings.ts';

/** A plan as lists show it. */
export type PlanSummary = PlanRef & Pick<ResponsePlan, 'displayName'>;

export interface ResponsePlans {
  /** Answers the plan's ARN; refuses (conflict) a name that is taken, and (quotaExceeded) one too many. */
  create(tx: Tx, now: Date, actor: Actor, plan: ResponsePlan): Promise<string>;
  get(on: Queries, ref: PlanRef): Promise<ResponsePlan>;
  /** The same, locked until the transaction ends: for a change that rests on what it was. */
  lock(tx: Tx, ref: PlanRef): Promise<ResponsePlan>;
  /** Those of `refs` that exist, by `planKey`. */
  find(on: Queries, refs: PlanRef[]): Promise<Map<string, ResponsePlan>>;
  /** What the plan names and its account does not have (yet): nobody is refused for it, and everybody is shown it. */
  warnings(on: Queries, plan: ResponsePlan): Promise<PlanWarning[]>;
  /** By name; `after` is the last one seen. */
  list(on: Queries, page: { account: string; limit: number; after?: string }): Promise<PlanSummary[]>;
  /** Changes what is given. Incidents that are there already stay as they are. */
  update(tx: Tx, now: Date, ref: PlanRef, change: PlanChange): Promise<void>;
  /** Its incidents stay; its policies go. Deleting what is not there does nothing. */
  delete(tx: Tx, ref: PlanRef): Promise<void>;
  changeTags(tx: Tx, ref: PlanRef, change: TagChange): Promise<void>;
  /** Deletes all of an account's plans. */
  erase(tx: Tx, account: string): Promise<void>;
}

export const planKey = ({ account, name }: PlanRef) => `${account}/${name}`;

/** The plan that an ARN names. An alarm's action may spell it `responseplan/` (aws-behaviour.md 5.4). */
export function parsePlanArn(text: string, field: string): PlanRef {
  const arn = parseArn(text);
  const [, name] = /^response-?plan\/([a-zA-Z0-9_-]+)$/.exec(arn?.resource ?? '') ?? [];
  if (arn?.partition !== 'aws' || arn.service !== 'ssm-incidents' || !arn.account || !name) {
    const message = `${field}: wanted a response plan's ARN (arn:aws:ssm-incidents::ACCOUNT:response-plan/NAME), got ${JSON.stringify(text)}`;
    throw invalid(message, { name: field, message });
  }
  return { account: arn.account, name };
}

/** `lookups`: how it is found out what exists of what plans name. */
export function createResponsePlans(quotas: PlanQuotas, lookups: Lookups = {}): ResponsePlans {
  return {
    async create(tx, now, actor, plan) {
      const { account, name, tags } = plan;
      const values = [account, name, ...valuesOf(plan), JSON.stringify(tags), now, actor.principal];
      const arn = arns.responsePlan(account, name);
      checkBySeverity(plan.engagementsBySeverity ?? []);
      checkNoise(plan.noise ?? {});
      checkSizes(plan, quotas);
      await oneAtATime(tx, `responsePlans/${account}`);
      if (await tx.first(responsePlansSql.insert, values)) {
        const most = (quotas.plans.limit ?? 0) + 1;
        const { count } = (await tx.first(responsePlansSql.count, [account, most]))!;
        within(quotas.plans, count, { type: 'RESPONSE_PLAN', id: arn });
        return arn;
      }
      throw new Refusal('conflict', `A response plan named ${name} exists already`, {
        resourceType: 'RESPONSE_PLAN',
        resourceId: arn,
      });
    },
    async get(on, ref) {
      return toPlan(known(await on.first(responsePlansSql.one, [ref.account, ref.name]), ref));
    },
    lock,
    find,
    warnings: (on, plan) => warningsOf(on, lookups, plan),
    async list(on, { account, limit, after }) {
      const rows = await on.rows(responsePlansSql.list, [account, after ?? null, limit]);
      return rows.map(({ display_name, ...ref }) => ({
        ...ref,
        ...(display_name ? { displayName: display_name } : {}),
      }));
    },
    async update(tx, now, ref, change) {
      const was = await lock(tx, ref);
      const next = changedPlan(was, change);
      checkBySeverity(change.engagementsBySeverity ?? []);
      checkNoise(change.noise ?? {});
      checkSizes(next, quotas, was);
      await tx.rows(responsePlansSql.update, [ref.account, ref.name, ...valuesOf(next), now]);
    },
    async delete(tx, { account, name }) {
      await tx.rows(responsePlansSql.delete, [account, name]);
    },
    async changeTags(tx, ref, change) {
      const { account, name, tags } = await lock(tx, ref);
      const next = changedTags(tags, change, quotas.tagsPerResource, {
        type: 'RESPONSE_PLAN',
        id: arns.responsePlan(account, name),
      });
      await tx.rows(responsePlansSql.saveTags, [account, name, JSON.stringify(next)]);
    },
    async erase(tx, account) {
      await tx.rows(responsePlansSql.erase, [account]);
    },
  };
}

async function lock(tx: Tx, ref: PlanRef): Promise<ResponsePlan> {
  return toPlan(known(await tx.first(responsePlansSql.lock, [ref.account, ref.name]), ref));
}

function known(row: ResponsePlanRow | undefined, { account, name }: PlanRef): ResponsePlanRow {
  if (!row) throw notFound('RESPONSE_PLAN', arns.responsePlan(account, name));
  return row;
}

/** The columns that an update replaces, in the order of both statements. */
function valuesOf(plan: ResponsePlan): (string | null)[] {
  const { displayName, template, engagements, actions, chatChannel, integrations } = plan;
  const parts = [template, engagements, actions].map((part) => JSON.stringify(part));
  return [
    displayName || null,
    ...parts,
    chatChannel ? JSON.stringify(chatChannel) : null,
    JSON.stringify(integrations),
    JSON.stringify(plan.engagementsBySeverity ?? []),
    JSON.stringify(plan.noise ?? {}),
  ];
}

async function find(on: Queries, refs: PlanRef[]): Promise<Map<string, ResponsePlan>> {
  if (refs.length === 0) return new Map();
  const rows = await on.rows(responsePlansSql.find, [
    JSON.stringify(refs.map(({ account, name }) => ({ account, name }))),
  ]);
  return new Map(rows.map((row) => [planKey(row), toPlan(row)]));
}

function toPlan(row: ResponsePlanRow): ResponsePlan {
  const { account, name, display_name, template, engagements, actions, chat_channel, integrations, tags } = row;
  return {
    account,
    name,
    ...(display_name ? { displayName: display_name } : {}),
    template,
    engagements,
    ...(row.engagements_by_severity.length > 0 ? { engagementsBySeverity: row.engagements_by_severity } : {}),
    ...(Object.keys(row.noise).length > 0 ? { noise: row.noise } : {}),
    actions,
    ...(chat_channel ? { chatChannel: chat_channel } : {}),
    integrations,
    tags,
  };
}
