import type { Actor } from '#kernel/actor';
import { arns, parseArn } from '#kernel/arn';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import type { ResponsePlan } from './response-plan.ts';
import { type ResponsePlanRow, responsePlansSql } from './response-plans.sql.ts';

export interface PlanRef {
  account: string;
  name: string;
}

export interface ResponsePlans {
  /** Answers the plan's ARN; refuses (conflict) a name that is taken. */
  create(tx: Tx, now: Date, actor: Actor, plan: ResponsePlan): Promise<string>;
  get(on: Queries, ref: PlanRef): Promise<ResponsePlan>;
  /** Those of `refs` that exist, by `planKey`. */
  find(on: Queries, refs: PlanRef[]): Promise<Map<string, ResponsePlan>>;
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

export function createResponsePlans(): ResponsePlans {
  return {
    async create(tx, now, actor, plan) {
      const { account, name, displayName, template, engagements, actions, chatChannel, integrations, tags } = plan;
      const parts = [template, engagements, actions].map((part) => JSON.stringify(part));
      const more = [
        chatChannel ? JSON.stringify(chatChannel) : null,
        JSON.stringify(integrations),
        JSON.stringify(tags),
      ];
      const values = [account, name, displayName || null, ...parts, ...more, now, actor.principal];
      const arn = arns.responsePlan(account, name);
      if (await tx.first(responsePlansSql.insert, values)) return arn;
      throw new Refusal('conflict', `A response plan named ${name} exists already`, {
        resourceType: 'RESPONSE_PLAN',
        resourceId: arn,
      });
    },
    async get(on, ref) {
      const plan = (await find(on, [ref])).get(planKey(ref));
      if (!plan) throw notFound('RESPONSE_PLAN', arns.responsePlan(ref.account, ref.name));
      return plan;
    },
    find,
  };
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
    actions,
    ...(chat_channel ? { chatChannel: chat_channel } : {}),
    integrations,
    tags,
  };
}
