// Made by `npm run api:client` from the OpenAPI document. Not to be edited: a test holds it to the document.
export type IncidentPage = { "items": (Incident)[]; "next": string | null; };
export type Incident = { "id": string; "arn": string; "plan": string | null; "title": string; "summary": string | null; "severity": number; "status": "open" | "inProgress" | "resolved"; "dedupeString": string; "source": IncidentSource; "createdAt": string; "createdBy": string; "modifiedAt": string; "modifiedBy": string; "resolvedAt": string | null; };
export type IncidentSource = { "name": string; "trigger": string | null; "service": string | null; };
export type NewIncident = { "plan"?: string; "title"?: string; "summary"?: string; "severity"?: number; };
export type StartedIncident = { "incident": Incident; "opened": "new" | "folded"; };
export type IncidentChange = { "title"?: string; "summary"?: string | null; "severity"?: number; "status"?: "open" | "inProgress" | "resolved"; };
export type TimelineEventPage = { "items": (TimelineEvent)[]; "next": string | null; };
export type TimelineEvent = { "id": string; "type": "trigger" | "start" | "change" | "page" | "acknowledgement" | "runbook" | "note" | "custom" | "other"; "time": string; "text": string | null; "data": unknown; "references": (Reference)[]; "actor": string; "writtenAt": string; "editable": boolean; };
export type Reference = { "kind": "resource"; "arn": string; } | { "kind": "relatedItem"; "id": string; };
export type NewTimelineEvent = { "text": string; "type"?: "note" | "custom"; "time"?: string; "references"?: (Reference)[]; };
export type TimelineEventChange = { "text"?: string; "type"?: "note" | "custom"; "time"?: string; "references"?: (Reference)[]; };
export type RelatedItemPage = { "items": (RelatedItem)[]; "next": string | null; };
export type RelatedItem = { "id": string; "type": "analysis" | "incident" | "metric" | "parent" | "attachment" | "other" | "runbook" | "involvedResource" | "task"; "value": RelatedValue; "title": string | null; "addedAt": string; };
export type RelatedValue = { "kind": "resource"; "arn": string; } | { "kind": "link"; "url": string; } | { "kind": "metric"; "definition": string; } | { "kind": "pagerDuty"; "id": string; "autoResolve"?: boolean; "secretId"?: string; };
export type NewRelatedItem = { "type": "analysis" | "incident" | "metric" | "parent" | "attachment" | "other" | "runbook" | "involvedResource" | "task"; "value": RelatedValue; "title"?: string; };
export type EngagementPage = { "items": (Engagement)[]; "next": string | null; };
export type Engagement = { "id": string; "arn": string; "contact": string; "contactType": "person" | "escalationPlan" | "schedule"; "engagedBy": string | null; "essential": boolean; "status": "engaging" | "acknowledged" | "stopped" | "ended"; "startedAt": string; "stoppedAt": string | null; "stopReason": string | null; };
export type NewEngagement = { "contact": string; };
export type EngagementStop = { "reason"?: string; };
export type ResponsePlanSummaryPage = { "items": (ResponsePlanSummary)[]; "next": string | null; };
export type ResponsePlanSummary = { "name": string; "arn": string; "displayName": string | null; };
export type NewResponsePlan = { "name": string; "displayName"?: string | null; "incident": IncidentTemplate; "engage"?: (string)[]; "runbooks"?: (PlanRunbook)[]; "chatTopics"?: (string)[]; "pagerDuty"?: (PlanPagerDuty)[]; "tags"?: Record<string, string>; };
export type IncidentTemplate = { "title": string; "severity"?: number; "summary"?: string | null; "dedupeString"?: string | null; "notificationTopics"?: (string)[]; "tags"?: Record<string, string>; };
export type PlanRunbook = { "document": string; "documentVersion"?: string; "roleArn": string; "targetAccount"?: "RESPONSE_PLAN_OWNER_ACCOUNT" | "IMPACTED_ACCOUNT"; "parameters"?: Record<string, (string)[]>; "dynamicParameters"?: Record<string, "INCIDENT_RECORD_ARN" | "INVOLVED_RESOURCES">; };
export type PlanPagerDuty = { "name": string; "serviceId": string; "secretId": string; };
export type ResponsePlan = { "name": string; "arn": string; "displayName": string | null; "incident": PlanIncident; "engage": (string)[]; "runbooks": (PlanRunbook)[]; "chatTopics": (string)[]; "pagerDuty": (PlanPagerDuty)[]; "tags": Record<string, string>; };
export type PlanIncident = { "title": string; "severity": number; "summary": string | null; "dedupeString": string | null; "notificationTopics": (string)[]; "tags": Record<string, string>; };
export type ResponsePlanContent = { "displayName"?: string | null; "incident": IncidentTemplate; "engage"?: (string)[]; "runbooks"?: (PlanRunbook)[]; "chatTopics"?: (string)[]; "pagerDuty"?: (PlanPagerDuty)[]; "tags"?: Record<string, string>; };
export type ResponsePlanChange = { "displayName"?: string | null; "incident"?: IncidentTemplateChange; "engage"?: (string)[]; "runbooks"?: (PlanRunbook)[]; "chatTopics"?: (string)[]; "pagerDuty"?: (PlanPagerDuty)[]; "tags"?: Record<string, string>; };
export type IncidentTemplateChange = { "title"?: string; "severity"?: number; "summary"?: string | null; "dedupeString"?: string | null; "notificationTopics"?: (string)[]; "tags"?: Record<string, string>; };
export type ContactPage = { "items": (Contact)[]; "next": string | null; };
export type Contact = { "alias": string; "region": string; "arn": string; "displayName": string | null; };
export type NewContact = { "alias": string; "displayName"?: string; "tags"?: Record<string, string>; };
export type ContactChange = { "displayName"?: string | null; };
export type EngagementPlan = { "stages": (Stage)[]; };
export type Stage = { "minutes": number; "targets": (Target)[]; };
export type Target = { "kind": "channel"; "channel": string; "retryMinutes"?: number; } | { "kind": "contact"; "contact": string; "essential"?: boolean; };
export type EscalationPlanPage = { "items": (EscalationPlan)[]; "next": string | null; };
export type EscalationPlan = { "alias": string; "region": string; "arn": string; "displayName": string | null; "stages": (Stage)[]; };
export type NewEscalationPlan = { "alias": string; "displayName"?: string; "stages"?: (Stage)[]; "tags"?: Record<string, string>; };
export type EscalationPlanContent = { "displayName"?: string | null; "stages": (Stage)[]; };
export type ChannelPage = { "items": (Channel)[]; "next": string | null; };
export type Channel = { "id": string; "arn": string; "name": string; "type": "email" | "sms" | "voice"; "address": string; "activated": boolean; };
export type NewChannel = { "name": string; "type": "email" | "sms" | "voice"; "address": string; "sendCode"?: boolean; };
export type Activation = { "code": string; };
export type LiveEvent = { "topic": "incidents" | "timeline"; "incident": string; "kind": "opened" | "changed" | "added" | "removed"; "event"?: string; "type"?: string; "version": number; };
export type Whoami = { "account": string; "region": string; "principal": string; "credential": string; "may": ("read" | "write" | "administer")[]; };
export type TokenPage = { "items": (Token)[]; "next": string | null; };
export type Token = { "id": string; "name": string; "scopes": ("read" | "write")[]; "principal": string; "createdAt": string; "createdBy": string; "expiresAt": string | null; "lastUsedAt": string | null; "revokedAt": string | null; };
export type NewToken = { "name": string; "scopes"?: ("read" | "write")[]; "expiresInDays"?: number | null; };
export type MadeToken = { "token": Token; "secret": string; };
export type DoctorReport = { "findings": (Finding)[]; "omitted": number; "checks": (Check)[]; };
export type Finding = { "severity": "fault" | "warning" | "note"; "check": string; "subject": string; "text": string; "whatToDo": string; };
export type Check = { "id": string; "title": string; };
export type Problem = { "type": string; "title": string; "status": number; "detail": string; "requestId": string; "errors"?: ({ "field": string; "wanted": string; "got": string; })[]; "resource"?: { "type": string; "id": string; }; "dependents"?: ({ "relation": string; "ids": (string)[]; })[]; "etag"?: string; };

