import { parsePlanArn, type ResponsePlan } from '#domain/response-plans';
import { arns } from '#kernel/arn';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers } from '../support.ts';
import type { ssmIncidents } from './service.ts';
import type { ChatChannel } from './shapes.ts';
import { toTemplate, toWireTemplate } from './template.ts';

type Names =
  | 'CreateReplicationSet'
  | 'GetReplicationSet'
  | 'ListReplicationSets'
  | 'CreateResponsePlan'
  | 'GetResponsePlan';

/** Replication sets and response plans. */
export function planHandlers({
  replicationSets,
  responsePlans,
  cursors,
}: Rooms): SomeHandlers<typeof ssmIncidents, Names> {
  return {
    CreateReplicationSet: async ({ actor, now, context }, { regions, tags }) => {
      const named = Object.entries(regions).map(([name, { sseKmsKeyId }]) => ({
        name,
        ...(sseKmsKeyId ? { kmsKey: sseKmsKeyId } : {}),
      }));
      return { arn: await replicationSets.create(context, now, actor, { regions: named, tags: tags ?? {} }) };
    },
    GetReplicationSet: async ({ actor, now, context }, { arn }) => {
      const set = await replicationSets.get(context, now, arn, actor.account);
      const regionMap = Object.fromEntries(
        set.regions.map(({ name, kmsKey, status, since }) => [
          name,
          { sseKmsKeyId: kmsKey, status, statusUpdateDateTime: since },
        ]),
      );
      return {
        replicationSet: {
          arn: set.arn,
          regionMap,
          status: set.status,
          deletionProtected: set.deletionProtected,
          createdTime: set.createdAt,
          createdBy: set.createdBy,
          lastModifiedTime: set.modifiedAt,
          lastModifiedBy: set.modifiedBy,
        },
      };
    },
    // An account has one set at most: there is no second page, and so no token is good.
    ListReplicationSets: async (call, { maxResults, nextToken: token }) => {
      const set = await replicationSets.find(call.context, call.now, call.actor.account);
      const asked = { token, size: maxResults, filters: null };
      const { items } = await paged(
        call,
        cursors,
        asked,
        async () => (set ? [set] : []),
        () => null,
      );
      return { replicationSetArns: items.map(({ arn }) => arn) };
    },
    CreateResponsePlan: async ({ actor, now, context }, input) => {
      await replicationSets.require(context, actor.account, 'notFound');
      const plan: ResponsePlan = {
        account: actor.account,
        name: input.name,
        ...(input.displayName ? { displayName: input.displayName } : {}),
        template: toTemplate(input.incidentTemplate),
        engagements: input.engagements ?? [],
        actions: (input.actions ?? []).flatMap(({ ssmAutomation }) => (ssmAutomation ? [{ ssmAutomation }] : [])),
        ...toChat(input.chatChannel),
        integrations: (input.integrations ?? []).flatMap((one) =>
          one.pagerDutyConfiguration ? [{ pagerDutyConfiguration: one.pagerDutyConfiguration }] : [],
        ),
        tags: input.tags ?? {},
      };
      return { arn: await responsePlans.create(context, now, actor, plan) };
    },
    GetResponsePlan: async ({ actor, context }, { arn }) => {
      const plan = await responsePlans.get(context, own(actor, parsePlanArn(arn, 'arn'), arn));
      return {
        arn: arns.responsePlan(plan.account, plan.name),
        name: plan.name,
        displayName: plan.displayName,
        incidentTemplate: toWireTemplate(plan.template),
        engagements: plan.engagements,
        actions: plan.actions,
        chatChannel: plan.chatChannel,
        integrations: plan.integrations,
      };
    },
  };
}

/** `empty`, an empty list and nothing at all mean: no channel. */
export function toChat(chat: ChatChannel | undefined): { chatChannel?: { chatbotSns: string[] } } {
  return chat?.chatbotSns?.length ? { chatChannel: { chatbotSns: chat.chatbotSns } } : {};
}
