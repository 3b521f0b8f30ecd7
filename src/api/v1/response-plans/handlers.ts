import type { PlanChange, PlanRef } from '#domain/response-plans';
import { arns } from '#kernel/arn';
import type { Tags } from '#kernel/tags';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { planRoutes } from './routes.ts';
import { newPlan, partChange, planView, wholeChange } from './view.ts';

export function planHandlers({ responsePlans, replicationSets, cursors }: ApiRooms): Handlers<typeof planRoutes> {
  const refOf = ({ actor }: Call, { plan }: { plan: string }): PlanRef => ({ account: actor.account, name: plan });
  const current = async (call: Call, { params }: { params: { plan: string } }) =>
    planView(await responsePlans.lock(call.context, refOf(call, params)));
  const change = async (call: Call, ref: PlanRef, what: PlanChange, tags: Tags | undefined) => {
    await responsePlans.update(call.context, call.now, ref, what);
    if (tags) {
      const was = await responsePlans.get(call.context, ref);
      await responsePlans.changeTags(call.context, ref, { remove: Object.keys(was.tags) });
      await responsePlans.changeTags(call.context, ref, { add: tags });
    }
    return planView(await responsePlans.get(call.context, ref));
  };
  return {
    listResponsePlans: async (call, { query }) => {
      const { account } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        responsePlans.list(call.context, { account, limit, ...(position ? { after: position as string } : {}) });
      return paged(
        call,
        cursors,
        query,
        fetch,
        ({ name }) => name,
        ({ name, displayName }) => {
          return { name, arn: arns.responsePlan(account, name), displayName: displayName ?? null };
        },
      );
    },
    createResponsePlan: async (call, { body }) => {
      await replicationSets.require(call.context, call.actor.account, 'notFound');
      await responsePlans.create(call.context, call.now, call.actor, newPlan(call.actor, body));
      return planView(await responsePlans.get(call.context, refOf(call, { plan: body.name })));
    },
    getResponsePlan: async (call, { params }) => planView(await responsePlans.get(call.context, refOf(call, params))),
    replaceResponsePlan: {
      current,
      run: async (call, { params, body }) =>
        change(call, refOf(call, params), wholeChange(call.actor, body), body.tags ?? {}),
    },
    editResponsePlan: {
      current,
      run: async (call, { params, body }) => change(call, refOf(call, params), partChange(call.actor, body), body.tags),
    },
    deleteResponsePlan: {
      current,
      run: async (call, { params }) => {
        await responsePlans.delete(call.context, refOf(call, params));
      },
    },
  };
}
