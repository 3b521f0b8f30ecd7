import { type PlanChange, parsePlanArn, type ResponsePlan } from '#domain/response-plans';
import { arns } from '#kernel/arn';
import type { Infer } from '#kernel/shape';
import type { Rooms } from '../../rooms.ts';
import { type InputOf, own, paged, type SomeHandlers } from '../support.ts';
import type { ssmIncidents } from './service.ts';
import type { ChatChannel } from './shapes.ts';
import type { ActionsList, Integrations } from './shapes-plan.ts';
import { toTargets, toTemplate, toWireTemplate } from './template.ts';

type Names =
  | 'CreateResponsePlan'
  | 'GetResponsePlan'
  | 'ListResponsePlans'
  | 'UpdateResponsePlan'
  | 'DeleteResponsePlan';

/** Response plans. */
export function planHandlers({
  replicationSets,
  responsePlans,
  cursors,
}: Rooms): SomeHandlers<typeof ssmIncidents, Names> {
  return {
    CreateResponsePlan: async ({ actor, now, context }, input) => {
      await replicationSets.require(context, actor.account, 'notFound');
      const plan: ResponsePlan = {
        account: actor.account,
        name: input.name,
        ...(input.displayName ? { displayName: input.displayName } : {}),
        template: toTemplate(input.incidentTemplate),
        engagements: input.engagements ?? [],
        actions: toActions(input.actions ?? []),
        ...toChat(input.chatChannel),
        integrations: toIntegrations(input.integrations ?? []),
        tags: input.tags ?? {},
      };
      return { arn: await responsePlans.create(context, now, actor, plan) };
    },
    GetResponsePlan: async ({ actor, context }, { arn }) => {
      const plan = await responsePlans.get(context, own(actor, parsePlanArn(arn, 'arn'), arn));
      const warnings = await responsePlans.warnings(context, plan);
      return {
        arn: arns.responsePlan(plan.account, plan.name),
        name: plan.name,
        displayName: plan.displayName,
        incidentTemplate: toWireTemplate(plan.template),
        engagements: plan.engagements,
        actions: plan.actions,
        chatChannel: plan.chatChannel,
        integrations: plan.integrations,
        ...(warnings.length > 0 ? { warnings } : {}),
      };
    },
    ListResponsePlans: async (call, { maxResults, nextToken: token }) => {
      const fetch = (limit: number, position: unknown) => {
        const from = typeof position === 'string' ? { after: position } : {};
        return responsePlans.list(call.context, { account: call.actor.account, limit, ...from });
      };
      const asked = { token, size: maxResults, filters: null };
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ name }) => name);
      const responsePlanSummaries = items.map(({ account, name, displayName }) => ({
        arn: arns.responsePlan(account, name),
        name,
        displayName,
      }));
      return { responsePlanSummaries, nextToken };
    },
    UpdateResponsePlan: async ({ actor, now, context }, { arn, ...input }) => {
      await responsePlans.update(context, now, own(actor, parsePlanArn(arn, 'arn'), arn), toChange(input));
      return {};
    },
    // What is not there is deleted already: the operation knows no NotFound (aws-behaviour.md 1.4).
    DeleteResponsePlan: async ({ actor, context }, { arn }) => {
      await responsePlans.delete(context, own(actor, parsePlanArn(arn, 'arn'), arn));
      return {};
    },
  };
}

/** The update has the template's members beside the plan's; what is absent stays, what is empty goes. */
function toChange(input: Omit<InputOf<typeof ssmIncidents, 'UpdateResponsePlan'>, 'arn'>): PlanChange {
  const { displayName, engagements, actions, chatChannel, integrations } = input;
  const targets = input.incidentTemplateNotificationTargets;
  const template = {
    title: input.incidentTemplateTitle,
    impact: input.incidentTemplateImpact,
    summary: input.incidentTemplateSummary,
    dedupeString: input.incidentTemplateDedupeString,
    notificationTargets: targets && toTargets(targets),
    incidentTags: input.incidentTemplateTags,
  };
  return {
    ...given({
      displayName,
      engagements,
      actions: actions && toActions(actions),
      integrations: integrations && toIntegrations(integrations),
    }),
    ...(chatChannel ? { chatChannel: toChat(chatChannel).chatChannel ?? null } : {}),
    template: given(template),
  };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the members that are undefined. */
function given<T extends object>(members: T): Given<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Given<T>;
}

const toActions = (actions: Infer<typeof ActionsList>): ResponsePlan['actions'] =>
  actions.flatMap(({ ssmAutomation }) => (ssmAutomation ? [{ ssmAutomation }] : []));

const toIntegrations = (integrations: Infer<typeof Integrations>): ResponsePlan['integrations'] =>
  integrations.flatMap(({ pagerDutyConfiguration }) => (pagerDutyConfiguration ? [{ pagerDutyConfiguration }] : []));

/** `empty`, an empty list and nothing at all mean: no channel. */
export function toChat(chat: ChatChannel | undefined): { chatChannel?: { chatbotSns: string[] } } {
  return chat?.chatbotSns?.length ? { chatChannel: { chatbotSns: chat.chatbotSns } } : {};
}
