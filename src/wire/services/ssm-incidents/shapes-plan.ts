import { document, type Infer, list, map, own, required, string, structure, union } from '#kernel/shape';
import { Arn, DedupeString, Impact, IncidentSummary, IncidentTitle, NotificationTargetSet, TagMap } from './shapes.ts';

/** A response plan and its parts: what to open, whom to engage, what to run. */

export const ResponsePlanName = string({ min: 1, max: 200, pattern: '^[a-zA-Z0-9-_]*$' });
export const ResponsePlanDisplayName = string({ min: 0, max: 200 });

export const ResponsePlanSummary = structure({
  arn: required(Arn),
  displayName: ResponsePlanDisplayName,
  name: required(ResponsePlanName),
});

export const IncidentTemplate = structure({
  dedupeString: DedupeString,
  impact: required(Impact),
  incidentTags: TagMap,
  notificationTargets: NotificationTargetSet,
  summary: IncidentSummary,
  title: required(IncidentTitle),
});
export type IncidentTemplate = Infer<typeof IncidentTemplate>;

/**
 * The template as it may be sent: `severity` (1 to 5, as a number or a numeric string) can stand in place of `impact`.
 * Which of the two holds, and that `severity` is in its range, is the handler's to check.
 */
export const IncidentTemplateInput = structure({
  dedupeString: DedupeString,
  impact: Impact,
  incidentTags: TagMap,
  notificationTargets: NotificationTargetSet,
  severity: own(document()),
  summary: IncidentSummary,
  title: required(IncidentTitle),
});
export type IncidentTemplateInput = Infer<typeof IncidentTemplateInput>;

/** A contact, escalation plan or on-call schedule to engage. */
const SsmContactsArn = string({
  min: 0,
  max: 2048,
  pattern: '^arn:aws(-cn|-us-gov)?:ssm-contacts:[a-z0-9-]*:([0-9]{12}):contact/[a-z0-9_-]+$',
});
export const EngagementSet = list(SsmContactsArn, { min: 0, max: 5 });

const RoleArn = string({ min: 0, max: 1000, pattern: '^arn:aws(-cn|-us-gov)?:iam::([0-9]{12})?:role/.+$' });
const ParameterName = string({ min: 1, max: 50 });
const ParameterValues = list(string({ min: 0, max: 512 }), { min: 0, max: 100 });
const DynamicParameterValue = union({ variable: string({ enum: ['INCIDENT_RECORD_ARN', 'INVOLVED_RESOURCES'] }) });

/** The runbook to start. Terraform sends empty maps for no parameters. */
const SsmAutomation = structure({
  documentName: required(string({ pattern: '^[a-zA-Z0-9_\\-.:/]{3,128}$' })),
  documentVersion: string({ min: 0, max: 128 }),
  dynamicParameters: map(ParameterName, DynamicParameterValue, { min: 1, max: 200, lenientEmpty: true }),
  parameters: map(ParameterName, ParameterValues, { min: 1, max: 200, lenientEmpty: true }),
  roleArn: required(RoleArn),
  targetAccount: string({ enum: ['RESPONSE_PLAN_OWNER_ACCOUNT', 'IMPACTED_ACCOUNT'] }),
});
export const ActionsList = list(union({ ssmAutomation: SsmAutomation }), { min: 0, max: 1 });

const PagerDutyConfiguration = structure({
  name: required(string({ min: 1, max: 200 })),
  pagerDutyIncidentConfiguration: required(structure({ serviceId: required(string({ min: 1, max: 200 })) })),
  secretId: required(string({ min: 1, max: 512 })),
});
export const Integrations = list(union({ pagerDutyConfiguration: PagerDutyConfiguration }), { min: 0, max: 1 });

/** What a plan names that does not exist (yet): Muster's own, for people to read. */
export const PlanWarnings = list(
  structure({ member: required(string()), text: required(string()), whatToDo: required(string()) }),
);