export interface Operations {
  listIncidents: { params: {  }; query: { "status"?: ("open" | "inProgress" | "resolved")[]; "severity"?: (number)[]; "plan"?: (string)[]; "createdBy"?: (string)[]; "text"?: string; "after"?: string; "before"?: string; "limit"?: number; "cursor"?: string; }; body: undefined; answer: IncidentPage };
  startIncident: { params: {  }; query: {  }; body: NewIncident; answer: StartedIncident };
  getIncident: { params: { "incidentId": string; }; query: {  }; body: undefined; answer: Incident };
  editIncident: { params: { "incidentId": string; }; query: {  }; body: IncidentChange; answer: Incident };
  deleteIncident: { params: { "incidentId": string; }; query: {  }; body: undefined; answer: undefined };
  listTimeline: { params: { "incidentId": string; }; query: { "order"?: "oldestFirst" | "newestFirst"; "type"?: ("trigger" | "start" | "change" | "page" | "acknowledgement" | "runbook" | "note" | "custom" | "other")[]; "after"?: string; "before"?: string; "limit"?: number; "cursor"?: string; }; body: undefined; answer: TimelineEventPage };
  addTimelineEvent: { params: { "incidentId": string; }; query: {  }; body: NewTimelineEvent; answer: TimelineEvent };
  getTimelineEvent: { params: { "incidentId": string; "eventId": string; }; query: {  }; body: undefined; answer: TimelineEvent };
  editTimelineEvent: { params: { "incidentId": string; "eventId": string; }; query: {  }; body: TimelineEventChange; answer: TimelineEvent };
  deleteTimelineEvent: { params: { "incidentId": string; "eventId": string; }; query: {  }; body: undefined; answer: undefined };
  listRelatedItems: { params: { "incidentId": string; }; query: { "limit"?: number; "cursor"?: string; }; body: undefined; answer: RelatedItemPage };
  addRelatedItem: { params: { "incidentId": string; }; query: {  }; body: NewRelatedItem; answer: RelatedItem };
  removeRelatedItem: { params: { "incidentId": string; "itemId": string; }; query: {  }; body: undefined; answer: undefined };
  listEngagements: { params: { "incidentId": string; }; query: { "limit"?: number; "cursor"?: string; }; body: undefined; answer: EngagementPage };
  engage: { params: { "incidentId": string; }; query: {  }; body: NewEngagement; answer: Engagement };
  getEngagement: { params: { "incidentId": string; "engagementId": string; }; query: {  }; body: undefined; answer: Engagement };
  stopEngagement: { params: { "incidentId": string; "engagementId": string; }; query: {  }; body: EngagementStop; answer: Engagement };
  listResponsePlans: { params: {  }; query: { "limit"?: number; "cursor"?: string; }; body: undefined; answer: ResponsePlanSummaryPage };
  createResponsePlan: { params: {  }; query: {  }; body: NewResponsePlan; answer: ResponsePlan };
  getResponsePlan: { params: { "plan": string; }; query: {  }; body: undefined; answer: ResponsePlan };
  replaceResponsePlan: { params: { "plan": string; }; query: {  }; body: ResponsePlanContent; answer: ResponsePlan };
  editResponsePlan: { params: { "plan": string; }; query: {  }; body: ResponsePlanChange; answer: ResponsePlan };
  deleteResponsePlan: { params: { "plan": string; }; query: {  }; body: undefined; answer: undefined };
  listContacts: { params: {  }; query: { "aliasPrefix"?: string; "limit"?: number; "cursor"?: string; }; body: undefined; answer: ContactPage };
  createContact: { params: {  }; query: {  }; body: NewContact; answer: Contact };
  getContact: { params: { "contact": string; }; query: {  }; body: undefined; answer: Contact };
  editContact: { params: { "contact": string; }; query: {  }; body: ContactChange; answer: Contact };
  deleteContact: { params: { "contact": string; }; query: {  }; body: undefined; answer: undefined };
  getEngagementPlan: { params: { "contact": string; }; query: {  }; body: undefined; answer: EngagementPlan };
  replaceEngagementPlan: { params: { "contact": string; }; query: {  }; body: EngagementPlan; answer: EngagementPlan };
  listEscalationPlans: { params: {  }; query: { "aliasPrefix"?: string; "limit"?: number; "cursor"?: string; }; body: undefined; answer: EscalationPlanPage };
  createEscalationPlan: { params: {  }; query: {  }; body: NewEscalationPlan; answer: EscalationPlan };
  getEscalationPlan: { params: { "contact": string; }; query: {  }; body: undefined; answer: EscalationPlan };
  replaceEscalationPlan: { params: { "contact": string; }; query: {  }; body: EscalationPlanContent; answer: EscalationPlan };
  deleteEscalationPlan: { params: { "contact": string; }; query: {  }; body: undefined; answer: undefined };
  listChannels: { params: { "contact": string; }; query: { "limit"?: number; "cursor"?: string; }; body: undefined; answer: ChannelPage };
  createChannel: { params: { "contact": string; }; query: {  }; body: NewChannel; answer: Channel };
  getChannel: { params: { "contact": string; "channelId": string; }; query: {  }; body: undefined; answer: Channel };
  deleteChannel: { params: { "contact": string; "channelId": string; }; query: {  }; body: undefined; answer: undefined };
  sendActivationCode: { params: { "contact": string; "channelId": string; }; query: {  }; body: undefined; answer: undefined };
  activateChannel: { params: { "contact": string; "channelId": string; }; query: {  }; body: Activation; answer: Channel };
  live: { params: {  }; query: { "topics"?: ("incidents" | "timeline")[]; "incident"?: string; }; body: undefined; answer: LiveEvent };
  whoami: { params: {  }; query: {  }; body: undefined; answer: Whoami };
  listTokens: { params: {  }; query: { "limit"?: number; "cursor"?: string; }; body: undefined; answer: TokenPage };
  createToken: { params: {  }; query: {  }; body: NewToken; answer: MadeToken };
  getToken: { params: { "tokenId": string; }; query: {  }; body: undefined; answer: Token };
  revokeToken: { params: { "tokenId": string; }; query: {  }; body: undefined; answer: undefined };
  examine: { params: {  }; query: {  }; body: undefined; answer: DoctorReport };
}

