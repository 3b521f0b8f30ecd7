import { arns } from '#kernel/arn';
import { list, own, required, structure, token } from '#kernel/shape';
import { operation } from '../../service.ts';
import {
  Arn,
  ChatChannel,
  ClientToken,
  DedupeString,
  Impact,
  IncidentSummary,
  IncidentTitle,
  MaxResults,
  NextToken,
  NotificationTargetSet,
  TagMap,
  TagMapUpdate,
} from './shapes.ts';
import {
  ActionsList,
  EngagementSet,
  IncidentTemplate,
  IncidentTemplateInput,
  Integrations,
  PlanWarnings,
  ResponsePlanDisplayName,
  ResponsePlanName,
  ResponsePlanSummary,
} from './shapes-plan.ts';

/** What to do when something happens. */
export const responsePlans = {
  CreateResponsePlan: operation({
    access: 'write',
    http: { method: 'POST', uri: '/createResponsePlan', code: 201 },
    resource: ({ name }, { account }) => arns.responsePlan(account, name),
    input: structure({
      actions: ActionsList,
      chatChannel: ChatChannel,
      clientToken: token(ClientToken),
      displayName: ResponsePlanDisplayName,
      engagements: EngagementSet,
      incidentTemplate: required(IncidentTemplateInput),
      integrations: Integrations,
      name: required(ResponsePlanName),
      tags: TagMap,
    }),
    output: structure({ arn: required(Arn) }),
  }),
  GetResponsePlan: operation({
    access: 'read',
    http: { method: 'GET', uri: '/getResponsePlan', query: { arn: 'arn' } },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({
      actions: ActionsList,
      arn: required(Arn),
      chatChannel: ChatChannel,
      displayName: ResponsePlanDisplayName,
      engagements: EngagementSet,
      incidentTemplate: required(IncidentTemplate),
      integrations: Integrations,
      name: required(ResponsePlanName),
      warnings: own(PlanWarnings),
    }),
  }),
  ListResponsePlans: operation({
    access: 'read',
    http: { method: 'POST', uri: '/listResponsePlans' },
    input: structure({ maxResults: MaxResults, nextToken: NextToken }),
    output: structure({
      nextToken: NextToken,
      responsePlanSummaries: required(list(ResponsePlanSummary, { min: 0, max: 100 })),
    }),
  }),
  UpdateResponsePlan: operation({
    access: 'write',
    http: { method: 'POST', uri: '/updateResponsePlan', code: 204 },
    resource: ({ arn }) => arn,
    input: structure({
      actions: ActionsList,
      arn: required(Arn),
      chatChannel: ChatChannel,
      clientToken: token(ClientToken),
      displayName: ResponsePlanDisplayName,
      engagements: EngagementSet,
      incidentTemplateDedupeString: DedupeString,
      incidentTemplateImpact: Impact,
      incidentTemplateNotificationTargets: NotificationTargetSet,
      incidentTemplateSummary: IncidentSummary,
      incidentTemplateTags: TagMapUpdate,
      incidentTemplateTitle: IncidentTitle,
      integrations: Integrations,
    }),
    output: structure({}),
  }),
  DeleteResponsePlan: operation({
    access: 'write',
    http: { method: 'POST', uri: '/deleteResponsePlan', code: 204 },
    resource: ({ arn }) => arn,
    input: structure({ arn: required(Arn) }),
    output: structure({}),
  }),
};