export const operations = {
  listIncidents: { method: 'GET', path: '/incidents' },
  startIncident: { method: 'POST', path: '/incidents' },
  getIncident: { method: 'GET', path: '/incidents/{incidentId}' },
  editIncident: { method: 'PATCH', path: '/incidents/{incidentId}' },
  deleteIncident: { method: 'DELETE', path: '/incidents/{incidentId}' },
  listTimeline: { method: 'GET', path: '/incidents/{incidentId}/timeline' },
  addTimelineEvent: { method: 'POST', path: '/incidents/{incidentId}/timeline' },
  getTimelineEvent: { method: 'GET', path: '/incidents/{incidentId}/timeline/{eventId}' },
  editTimelineEvent: { method: 'PATCH', path: '/incidents/{incidentId}/timeline/{eventId}' },
  deleteTimelineEvent: { method: 'DELETE', path: '/incidents/{incidentId}/timeline/{eventId}' },
  listRelatedItems: { method: 'GET', path: '/incidents/{incidentId}/related-items' },
  addRelatedItem: { method: 'POST', path: '/incidents/{incidentId}/related-items' },
  removeRelatedItem: { method: 'DELETE', path: '/incidents/{incidentId}/related-items/{itemId}' },
  listEngagements: { method: 'GET', path: '/incidents/{incidentId}/engagements' },
  engage: { method: 'POST', path: '/incidents/{incidentId}/engagements' },
  getEngagement: { method: 'GET', path: '/incidents/{incidentId}/engagements/{engagementId}' },
  stopEngagement: { method: 'POST', path: '/incidents/{incidentId}/engagements/{engagementId}/stop' },
  listResponsePlans: { method: 'GET', path: '/response-plans' },
  createResponsePlan: { method: 'POST', path: '/response-plans' },
  getResponsePlan: { method: 'GET', path: '/response-plans/{plan}' },
  replaceResponsePlan: { method: 'PUT', path: '/response-plans/{plan}' },
  editResponsePlan: { method: 'PATCH', path: '/response-plans/{plan}' },
  deleteResponsePlan: { method: 'DELETE', path: '/response-plans/{plan}' },
  listContacts: { method: 'GET', path: '/contacts' },
  createContact: { method: 'POST', path: '/contacts' },
  getContact: { method: 'GET', path: '/contacts/{contact}' },
  editContact: { method: 'PATCH', path: '/contacts/{contact}' },
  deleteContact: { method: 'DELETE', path: '/contacts/{contact}' },
  getEngagementPlan: { method: 'GET', path: '/contacts/{contact}/plan' },
  replaceEngagementPlan: { method: 'PUT', path: '/contacts/{contact}/plan' },
  listEscalationPlans: { method: 'GET', path: '/escalation-plans' },
  createEscalationPlan: { method: 'POST', path: '/escalation-plans' },
  getEscalationPlan: { method: 'GET', path: '/escalation-plans/{contact}' },
  replaceEscalationPlan: { method: 'PUT', path: '/escalation-plans/{contact}' },
  deleteEscalationPlan: { method: 'DELETE', path: '/escalation-plans/{contact}' },
  listChannels: { method: 'GET', path: '/contacts/{contact}/channels' },
  createChannel: { method: 'POST', path: '/contacts/{contact}/channels' },
  getChannel: { method: 'GET', path: '/contacts/{contact}/channels/{channelId}' },
  deleteChannel: { method: 'DELETE', path: '/contacts/{contact}/channels/{channelId}' },
  sendActivationCode: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/send-code' },
  activateChannel: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/activate' },
  live: { method: 'GET', path: '/live' },
  whoami: { method: 'GET', path: '/whoami' },
  listTokens: { method: 'GET', path: '/tokens' },
  createToken: { method: 'POST', path: '/tokens' },
  getToken: { method: 'GET', path: '/tokens/{tokenId}' },
  revokeToken: { method: 'DELETE', path: '/tokens/{tokenId}' },
  examine: { method: 'GET', path: '/doctor' },
} as const;
