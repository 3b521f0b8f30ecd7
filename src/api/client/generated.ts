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
export type IncidentFollowers = { "followers": (IncidentFollower)[]; };
export type IncidentFollower = { "id": string; "kind": "room" | "person" | "other"; "name": string; "until": string | null; };
export type NewIncidentFollower = { "room"?: string; "contact"?: string; "channel"?: string; "minutes"?: number; };
export type EngagementPage = { "items": (Engagement)[]; "next": string | null; };
export type Engagement = { "id": string; "arn": string; "contact": string; "contactType": "person" | "escalationPlan" | "schedule"; "engagedBy": string | null; "essential": boolean; "status": "engaging" | "acknowledged" | "stopped" | "ended"; "startedAt": string; "stoppedAt": string | null; "stopReason": string | null; };
export type NewEngagement = { "contact": string; "force"?: boolean; };
export type EngagementStop = { "reason"?: string; };
export type PagePage = { "items": (Page)[]; "next": string | null; };
export type Page = { "id": string; "arn": string; "channel": string; "channelType": "email" | "sms" | "voice" | "push" | "webhook" | "slack"; "stage": number; "attempt": number; "subject": string; "dueAt": string; "sentAt": string | null; "deliveredAt": string | null; "readAt": string | null; };
export type AttemptPage = { "items": (Attempt)[]; "next": string | null; };
export type Attempt = { "page": string; "engagement": string; "contact": string; "channel": string; "channelType": "email" | "sms" | "voice" | "push" | "webhook" | "slack"; "message": string; "number": number; "provider": string; "providerId": string | null; "handedAt": string | null; "answeredAt": string | null; "outcome": "sent" | "refused" | "failed" | "unknown"; "reason": string | null; };
export type ReceiptPage = { "items": (Receipt)[]; "next": string | null; };
export type Receipt = { "kind": "sent" | "delivered" | "read" | "error" | "stop"; "at": string; "info": string | null; };
export type ResponsePlanSummaryPage = { "items": (ResponsePlanSummary)[]; "next": string | null; };
export type ResponsePlanSummary = { "name": string; "arn": string; "displayName": string | null; };
export type NewResponsePlan = { "name": string; "displayName"?: string | null; "incident": IncidentTemplate; "engage"?: (string)[]; "engageBySeverity"?: (SeverityEngagements)[]; "runbooks"?: (PlanRunbook)[]; "chatTopics"?: (string)[]; "pagerDuty"?: (PlanPagerDuty)[]; "onRecovery"?: "note" | "resolve"; "resolveAfterMinutes"?: number; "pageAgainAfterMinutes"?: number | null; "grouping"?: PlanGrouping | null; "flapping"?: PlanFlapping | null; "tags"?: Record<string, string>; };
export type IncidentTemplate = { "title": string; "severity"?: number; "summary"?: string | null; "dedupeString"?: string | null; "notificationTopics"?: (string)[]; "tags"?: Record<string, string>; };
export type SeverityEngagements = { "severities": (number)[]; "engage": (string)[]; "afterMinutes"?: number; };
export type PlanRunbook = { "document": string; "documentVersion"?: string; "roleArn": string; "targetAccount"?: "RESPONSE_PLAN_OWNER_ACCOUNT" | "IMPACTED_ACCOUNT"; "parameters"?: Record<string, (string)[]>; "dynamicParameters"?: Record<string, "INCIDENT_RECORD_ARN" | "INVOLVED_RESOURCES">; };
export type PlanPagerDuty = { "name": string; "serviceId": string; "secretId": string; };
export type PlanGrouping = { "by": (string)[]; "windowMinutes": number; };
export type PlanFlapping = { "recoveries": number; "withinMinutes": number; };
export type ResponsePlan = { "name": string; "arn": string; "displayName": string | null; "incident": PlanIncident; "engage": (string)[]; "engageBySeverity": (SeverityEngagements)[]; "runbooks": (PlanRunbook)[]; "chatTopics": (string)[]; "pagerDuty": (PlanPagerDuty)[]; "onRecovery": "note" | "resolve"; "resolveAfterMinutes": number; "pageAgainAfterMinutes": number | null; "grouping": PlanGrouping | null; "flapping": PlanFlapping | null; "tags": Record<string, string>; };
export type PlanIncident = { "title": string; "severity": number; "summary": string | null; "dedupeString": string | null; "notificationTopics": (string)[]; "tags": Record<string, string>; };
export type ResponsePlanContent = { "displayName"?: string | null; "incident": IncidentTemplate; "engage"?: (string)[]; "engageBySeverity"?: (SeverityEngagements)[]; "runbooks"?: (PlanRunbook)[]; "chatTopics"?: (string)[]; "pagerDuty"?: (PlanPagerDuty)[]; "onRecovery"?: "note" | "resolve"; "resolveAfterMinutes"?: number; "pageAgainAfterMinutes"?: number | null; "grouping"?: PlanGrouping | null; "flapping"?: PlanFlapping | null; "tags"?: Record<string, string>; };
export type ResponsePlanChange = { "displayName"?: string | null; "incident"?: IncidentTemplateChange; "engage"?: (string)[]; "engageBySeverity"?: (SeverityEngagements)[]; "runbooks"?: (PlanRunbook)[]; "chatTopics"?: (string)[]; "pagerDuty"?: (PlanPagerDuty)[]; "onRecovery"?: "note" | "resolve"; "resolveAfterMinutes"?: number; "pageAgainAfterMinutes"?: number | null; "grouping"?: PlanGrouping | null; "flapping"?: PlanFlapping | null; "tags"?: Record<string, string>; };
export type IncidentTemplateChange = { "title"?: string; "severity"?: number; "summary"?: string | null; "dedupeString"?: string | null; "notificationTopics"?: (string)[]; "tags"?: Record<string, string>; };
export type RunbookSummaryPage = { "items": (RunbookSummary)[]; "next": string | null; };
export type RunbookSummary = { "name": string; "owner": "self" | "shipped"; "description": string | null; "defaultVersion": number; "latestVersion": number; };
export type Runbook = { "name": string; "owner": "self" | "shipped"; "description": string | null; "defaultVersion": number; "latestVersion": number; "version": number; "versionName": string | null; "isDefault": boolean; "format": "YAML" | "JSON" | "TEXT"; "hash": string; "createdAt": string; "createdBy": string | null; "content": string; "parameters": (RunbookParameter)[]; "findings": (RunbookFinding)[]; };
export type RunbookParameter = { "name": string; "type": "String" | "StringList"; "description": string | null; "default": string | null; };
export type RunbookFinding = { "severity": "error" | "warning"; "rule": string; "path": string; "line": number; "column": number; "message": string; };
export type RunbookContent = { "content": string; "format"?: "YAML" | "JSON"; "versionName"?: string; "makeDefault"?: boolean; };
export type RunbookVersionPage = { "items": (RunbookVersion)[]; "next": string | null; };
export type RunbookVersion = { "version": number; "versionName": string | null; "isDefault": boolean; "format": "YAML" | "JSON" | "TEXT"; "hash": string; "createdAt": string; "createdBy": string | null; };
export type RunbookDefault = { "version": number; };
export type RunbookGraph = { "mermaid": string; };
export type RunbookText = { "content": string; "format"?: "YAML" | "JSON"; };
export type RunbookFindings = { "findings": (RunbookFinding)[]; };
export type ContactPage = { "items": (Contact)[]; "next": string | null; };
export type Contact = { "alias": string; "region": string; "arn": string; "displayName": string | null; "tags": Record<string, string>; };
export type NewContact = { "alias": string; "displayName"?: string; "tags"?: Record<string, string>; };
export type ContactChange = { "displayName"?: string | null; "tags"?: Record<string, string>; };
export type EngagementPlan = { "stages": (Stage)[]; "repeats"?: number; "acknowledgementTimeoutMinutes"?: number; };
export type Stage = { "minutes": number; "targets": (Target)[]; };
export type Target = { "kind": "channel"; "channel": string; "retryMinutes"?: number; } | { "kind": "contact"; "contact": string; "essential"?: boolean; };
export type EscalationPlanPage = { "items": (EscalationPlan)[]; "next": string | null; };
export type EscalationPlan = { "alias": string; "region": string; "arn": string; "displayName": string | null; "tags": Record<string, string>; "stages": (Stage)[]; "repeats"?: number; "acknowledgementTimeoutMinutes"?: number; };
export type NewEscalationPlan = { "alias": string; "displayName"?: string; "stages"?: (Stage)[]; "repeats"?: number; "acknowledgementTimeoutMinutes"?: number; "tags"?: Record<string, string>; };
export type EscalationPlanContent = { "displayName"?: string | null; "stages": (Stage)[]; "repeats"?: number; "acknowledgementTimeoutMinutes"?: number; "tags"?: Record<string, string>; };
export type ChannelPage = { "items": (Channel)[]; "next": string | null; };
export type Channel = { "id": string; "arn": string; "name": string; "type": "email" | "sms" | "voice" | "push" | "webhook" | "slack"; "address": string; "activated": boolean; "flag": ChannelFlag | null; };
export type ChannelFlag = { "since": string; "reason": string; "whatToDo": string; };
export type NewChannel = { "name": string; "type": "email" | "sms" | "voice" | "push" | "webhook" | "slack"; "address": string; "sendCode"?: boolean; };
export type ChannelChange = { "name"?: string; "address"?: string; };
export type Activation = { "code": string; };
export type SigningSecretWish = { "secretArn"?: string; };
export type SigningSecret = { "secret": string | null; "formerUntil": string | null; };
export type PushLink = { "url": string; "expiresAt": string; };
export type PushKey = { "publicKey": string; };
export type ChatChannelPage = { "items": (ChatChannel)[]; "next": string | null; };
export type ChatChannel = { "id": string; "topic": string; "label": string; "type": "slack" | "teams" | "chime" | "mattermost" | "discord" | "google-chat"; "shown": string; "createdAt": string; "createdBy": string; };
export type NewChatChannel = { "topic": string; "label": string; "type": "slack" | "teams" | "chime" | "mattermost" | "discord" | "google-chat"; "address"?: string; "secret"?: string; };
export type SlackUsers = { "users": (SlackUser)[]; };
export type SlackUser = { "team": string; "user": string; "linkedAt": string; };
export type SlackCode = { "code": string; "expiresAt": string; };
export type OnCallMirrors = { "mirrors": (OnCallMirror)[]; };
export type OnCallMirror = { "id": string; "of": string; "kind": "slack-group" | "webhook"; "target": string; "toldAt": string | null; "fault": string | null; "createdAt": string; "createdBy": string; };
export type NewOnCallMirror = { "of": string; "slackGroup"?: string; "webhook"?: string; };
export type MadeOnCallMirror = { "mirror": OnCallMirror; "secret": string | null; };
export type TemplatePage = { "items": (Template)[]; "next": string | null; };
export type Template = { "channel": "EMAIL" | "SMS" | "VOICE" | "CHAT" | "PUSH"; "plan": string | null; "parts": Record<string, string>; "custom": boolean; "sends": boolean; "changedAt": string | null; "changedBy": string | null; };
export type TemplateWords = { "placeholders": (TemplatePlaceholder)[]; "parts": (TemplatePart)[]; };
export type TemplatePlaceholder = { "name": string; "about": string; "example": string; };
export type TemplatePart = { "channel": "EMAIL" | "SMS" | "VOICE" | "CHAT" | "PUSH"; "name": string; "about": string; "longest": number; };
export type TemplateContent = { "parts": Record<string, string>; };
export type TemplatePreviewAsked = { "channel": "EMAIL" | "SMS" | "VOICE" | "CHAT" | "PUSH"; "plan"?: string; "parts"?: Record<string, string>; "incidentId"?: string; };
export type TemplatePreview = { "texts": Record<string, string>; "fault": string | null; };
export type TestPage = { "id": string; "contact": string; "channel": string; "channelType": string; "origin": "asked" | "drill"; "requestedBy": string; "createdAt": string; "answerBy": string; "status": "waiting" | "sent" | "unconfirmed" | "delivered" | "answered" | "failed" | "cancelled" | "unanswered"; "attempts": (TestAttempt)[]; "info": string | null; "sentAt": string | null; "deliveredAt": string | null; "answeredAt": string | null; "answeredBy": string | null; };
export type TestAttempt = { "number": number; "at": string; "provider": string; "outcome": "sent" | "retrying" | "failed"; "reason": string | null; "providerId": string | null; };
export type TestPagePage = { "items": (TestPage)[]; "next": string | null; };
export type TestAnswer = { "code": string; };
export type DrillPage = { "items": (Drill)[]; "next": string | null; };
export type Drill = { "contact": string; "everyDays": number; "weekdays": ("MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN")[]; "from": string; "to": string; "timeZone": string; "waitMinutes": number; "nextAt": string; "underWay": boolean; "lastAt": string | null; "lastOutcome": string | null; };
export type DrillScorePage = { "items": (DrillScore)[]; "next": string | null; };
export type DrillScore = { "contact": string; "channels": (DrillChannelScore)[]; };
export type DrillChannelScore = { "channel": string; "name": string; "type": string; "activated": boolean; "sent": number; "answered": number; "percent": number | null; "medianSeconds": number | null; "isPoor": boolean; };
export type DrillTerms = { "everyDays": number; "weekdays": ("MON" | "TUE" | "WED" | "THU" | "FRI" | "SAT" | "SUN")[]; "from": string; "to": string; "timeZone": string; "waitMinutes": number; };
export type Providers = { "items": (Provider)[]; };
export type Provider = { "name": string; "ready": boolean; "channels": (ProviderChannel)[]; "canBeProbed": boolean; "probe": ProviderProbe | null; };
export type ProviderChannel = { "type": string; "ready": boolean; "reason": string | null; };
export type ProviderProbe = { "ok": boolean; "since": string; "at": string; "lastOkAt": string | null; "reason": string | null; "todo": string | null; };
export type ProbeAsked = { "askedAt": string; "provider": Provider; };
export type ChatNotices = { "notices": (ChatNotice)[]; };
export type ChatNotice = { "id": string; "of": string; "atChanges": boolean; "daily": string | null; "timeZone": string | null; };
export type NewChatNotice = { "of": string; "atChanges"?: boolean; "daily"?: string; "timeZone"?: string; };
export type Prediction = { "of": string; "at": string; "severity": number; "events": (PredictedEvent)[]; "warnings": (string)[]; "acknowledged": boolean; "endsAt": string; "whole": boolean; "cut": string | null; };
export type PredictedEvent = { "at": string; "what": "engaged" | "paged" | "held" | "answered" | "acknowledged" | "stopped" | "ended" | "told"; "who": string | null; "channel": PagedChannel | null; "arrives": boolean | null; "text": string | null; "why": (string)[]; };
export type PagedChannel = { "type": "email" | "sms" | "voice" | "push" | "webhook" | "slack"; "name": string; "address": string; };
export type NewPrediction = { "plan"?: string; "contact"?: string; "at"?: string; "severity"?: number; "failing"?: ("email" | "sms" | "voice" | "push" | "webhook" | "slack")[]; "answers"?: ({ "contact": string; "minutes": number; })[]; };
export type Why = { "person": string; "from": string; "to": string; "paged": boolean; "cause": Cause | null; "incidents": (WhyIncident)[]; "missed": (MissedEvent)[]; };
export type Cause = { "name": "noEvent" | "noRuleMatched" | "deliveryFailed" | "folded" | "silenced" | "planNamesNobody" | "notNamed" | "notOnCall" | "stageNotReached" | "stageToCome" | "pagedBefore" | "noStages" | "channelNotActivated" | "channelDeleted" | "providerRefused" | "providerFailing" | "held" | "overBeforeSending" | "engineStoodStill"; "text": string; };
export type WhyIncident = { "id": string; "arn": string; "title": string; "severity": number; "openedAt": string; "paged": boolean; "cause": Cause | null; "way": (string)[]; "lines": (WhyLine)[]; };
export type WhyLine = { "at": string; "hop": "event" | "incident" | "plan" | "decision" | "schedule" | "page" | "receipt"; "text": string; };
export type MissedEvent = { "id": string; "at": string; "source": string; "detailType": string; "rules": ({ "name": string; "enabled": boolean; "misses": ({ "field": string; "wanted": string; "got": string; })[]; "changedSince": boolean; })[]; "failures": ({ "rule": string; "error": string; })[]; };
export type NewReplay = { "rule"?: string; "pattern"?: string; "plan"?: string; "from": string; "to"?: string; "resolvedAfterMinutes"?: number; "cursor"?: string; };
export type Replay = { "scanned": number; "matched": number; "opened": number; "folded": number; "pagedAnew": number; "silenced": number; "incidents": (ReplayedIncident)[]; "nearest": (ReplayNearMiss)[]; "readTo": string; "next": string | null; };
export type ReplayedIncident = { "openedAt": string; "eventId": string; "what": string; "folded": number; "pagedAnew": number; "silenced": boolean; };
export type ReplayNearMiss = { "source": string; "detailType": string; "events": number; "eventId": string; "misses": (ReplayMiss)[]; };
export type ReplayMiss = { "field": string; "wanted": string; "got": string; };
export type OnCallSchedulePage = { "items": (OnCallSchedule)[]; "next": string | null; };
export type OnCallSchedule = { "alias": string; "region": string; "arn": string; "displayName": string | null; "tags": Record<string, string>; "rotations": (string)[]; };
export type NewOnCallSchedule = { "alias": string; "displayName"?: string; "rotations"?: (string)[]; "tags"?: Record<string, string>; };
export type WhoIsOnCall = { "at": string; "people": (OnCallPerson)[]; };
export type OnCallPerson = { "alias": string; "arn": string; };
export type OnCallScheduleContent = { "displayName"?: string | null; "rotations": (string)[]; "tags"?: Record<string, string>; };
export type RotationPage = { "items": (Rotation)[]; "next": string | null; };
export type Rotation = { "id": string; "arn": string; "name": string; "people": (OnCallPerson)[]; "startsAt": string | null; "timeZone": string; "handOffs": HandOffs; "every": number; "atOnce": number; "coverage": (CoverageWindow)[] | null; "tags": Record<string, string>; };
export type HandOffs = HourlyHandOffs | DailyHandOffs | WeeklyHandOffs | MonthlyHandOffs;
export type HourlyHandOffs = { "kind": "hourly"; "at": (number)[]; };
export type DailyHandOffs = { "kind": "daily"; "at": (string)[]; };
export type WeeklyHandOffs = { "kind": "weekly"; "at": (WeeklyHandOff)[]; };
export type WeeklyHandOff = { "day": "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"; "time": string; };
export type MonthlyHandOffs = { "kind": "monthly"; "at": (MonthlyHandOff)[]; };
export type MonthlyHandOff = { "day": number; "time": string; };
export type CoverageWindow = { "day": "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"; "from": string; "to": string; };
export type NewRotation = { "name": string; "people": (string)[]; "startsAt"?: string; "timeZone": string; "handOffs": HandOffs; "every"?: number; "atOnce"?: number; "coverage"?: (CoverageWindow)[]; "tags"?: Record<string, string>; };
export type PreviewedRotation = { "people": (string)[]; "startsAt"?: string; "timeZone": string; "handOffs": HandOffs; "every"?: number; "atOnce"?: number; "coverage"?: (CoverageWindow)[]; "from"?: string; "to": string; };
export type RotationPreview = { "shifts": (PreviewedShift)[]; };
export type PreviewedShift = { "startsAt": string; "endsAt": string; "people": (string)[]; };
export type RotationChange = { "people"?: (string)[]; "startsAt"?: string; "timeZone"?: string; "handOffs"?: HandOffs; "every"?: number; "atOnce"?: number; "coverage"?: (CoverageWindow)[] | null; "tags"?: Record<string, string>; };
export type OverridePage = { "items": (Override)[]; "next": string | null; };
export type Override = { "id": string; "kind": "replace" | "add" | "temporary"; "startsAt": string; "endsAt": string; "people": (OnCallPerson)[]; "bundle": string | null; "createdAt": string; };
export type NewOverride = { "kind"?: "replace" | "add"; "startsAt": string; "endsAt": string; "people": (string)[]; };
export type TemporarySchedules = { "items": (TemporarySchedule)[]; };
export type TemporarySchedule = { "id": string; "startsAt": string; "endsAt": string; "rotations": (string)[]; "shifts": (FixedShift)[]; "createdAt": string; };
export type FixedShift = { "startsAt": string; "endsAt": string; "people": (OnCallPerson)[]; };
export type NewTemporarySchedule = { "startsAt": string; "endsAt": string; "rotations": (string)[]; "shifts": (NewFixedShift)[]; };
export type NewFixedShift = { "startsAt": string; "endsAt": string; "people": (string)[]; };
export type SwapPage = { "items": (Swap)[]; "next": string | null; };
export type Swap = { "id": string; "status": "offered" | "accepted" | "declined" | "withdrawn" | "lapsed"; "give": SwapSide; "take": SwapSide; "note": string | null; "createdAt": string; "createdBy": string; "answeredAt": string | null; "answeredBy": string | null; };
export type SwapSide = { "person": OnCallPerson; "rotationId": string; "startsAt": string; "endsAt": string; };
export type NewSwap = { "give": NewSwapSide; "take": NewSwapSide; "note"?: string; };
export type NewSwapSide = { "person": string; "rotationId": string; "startsAt": string; "endsAt": string; };
export type ShiftPage = { "items": (Shift)[]; "next": string | null; };
export type Shift = { "startsAt": string; "endsAt": string; "people": (OnCallPerson)[]; "instead": (OnCallPerson)[] | null; "rotation": ShiftRotation; };
export type ShiftRotation = { "id": string; "name": string; };
export type Gaps = { "from": string; "to": string; "gaps": (Gap)[]; };
export type Gap = { "startsAt": string; "endsAt": string; "causes": ("coverage" | "notBegun" | "noRotation" | "override")[]; };
export type Changes = { "changes": (Change)[]; };
export type Change = { "at": string; "people": (OnCallPerson)[]; "came": (OnCallPerson)[]; "left": (OnCallPerson)[]; };
export type OnCallWarningPage = { "items": (OnCallWarning)[]; "next": string | null; };
export type OnCallWarning = { "id": string; "of": string; "startsAt": string; "endsAt": string; "causes": ("coverage" | "notBegun" | "noRotation" | "override")[]; "foundAt": string; "remindedAt": string | null; };
export type CalendarFeedPage = { "items": (CalendarFeed)[]; "next": string | null; };
export type CalendarFeed = { "id": string; "of": string; "name": string; "createdAt": string; "createdBy": string; "revokedAt": string | null; };
export type NewCalendarFeed = { "of": string; "name"?: string; };
export type MadeCalendarFeed = { "feed": CalendarFeed; "url": string; "jsonUrl": string; };
export type SilencePage = { "items": (Silence)[]; "next": string | null; };
export type Silence = { "id": string; "of": "everything" | "plan" | "rule" | "alarm" | "pattern"; "target": string | null; "reason": string; "from": string; "until": string; "includeCritical": boolean; "status": "planned" | "active" | "over"; "silenced": number; "createdAt": string; "createdBy": string; "modifiedAt": string; "modifiedBy": string; };
export type NewSilence = { "of": "everything" | "plan" | "rule" | "alarm" | "pattern"; "target"?: string; "reason": string; "from"?: string; "until": string; "includeCritical"?: boolean; };
export type SilenceChange = { "reason"?: string; "until"?: string; "includeCritical"?: boolean; };
export type AlarmPage = { "items": (Alarm)[]; "next": string | null; };
export type Alarm = { "arn": string; "name": string; "kind": "metric" | "composite"; "description": string | null; "state": "OK" | "ALARM" | "INSUFFICIENT_DATA"; "reason": string; "since": string; "updatedAt": string; "changedAt": string; "condition": string; "metric": WatchedMetric | null; "fault": string | null; "actionsEnabled": boolean; "held": string | null; "onAlarm": (string)[]; "onOk": (string)[]; "onInsufficientData": (string)[]; };
export type WatchedMetric = { "namespace": string; "name": string; "dimensions": Record<string, string>; };
export type AlarmHistoryItemPage = { "items": (AlarmHistoryItem)[]; "next": string | null; };
export type AlarmHistoryItem = { "id": string; "at": string; "type": "ConfigurationUpdate" | "StateUpdate" | "Action"; "summary": string; "data": unknown; };
export type NewAlarmState = { "state": "OK" | "ALARM" | "INSUFFICIENT_DATA"; "reason": string; };
export type SignalPage = { "items": (Signal)[]; "next": string | null; };
export type Signal = { "key": string; "name": string; "plan": string; "incidentId": string; "firing": boolean; "flapping": boolean; "fired": number; "firstFiredAt": string; "lastFiredAt": string; "recoveries": number; "recoveredAt": string | null; };
export type NeverOver = { "items": (Signal)[]; };
export type IncidentSignals = { "triggers": number; "lastTriggeredAt": string; "firing": number; "endless": boolean; "recoveredAt": string | null; "engagedAnewAt": string | null; "heldBackSince": string | null; "looksAt": string | null; "signals": (Signal)[]; };
export type HeartbeatMonitorPage = { "items": (HeartbeatMonitor)[]; "next": string | null; };
export type HeartbeatMonitor = { "id": string; "name": string; "intervalSeconds": number; "graceSeconds": number; "plan": string | null; "labels": Record<string, string>; "status": "waiting" | "heard" | "missing" | "disabled"; "lastBeatAt": string | null; "missedAt": string | null; "createdAt": string; "createdBy": string; "modifiedAt": string; "modifiedBy": string; };
export type NewHeartbeatMonitor = { "name": string; "intervalSeconds": number; "graceSeconds"?: number; "plan"?: string; "labels"?: Record<string, string>; };
export type HeartbeatAddress = { "monitor": HeartbeatMonitor; "url": string; };
export type HeartbeatMonitorChange = { "intervalSeconds"?: number; "graceSeconds"?: number; "plan"?: string | null; "labels"?: Record<string, string>; "enabled"?: boolean; };
export type TopicPage = { "items": (TopicSummary)[]; "next": string | null; };
export type TopicSummary = { "arn": string; "name": string; };
export type NewTopic = { "name": string; "displayName"?: string; };
export type Topic = { "arn": string; "name": string; "displayName": string; "subscriptions": TopicSubscriptions; "tags": Record<string, string>; };
export type TopicSubscriptions = { "confirmed": number; "pending": number; "deleted": number; };
export type SubscriptionPage = { "items": (Subscription)[]; "next": string | null; };
export type Subscription = { "id": string; "arn": string; "protocol": "http" | "https" | "email" | "email-json" | "sms" | "lambda"; "endpoint": string; "state": "pending" | "confirmed"; };
export type NewSubscription = { "protocol": "http" | "https" | "email" | "email-json" | "sms" | "lambda"; "endpoint": string; "filterPolicy"?: string; };
export type NewPublication = { "message": string; "subject"?: string; };
export type Publication = { "messageId": string; };
export type TopicDeliveryPage = { "items": (TopicDelivery)[]; "next": string | null; };
export type TopicDelivery = { "id": string; "messageId": string | null; "subject": string | null; "subscriptionId": string | null; "protocol": "http" | "https" | "email" | "email-json" | "sms" | "lambda"; "endpoint": string; "status": "pending" | "delivered" | "failed" | "cancelled"; "attempts": number; "error": string | null; "createdAt": string; "settledAt": string | null; };
export type MetricPage = { "items": (Metric)[]; "next": string | null; };
export type Metric = { "namespace": string; "name": string; "dimensions": Record<string, string>; };
export type MetricDataIn = { "namespace": string; "data": (Datum)[]; };
export type Datum = { "name": string; "dimensions"?: Record<string, string>; "at"?: string; "value"?: unknown; "values"?: (unknown)[]; "counts"?: (unknown)[]; "statistics"?: { "samples": unknown; "sum": unknown; "minimum": unknown; "maximum": unknown; }; "unit"?: string; "fine"?: boolean; };
export type MetricDataStored = { "stored": number; };
export type MetricQuery = { "from": string; "to"?: string; "questions": (MetricQuestion)[]; };
export type MetricQuestion = { "id": string; "namespace"?: string; "name"?: string; "dimensions"?: Record<string, string>; "statistic"?: string; "unit"?: string; "expression"?: string; "period"?: number; "label"?: string; "hidden"?: boolean; };
export type MetricAnswer = { "series": (MetricSeries)[]; };
export type MetricSeries = { "id": string; "label": string; "period": number; "points": ({ "at": string; "value": unknown; })[]; "message": string | null; };
export type BusPage = { "items": (Bus)[]; "next": string | null; };
export type Bus = { "arn": string; "name": string; "description": string; "policy": string | null; "tags": Record<string, string>; "createdAt": string | null; };
export type BusContent = { "description"?: string; };
export type RulePage = { "items": (ListedRule)[]; "next": string | null; };
export type ListedRule = { "arn": string; "name": string; "bus": string; "description"?: string; "pattern"?: string; "schedule"?: string; "enabled": boolean; "roleArn"?: string; "targets": (RuleTarget)[]; "changedAt": string; "lastMatch": string | null; "matchesEverything": boolean; };
export type RuleTarget = { "id": string; "arn": string; "roleArn"?: string; "input"?: string; "inputPath"?: string; "inputTransformer"?: InputTransformer; "retry"?: RetryPolicy; "deadLetterArn"?: string; "http"?: HttpParameters; };
export type InputTransformer = { "paths": Record<string, string>; "template": string; };
export type RetryPolicy = { "attempts"?: number; "ageSeconds"?: number; };
export type HttpParameters = { "path"?: (string)[]; "headers"?: Record<string, string>; "query"?: Record<string, string>; };
export type Rule = { "arn": string; "name": string; "bus": string; "description"?: string; "pattern"?: string; "schedule"?: string; "enabled": boolean; "roleArn"?: string; "targets": (RuleTarget)[]; "changedAt": string; };
export type RuleContent = { "description"?: string; "pattern"?: string; "schedule"?: string; "enabled"?: boolean; "roleArn"?: string; "targets": (RuleTarget)[]; };
export type ExplainedEvent = { "event"?: unknown; "eventId"?: string; "bus"?: string; };
export type Explanation = { "rule": string; "enabled": boolean; "matches": boolean; "misses": ({ "field": string; "wanted": string; "got": string; })[]; "changedSince": boolean; };
export type Explanations = { "rules": (Explanation)[]; };
export type EventDeliveryPage = { "items": (EventDelivery)[]; "next": string | null; };
export type EventDelivery = { "eventId": string; "source": string | null; "detailType": string | null; "bus": string; "rule": string; "targetId": string; "targetArn": string | null; "at": string; "status": "pending" | "delivered" | "failed"; "attempts": number; "settledAt": string | null; "result": string | null; "error": string | null; "errorCode": string | null; "exhausted": string | null; "deadLetter": "pending" | "sent" | "failed" | null; "deadLetterError": string | null; };
export type LogLinePage = { "items": (LogLine)[]; "next": string | null; };
export type LogLine = { "id": string; "eventId": string; "rule": string; "at": string; "line": string; };
export type LiveEvent = { "topic": "incidents" | "timeline"; "incident": string; "kind": "opened" | "changed" | "deleted" | "added" | "removed"; "event"?: string; "type"?: string; "version": number; };
export type IntegrationPage = { "items": (Integration)[]; "next": string | null; };
export type Integration = { "id": string; "name": string; "kind": "pagerduty" | "opsgenie" | "jsm"; "plan": string | null; "severity": number; "secretId": string; "createdAt": string; "createdBy": string; };
export type NewIntegration = { "name": string; "kind": "pagerduty" | "opsgenie" | "jsm"; "plan"?: string | null; "severity"?: number; "secretId": string; };
export type HostPage = { "items": (Host)[]; "next": string | null; };
export type Host = { "name": string; "address": string; "port": number; "user": string; "secretId": string; "hostKey": string; "tags": Record<string, string>; "createdAt": string; "createdBy": string; };
export type NewHost = { "name": string; "address": string; "port"?: number; "user": string; "secretId": string; "hostKey": string; "tags"?: Record<string, string>; };
export type IntakeKeyPage = { "items": (IntakeKey)[]; "next": string | null; };
export type IntakeKey = { "id": string; "source": string; "name": string; "region": string; "mapping": IntakeMapping | null; "isSigned": boolean; "principal": string; "createdAt": string; "createdBy": string; "lastUsedAt": string | null; "revokedAt": string | null; };
export type IntakeMapping = { "each"?: string; "status"?: string; "resolved"?: (string)[]; "fingerprint"?: string; "labels"?: Record<string, string>; "annotations"?: Record<string, string>; "startsAt"?: string; "endsAt"?: string; };
export type NewIntakeKey = { "source": string; "name"?: string; "mapping"?: IntakeMapping; "signingSecret"?: string; };
export type MadeIntakeKey = { "key": IntakeKey; "secret": string; };
export type NewIntakePreview = { "source": string; "mapping"?: IntakeMapping; "payload": unknown; "headers"?: Record<string, string>; };
export type IntakePreview = { "alerts": (PreviewedAlert)[]; "answer": unknown; };
export type PreviewedAlert = { "status": "firing" | "resolved"; "fingerprint": string | null; "labels": Record<string, string>; "annotations": Record<string, string>; "startsAt": string | null; "endsAt": string | null; };
export type Whoami = { "account": string; "region": string; "principal": string; "credential": string; "may": ("read" | "write" | "administer")[]; };
export type TokenPage = { "items": (Token)[]; "next": string | null; };
export type Token = { "id": string; "name": string; "scopes": ("read" | "write")[]; "principal": string; "createdAt": string; "createdBy": string; "expiresAt": string | null; "lastUsedAt": string | null; "revokedAt": string | null; };
export type NewToken = { "name": string; "scopes"?: ("read" | "write")[]; "expiresInDays"?: number | null; };
export type MadeToken = { "token": Token; "secret": string; };
export type DoctorReport = { "findings": (Finding)[]; "omitted": number; "checks": (Check)[]; };
export type Finding = { "severity": "fault" | "warning" | "note"; "check": string; "subject": string; "text": string; "whatToDo": string; "command": string | null; };
export type Check = { "id": string; "title": string; };
export type Problem = { "type": string; "title": string; "status": number; "detail": string; "requestId": string; "errors"?: ({ "field": string; "wanted": string; "got": string; })[]; "resource"?: { "type": string; "id": string; }; "dependents"?: ({ "relation": string; "ids": (string)[]; })[]; "etag"?: string; };

export interface Operations {
  listIncidents: { request: { params?: undefined; query?: { "status"?: ("open" | "inProgress" | "resolved")[]; "severity"?: (number)[]; "plan"?: (string)[]; "createdBy"?: (string)[]; "text"?: string; "after"?: string; "before"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: IncidentPage };
  startIncident: { request: { params?: undefined; query?: undefined; body: NewIncident; }; answer: StartedIncident };
  getIncident: { request: { params: { "incidentId": string; }; query?: undefined; body?: undefined; }; answer: Incident };
  editIncident: { request: { params: { "incidentId": string; }; query?: undefined; body: IncidentChange; }; answer: Incident };
  deleteIncident: { request: { params: { "incidentId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listTimeline: { request: { params: { "incidentId": string; }; query?: { "order"?: "oldestFirst" | "newestFirst"; "type"?: ("trigger" | "start" | "change" | "page" | "acknowledgement" | "runbook" | "note" | "custom" | "other")[]; "after"?: string; "before"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: TimelineEventPage };
  addTimelineEvent: { request: { params: { "incidentId": string; }; query?: undefined; body: NewTimelineEvent; }; answer: TimelineEvent };
  getTimelineEvent: { request: { params: { "incidentId": string; "eventId": string; }; query?: undefined; body?: undefined; }; answer: TimelineEvent };
  editTimelineEvent: { request: { params: { "incidentId": string; "eventId": string; }; query?: undefined; body: TimelineEventChange; }; answer: TimelineEvent };
  deleteTimelineEvent: { request: { params: { "incidentId": string; "eventId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listRelatedItems: { request: { params: { "incidentId": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: RelatedItemPage };
  addRelatedItem: { request: { params: { "incidentId": string; }; query?: undefined; body: NewRelatedItem; }; answer: RelatedItem };
  removeRelatedItem: { request: { params: { "incidentId": string; "itemId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listFollowers: { request: { params: { "incidentId": string; }; query?: undefined; body?: undefined; }; answer: IncidentFollowers };
  followIncident: { request: { params: { "incidentId": string; }; query?: undefined; body: NewIncidentFollower; }; answer: IncidentFollower };
  unfollowIncident: { request: { params: { "incidentId": string; "followerId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listEngagements: { request: { params: { "incidentId": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: EngagementPage };
  engage: { request: { params: { "incidentId": string; }; query?: undefined; body: NewEngagement; }; answer: Engagement };
  getEngagement: { request: { params: { "incidentId": string; "engagementId": string; }; query?: undefined; body?: undefined; }; answer: Engagement };
  stopEngagement: { request: { params: { "incidentId": string; "engagementId": string; }; query?: undefined; body: EngagementStop; }; answer: Engagement };
  listPages: { request: { params: { "incidentId": string; "engagementId": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: PagePage };
  getPage: { request: { params: { "incidentId": string; "engagementId": string; "pageId": string; }; query?: undefined; body?: undefined; }; answer: Page };
  listAttempts: { request: { params: { "incidentId": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: AttemptPage };
  listReceipts: { request: { params: { "incidentId": string; "engagementId": string; "pageId": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: ReceiptPage };
  listResponsePlans: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: ResponsePlanSummaryPage };
  createResponsePlan: { request: { params?: undefined; query?: undefined; body: NewResponsePlan; }; answer: ResponsePlan };
  getResponsePlan: { request: { params: { "plan": string; }; query?: undefined; body?: undefined; }; answer: ResponsePlan };
  replaceResponsePlan: { request: { params: { "plan": string; }; query?: undefined; body: ResponsePlanContent; }; answer: ResponsePlan };
  editResponsePlan: { request: { params: { "plan": string; }; query?: undefined; body: ResponsePlanChange; }; answer: ResponsePlan };
  deleteResponsePlan: { request: { params: { "plan": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listRunbooks: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: RunbookSummaryPage };
  getRunbook: { request: { params: { "name": string; }; query?: { "version"?: string; }; body?: undefined; }; answer: Runbook };
  putRunbook: { request: { params: { "name": string; }; query?: undefined; body: RunbookContent; }; answer: Runbook };
  deleteRunbook: { request: { params: { "name": string; }; query?: { "version"?: string; }; body?: undefined; }; answer: undefined };
  listRunbookVersions: { request: { params: { "name": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: RunbookVersionPage };
  setRunbookDefault: { request: { params: { "name": string; }; query?: undefined; body: RunbookDefault; }; answer: Runbook };
  graphRunbook: { request: { params: { "name": string; }; query?: { "version"?: string; }; body?: undefined; }; answer: RunbookGraph };
  lintRunbookText: { request: { params?: undefined; query?: undefined; body: RunbookText; }; answer: RunbookFindings };
  graphRunbookText: { request: { params?: undefined; query?: undefined; body: RunbookText; }; answer: RunbookGraph };
  listContacts: { request: { params?: undefined; query?: { "aliasPrefix"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: ContactPage };
  createContact: { request: { params?: undefined; query?: undefined; body: NewContact; }; answer: Contact };
  getContact: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: Contact };
  editContact: { request: { params: { "contact": string; }; query?: undefined; body: ContactChange; }; answer: Contact };
  deleteContact: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  getEngagementPlan: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: EngagementPlan };
  replaceEngagementPlan: { request: { params: { "contact": string; }; query?: undefined; body: EngagementPlan; }; answer: EngagementPlan };
  listEscalationPlans: { request: { params?: undefined; query?: { "aliasPrefix"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: EscalationPlanPage };
  createEscalationPlan: { request: { params?: undefined; query?: undefined; body: NewEscalationPlan; }; answer: EscalationPlan };
  getEscalationPlan: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: EscalationPlan };
  replaceEscalationPlan: { request: { params: { "contact": string; }; query?: undefined; body: EscalationPlanContent; }; answer: EscalationPlan };
  deleteEscalationPlan: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listChannels: { request: { params: { "contact": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: ChannelPage };
  createChannel: { request: { params: { "contact": string; }; query?: undefined; body: NewChannel; }; answer: Channel };
  getChannel: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body?: undefined; }; answer: Channel };
  editChannel: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body: ChannelChange; }; answer: Channel };
  deleteChannel: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  sendActivationCode: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  activateChannel: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body: Activation; }; answer: Channel };
  deactivateChannel: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body?: undefined; }; answer: Channel };
  clearChannelFlag: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body?: undefined; }; answer: Channel };
  changeSigningSecret: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body: SigningSecretWish; }; answer: SigningSecret };
  createPushLink: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: PushLink };
  getPushKey: { request: { params?: undefined; query?: undefined; body?: undefined; }; answer: PushKey };
  listChatChannels: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: ChatChannelPage };
  bindChatChannel: { request: { params?: undefined; query?: undefined; body: NewChatChannel; }; answer: ChatChannel };
  getChatChannel: { request: { params: { "chatChannelId": string; }; query?: undefined; body?: undefined; }; answer: ChatChannel };
  unbindChatChannel: { request: { params: { "chatChannelId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  testChatChannel: { request: { params: { "chatChannelId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listSlackUsers: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: SlackUsers };
  createSlackCode: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: SlackCode };
  unlinkSlack: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listOnCallMirrors: { request: { params?: undefined; query?: undefined; body?: undefined; }; answer: OnCallMirrors };
  addOnCallMirror: { request: { params?: undefined; query?: undefined; body: NewOnCallMirror; }; answer: MadeOnCallMirror };
  removeOnCallMirror: { request: { params: { "mirrorId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listTemplates: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: TemplatePage };
  describeTemplates: { request: { params?: undefined; query?: undefined; body?: undefined; }; answer: TemplateWords };
  getTemplate: { request: { params: { "channel": "EMAIL" | "SMS" | "VOICE" | "CHAT" | "PUSH"; }; query?: { "plan"?: string; }; body?: undefined; }; answer: Template };
  setTemplate: { request: { params: { "channel": "EMAIL" | "SMS" | "VOICE" | "CHAT" | "PUSH"; }; query?: { "plan"?: string; }; body: TemplateContent; }; answer: Template };
  resetTemplate: { request: { params: { "channel": "EMAIL" | "SMS" | "VOICE" | "CHAT" | "PUSH"; }; query?: { "plan"?: string; }; body?: undefined; }; answer: undefined };
  previewTemplate: { request: { params?: undefined; query?: undefined; body: TemplatePreviewAsked; }; answer: TemplatePreview };
  testChannel: { request: { params: { "contact": string; "channelId": string; }; query?: undefined; body?: undefined; }; answer: TestPage };
  listTestPages: { request: { params: { "contact": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: TestPagePage };
  getTestPage: { request: { params: { "contact": string; "testPageId": string; }; query?: undefined; body?: undefined; }; answer: TestPage };
  answerTestPage: { request: { params: { "contact": string; "testPageId": string; }; query?: undefined; body: TestAnswer; }; answer: TestPage };
  listDrills: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: DrillPage };
  listDrillScores: { request: { params?: undefined; query?: { "last"?: number; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: DrillScorePage };
  getDrill: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: Drill };
  setDrill: { request: { params: { "contact": string; }; query?: undefined; body: DrillTerms; }; answer: Drill };
  deleteDrill: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listProviders: { request: { params?: undefined; query?: undefined; body?: undefined; }; answer: Providers };
  probeProvider: { request: { params: { "provider": string; }; query?: undefined; body?: undefined; }; answer: ProbeAsked };
  listChatNotices: { request: { params: { "chatChannelId": string; }; query?: undefined; body?: undefined; }; answer: ChatNotices };
  putChatNotice: { request: { params: { "chatChannelId": string; }; query?: undefined; body: NewChatNotice; }; answer: ChatNotice };
  removeChatNotice: { request: { params: { "chatChannelId": string; "noticeId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  predict: { request: { params?: undefined; query?: { "plan"?: string; "contact"?: string; "at"?: string; "severity"?: number; "failing"?: ("email" | "sms" | "voice" | "push" | "webhook" | "slack")[]; "answers"?: (string)[]; }; body?: undefined; }; answer: Prediction };
  makePrediction: { request: { params?: undefined; query?: undefined; body: NewPrediction; }; answer: Prediction };
  why: { request: { params?: undefined; query: { "contact": string; "at"?: string; "minutes"?: number; "incident"?: string; }; body?: undefined; }; answer: Why };
  replay: { request: { params?: undefined; query?: undefined; body: NewReplay; }; answer: Replay };
  listSchedules: { request: { params?: undefined; query?: { "aliasPrefix"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: OnCallSchedulePage };
  createSchedule: { request: { params?: undefined; query?: undefined; body: NewOnCallSchedule; }; answer: OnCallSchedule };
  getSchedule: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: OnCallSchedule };
  replaceSchedule: { request: { params: { "contact": string; }; query?: undefined; body: OnCallScheduleContent; }; answer: OnCallSchedule };
  deleteSchedule: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  whoIsOnCallBySchedule: { request: { params: { "contact": string; }; query?: undefined; body?: undefined; }; answer: WhoIsOnCall };
  listRotations: { request: { params?: undefined; query?: { "name"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: RotationPage };
  createRotation: { request: { params?: undefined; query?: undefined; body: NewRotation; }; answer: Rotation };
  previewRotation: { request: { params?: undefined; query?: undefined; body: PreviewedRotation; }; answer: RotationPreview };
  getRotation: { request: { params: { "rotationId": string; }; query?: undefined; body?: undefined; }; answer: Rotation };
  editRotation: { request: { params: { "rotationId": string; }; query?: undefined; body: RotationChange; }; answer: Rotation };
  deleteRotation: { request: { params: { "rotationId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listOverrides: { request: { params: { "rotationId": string; }; query?: { "from"?: string; "to"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: OverridePage };
  createOverride: { request: { params: { "rotationId": string; }; query?: undefined; body: NewOverride; }; answer: Override };
  getOverride: { request: { params: { "rotationId": string; "overrideId": string; }; query?: undefined; body?: undefined; }; answer: Override };
  deleteOverride: { request: { params: { "rotationId": string; "overrideId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listTemporarySchedules: { request: { params?: undefined; query?: { "from"?: string; "to"?: string; }; body?: undefined; }; answer: TemporarySchedules };
  createTemporarySchedule: { request: { params?: undefined; query?: undefined; body: NewTemporarySchedule; }; answer: TemporarySchedule };
  getTemporarySchedule: { request: { params: { "temporaryId": string; }; query?: undefined; body?: undefined; }; answer: TemporarySchedule };
  deleteTemporarySchedule: { request: { params: { "temporaryId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listSwaps: { request: { params?: undefined; query?: { "status"?: "offered" | "accepted" | "declined" | "withdrawn"; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: SwapPage };
  offerSwap: { request: { params?: undefined; query?: undefined; body: NewSwap; }; answer: Swap };
  getSwap: { request: { params: { "swapId": string; }; query?: undefined; body?: undefined; }; answer: Swap };
  acceptSwap: { request: { params: { "swapId": string; }; query?: undefined; body?: undefined; }; answer: Swap };
  declineSwap: { request: { params: { "swapId": string; }; query?: undefined; body?: undefined; }; answer: Swap };
  withdrawSwap: { request: { params: { "swapId": string; }; query?: undefined; body?: undefined; }; answer: Swap };
  whoIsOnCall: { request: { params?: undefined; query: { "of": string; "at"?: string; }; body?: undefined; }; answer: WhoIsOnCall };
  listShifts: { request: { params?: undefined; query: { "of": string; "from"?: string; "to"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: ShiftPage };
  listGaps: { request: { params?: undefined; query: { "of": string; "from"?: string; "to"?: string; }; body?: undefined; }; answer: Gaps };
  listChanges: { request: { params?: undefined; query: { "of": string; "from"?: string; "to"?: string; "limit"?: number; }; body?: undefined; }; answer: Changes };
  listOnCallWarnings: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: OnCallWarningPage };
  listCalendarFeeds: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: CalendarFeedPage };
  createCalendarFeed: { request: { params?: undefined; query?: undefined; body: NewCalendarFeed; }; answer: MadeCalendarFeed };
  getCalendarFeed: { request: { params: { "feedId": string; }; query?: undefined; body?: undefined; }; answer: CalendarFeed };
  revokeCalendarFeed: { request: { params: { "feedId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listSilences: { request: { params?: undefined; query?: { "status"?: "planned" | "active" | "over"; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: SilencePage };
  createSilence: { request: { params?: undefined; query?: undefined; body: NewSilence; }; answer: Silence };
  getSilence: { request: { params: { "silenceId": string; }; query?: undefined; body?: undefined; }; answer: Silence };
  editSilence: { request: { params: { "silenceId": string; }; query?: undefined; body: SilenceChange; }; answer: Silence };
  endSilence: { request: { params: { "silenceId": string; }; query?: undefined; body?: undefined; }; answer: Silence };
  listAlarms: { request: { params?: undefined; query?: { "state"?: "OK" | "ALARM" | "INSUFFICIENT_DATA"; "kind"?: "metric" | "composite"; "prefix"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: AlarmPage };
  getAlarm: { request: { params: { "alarmName": string; }; query?: undefined; body?: undefined; }; answer: Alarm };
  deleteAlarm: { request: { params: { "alarmName": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listAlarmHistory: { request: { params: { "alarmName": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: AlarmHistoryItemPage };
  setAlarmState: { request: { params: { "alarmName": string; }; query?: undefined; body: NewAlarmState; }; answer: Alarm };
  enableAlarmActions: { request: { params: { "alarmName": string; }; query?: undefined; body?: undefined; }; answer: Alarm };
  disableAlarmActions: { request: { params: { "alarmName": string; }; query?: undefined; body?: undefined; }; answer: Alarm };
  listSignals: { request: { params?: undefined; query?: { "firing"?: boolean; "plan"?: string; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: SignalPage };
  listNeverOver: { request: { params?: undefined; query?: { "times"?: number; "days"?: number; }; body?: undefined; }; answer: NeverOver };
  getIncidentSignals: { request: { params: { "incidentId": string; }; query?: undefined; body?: undefined; }; answer: IncidentSignals };
  listHeartbeats: { request: { params?: undefined; query?: { "status"?: "waiting" | "heard" | "missing" | "disabled"; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: HeartbeatMonitorPage };
  createHeartbeat: { request: { params?: undefined; query?: undefined; body: NewHeartbeatMonitor; }; answer: HeartbeatAddress };
  getHeartbeat: { request: { params: { "monitorId": string; }; query?: undefined; body?: undefined; }; answer: HeartbeatMonitor };
  editHeartbeat: { request: { params: { "monitorId": string; }; query?: undefined; body: HeartbeatMonitorChange; }; answer: HeartbeatMonitor };
  deleteHeartbeat: { request: { params: { "monitorId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  renewHeartbeat: { request: { params: { "monitorId": string; }; query?: undefined; body?: undefined; }; answer: HeartbeatAddress };
  listTopics: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: TopicPage };
  createTopic: { request: { params?: undefined; query?: undefined; body: NewTopic; }; answer: Topic };
  getTopic: { request: { params: { "topicName": string; }; query?: undefined; body?: undefined; }; answer: Topic };
  deleteTopic: { request: { params: { "topicName": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listSubscriptions: { request: { params: { "topicName": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: SubscriptionPage };
  createSubscription: { request: { params: { "topicName": string; }; query?: undefined; body: NewSubscription; }; answer: Subscription };
  deleteSubscription: { request: { params: { "topicName": string; "subscriptionId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  publishToTopic: { request: { params: { "topicName": string; }; query?: undefined; body: NewPublication; }; answer: Publication };
  listTopicDeliveries: { request: { params: { "topicName": string; }; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: TopicDeliveryPage };
  listMetrics: { request: { params?: undefined; query?: { "namespace"?: string; "name"?: string; "dimension"?: (string)[]; "active"?: boolean; "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: MetricPage };
  putMetricData: { request: { params?: undefined; query?: undefined; body: MetricDataIn; }; answer: MetricDataStored };
  queryMetrics: { request: { params?: undefined; query?: undefined; body: MetricQuery; }; answer: MetricAnswer };
  listBuses: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; "prefix"?: string; }; body?: undefined; }; answer: BusPage };
  getBus: { request: { params: { "busName": string; }; query?: undefined; body?: undefined; }; answer: Bus };
  putBus: { request: { params: { "busName": string; }; query?: undefined; body: BusContent; }; answer: Bus };
  deleteBus: { request: { params: { "busName": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listRules: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; "bus"?: string; "prefix"?: string; }; body?: undefined; }; answer: RulePage };
  getRule: { request: { params: { "ruleName": string; }; query?: { "bus"?: string; }; body?: undefined; }; answer: Rule };
  putRule: { request: { params: { "ruleName": string; }; query?: { "bus"?: string; }; body: RuleContent; }; answer: Rule };
  deleteRule: { request: { params: { "ruleName": string; }; query?: { "bus"?: string; }; body?: undefined; }; answer: undefined };
  enableRule: { request: { params: { "ruleName": string; }; query?: { "bus"?: string; }; body?: undefined; }; answer: Rule };
  disableRule: { request: { params: { "ruleName": string; }; query?: { "bus"?: string; }; body?: undefined; }; answer: Rule };
  explainRule: { request: { params: { "ruleName": string; }; query?: undefined; body: ExplainedEvent; }; answer: Explanation };
  explainRules: { request: { params?: undefined; query?: undefined; body: ExplainedEvent; }; answer: Explanations };
  listEventDeliveries: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; "bus"?: string; "rule"?: string; "status"?: "pending" | "delivered" | "failed"; }; body?: undefined; }; answer: EventDeliveryPage };
  listLogLines: { request: { params?: undefined; query: { "limit"?: number; "cursor"?: string; "group": string; }; body?: undefined; }; answer: LogLinePage };
  live: { request: { params?: undefined; query?: { "topics"?: ("incidents" | "timeline")[]; "incident"?: string; }; body?: undefined; }; answer: LiveEvent };
  listIntegrations: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: IntegrationPage };
  createIntegration: { request: { params?: undefined; query?: undefined; body: NewIntegration; }; answer: Integration };
  getIntegration: { request: { params: { "integrationId": string; }; query?: undefined; body?: undefined; }; answer: Integration };
  removeIntegration: { request: { params: { "integrationId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listHosts: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: HostPage };
  createHost: { request: { params?: undefined; query?: undefined; body: NewHost; }; answer: Host };
  getHost: { request: { params: { "host": string; }; query?: undefined; body?: undefined; }; answer: Host };
  removeHost: { request: { params: { "host": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  listIntakeKeys: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: IntakeKeyPage };
  createIntakeKey: { request: { params?: undefined; query?: undefined; body: NewIntakeKey; }; answer: MadeIntakeKey };
  getIntakeKey: { request: { params: { "keyId": string; }; query?: undefined; body?: undefined; }; answer: IntakeKey };
  revokeIntakeKey: { request: { params: { "keyId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  previewIntake: { request: { params?: undefined; query?: undefined; body: NewIntakePreview; }; answer: IntakePreview };
  whoami: { request: { params?: undefined; query?: undefined; body?: undefined; }; answer: Whoami };
  listTokens: { request: { params?: undefined; query?: { "limit"?: number; "cursor"?: string; }; body?: undefined; }; answer: TokenPage };
  createToken: { request: { params?: undefined; query?: undefined; body: NewToken; }; answer: MadeToken };
  getToken: { request: { params: { "tokenId": string; }; query?: undefined; body?: undefined; }; answer: Token };
  revokeToken: { request: { params: { "tokenId": string; }; query?: undefined; body?: undefined; }; answer: undefined };
  examine: { request: { params?: undefined; query?: undefined; body?: undefined; }; answer: DoctorReport };
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
  listFollowers: { method: 'GET', path: '/incidents/{incidentId}/followers' },
  followIncident: { method: 'POST', path: '/incidents/{incidentId}/followers' },
  unfollowIncident: { method: 'DELETE', path: '/incidents/{incidentId}/followers/{followerId}' },
  listEngagements: { method: 'GET', path: '/incidents/{incidentId}/engagements' },
  engage: { method: 'POST', path: '/incidents/{incidentId}/engagements' },
  getEngagement: { method: 'GET', path: '/incidents/{incidentId}/engagements/{engagementId}' },
  stopEngagement: { method: 'POST', path: '/incidents/{incidentId}/engagements/{engagementId}/stop' },
  listPages: { method: 'GET', path: '/incidents/{incidentId}/engagements/{engagementId}/pages' },
  getPage: { method: 'GET', path: '/incidents/{incidentId}/engagements/{engagementId}/pages/{pageId}' },
  listAttempts: { method: 'GET', path: '/incidents/{incidentId}/attempts' },
  listReceipts: { method: 'GET', path: '/incidents/{incidentId}/engagements/{engagementId}/pages/{pageId}/receipts' },
  listResponsePlans: { method: 'GET', path: '/response-plans' },
  createResponsePlan: { method: 'POST', path: '/response-plans' },
  getResponsePlan: { method: 'GET', path: '/response-plans/{plan}' },
  replaceResponsePlan: { method: 'PUT', path: '/response-plans/{plan}' },
  editResponsePlan: { method: 'PATCH', path: '/response-plans/{plan}' },
  deleteResponsePlan: { method: 'DELETE', path: '/response-plans/{plan}' },
  listRunbooks: { method: 'GET', path: '/runbooks' },
  getRunbook: { method: 'GET', path: '/runbooks/{name}' },
  putRunbook: { method: 'PUT', path: '/runbooks/{name}' },
  deleteRunbook: { method: 'DELETE', path: '/runbooks/{name}' },
  listRunbookVersions: { method: 'GET', path: '/runbooks/{name}/versions' },
  setRunbookDefault: { method: 'PUT', path: '/runbooks/{name}/default' },
  graphRunbook: { method: 'GET', path: '/runbooks/{name}/graph' },
  lintRunbookText: { method: 'POST', path: '/runbooks/lint' },
  graphRunbookText: { method: 'POST', path: '/runbooks/graph' },
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
  editChannel: { method: 'PATCH', path: '/contacts/{contact}/channels/{channelId}' },
  deleteChannel: { method: 'DELETE', path: '/contacts/{contact}/channels/{channelId}' },
  sendActivationCode: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/send-code' },
  activateChannel: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/activate' },
  deactivateChannel: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/deactivate' },
  clearChannelFlag: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/clear-flag' },
  changeSigningSecret: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/signing-secret' },
  createPushLink: { method: 'POST', path: '/contacts/{contact}/push-link' },
  getPushKey: { method: 'GET', path: '/push/key' },
  listChatChannels: { method: 'GET', path: '/chat-channels' },
  bindChatChannel: { method: 'POST', path: '/chat-channels' },
  getChatChannel: { method: 'GET', path: '/chat-channels/{chatChannelId}' },
  unbindChatChannel: { method: 'DELETE', path: '/chat-channels/{chatChannelId}' },
  testChatChannel: { method: 'POST', path: '/chat-channels/{chatChannelId}/test' },
  listSlackUsers: { method: 'GET', path: '/contacts/{contact}/slack' },
  createSlackCode: { method: 'POST', path: '/contacts/{contact}/slack' },
  unlinkSlack: { method: 'DELETE', path: '/contacts/{contact}/slack' },
  listOnCallMirrors: { method: 'GET', path: '/on-call-mirrors' },
  addOnCallMirror: { method: 'POST', path: '/on-call-mirrors' },
  removeOnCallMirror: { method: 'DELETE', path: '/on-call-mirrors/{mirrorId}' },
  listTemplates: { method: 'GET', path: '/templates' },
  describeTemplates: { method: 'GET', path: '/template-words' },
  getTemplate: { method: 'GET', path: '/templates/{channel}' },
  setTemplate: { method: 'PUT', path: '/templates/{channel}' },
  resetTemplate: { method: 'DELETE', path: '/templates/{channel}' },
  previewTemplate: { method: 'POST', path: '/templates/preview' },
  testChannel: { method: 'POST', path: '/contacts/{contact}/channels/{channelId}/test' },
  listTestPages: { method: 'GET', path: '/contacts/{contact}/test-pages' },
  getTestPage: { method: 'GET', path: '/contacts/{contact}/test-pages/{testPageId}' },
  answerTestPage: { method: 'POST', path: '/contacts/{contact}/test-pages/{testPageId}/answer' },
  listDrills: { method: 'GET', path: '/drills' },
  listDrillScores: { method: 'GET', path: '/drill-scores' },
  getDrill: { method: 'GET', path: '/contacts/{contact}/drill' },
  setDrill: { method: 'PUT', path: '/contacts/{contact}/drill' },
  deleteDrill: { method: 'DELETE', path: '/contacts/{contact}/drill' },
  listProviders: { method: 'GET', path: '/providers' },
  probeProvider: { method: 'POST', path: '/providers/{provider}/probe' },
  listChatNotices: { method: 'GET', path: '/chat-channels/{chatChannelId}/notices' },
  putChatNotice: { method: 'POST', path: '/chat-channels/{chatChannelId}/notices' },
  removeChatNotice: { method: 'DELETE', path: '/chat-channels/{chatChannelId}/notices/{noticeId}' },
  predict: { method: 'GET', path: '/predictions' },
  makePrediction: { method: 'POST', path: '/predictions' },
  why: { method: 'GET', path: '/why' },
  replay: { method: 'POST', path: '/replays' },
  listSchedules: { method: 'GET', path: '/schedules' },
  createSchedule: { method: 'POST', path: '/schedules' },
  getSchedule: { method: 'GET', path: '/schedules/{contact}' },
  replaceSchedule: { method: 'PUT', path: '/schedules/{contact}' },
  deleteSchedule: { method: 'DELETE', path: '/schedules/{contact}' },
  whoIsOnCallBySchedule: { method: 'GET', path: '/schedules/{contact}/on-call' },
  listRotations: { method: 'GET', path: '/rotations' },
  createRotation: { method: 'POST', path: '/rotations' },
  previewRotation: { method: 'POST', path: '/rotations/preview' },
  getRotation: { method: 'GET', path: '/rotations/{rotationId}' },
  editRotation: { method: 'PATCH', path: '/rotations/{rotationId}' },
  deleteRotation: { method: 'DELETE', path: '/rotations/{rotationId}' },
  listOverrides: { method: 'GET', path: '/rotations/{rotationId}/overrides' },
  createOverride: { method: 'POST', path: '/rotations/{rotationId}/overrides' },
  getOverride: { method: 'GET', path: '/rotations/{rotationId}/overrides/{overrideId}' },
  deleteOverride: { method: 'DELETE', path: '/rotations/{rotationId}/overrides/{overrideId}' },
  listTemporarySchedules: { method: 'GET', path: '/temporary-schedules' },
  createTemporarySchedule: { method: 'POST', path: '/temporary-schedules' },
  getTemporarySchedule: { method: 'GET', path: '/temporary-schedules/{temporaryId}' },
  deleteTemporarySchedule: { method: 'DELETE', path: '/temporary-schedules/{temporaryId}' },
  listSwaps: { method: 'GET', path: '/swaps' },
  offerSwap: { method: 'POST', path: '/swaps' },
  getSwap: { method: 'GET', path: '/swaps/{swapId}' },
  acceptSwap: { method: 'POST', path: '/swaps/{swapId}/accept' },
  declineSwap: { method: 'POST', path: '/swaps/{swapId}/decline' },
  withdrawSwap: { method: 'POST', path: '/swaps/{swapId}/withdraw' },
  whoIsOnCall: { method: 'GET', path: '/on-call' },
  listShifts: { method: 'GET', path: '/on-call/shifts' },
  listGaps: { method: 'GET', path: '/on-call/gaps' },
  listChanges: { method: 'GET', path: '/on-call/changes' },
  listOnCallWarnings: { method: 'GET', path: '/on-call/warnings' },
  listCalendarFeeds: { method: 'GET', path: '/calendar-feeds' },
  createCalendarFeed: { method: 'POST', path: '/calendar-feeds' },
  getCalendarFeed: { method: 'GET', path: '/calendar-feeds/{feedId}' },
  revokeCalendarFeed: { method: 'DELETE', path: '/calendar-feeds/{feedId}' },
  listSilences: { method: 'GET', path: '/silences' },
  createSilence: { method: 'POST', path: '/silences' },
  getSilence: { method: 'GET', path: '/silences/{silenceId}' },
  editSilence: { method: 'PATCH', path: '/silences/{silenceId}' },
  endSilence: { method: 'POST', path: '/silences/{silenceId}/end' },
  listAlarms: { method: 'GET', path: '/alarms' },
  getAlarm: { method: 'GET', path: '/alarms/{alarmName}' },
  deleteAlarm: { method: 'DELETE', path: '/alarms/{alarmName}' },
  listAlarmHistory: { method: 'GET', path: '/alarms/{alarmName}/history' },
  setAlarmState: { method: 'POST', path: '/alarms/{alarmName}/state' },
  enableAlarmActions: { method: 'POST', path: '/alarms/{alarmName}/enable-actions' },
  disableAlarmActions: { method: 'POST', path: '/alarms/{alarmName}/disable-actions' },
  listSignals: { method: 'GET', path: '/signals' },
  listNeverOver: { method: 'GET', path: '/signals/never-over' },
  getIncidentSignals: { method: 'GET', path: '/incidents/{incidentId}/signals' },
  listHeartbeats: { method: 'GET', path: '/heartbeats' },
  createHeartbeat: { method: 'POST', path: '/heartbeats' },
  getHeartbeat: { method: 'GET', path: '/heartbeats/{monitorId}' },
  editHeartbeat: { method: 'PATCH', path: '/heartbeats/{monitorId}' },
  deleteHeartbeat: { method: 'DELETE', path: '/heartbeats/{monitorId}' },
  renewHeartbeat: { method: 'POST', path: '/heartbeats/{monitorId}/address' },
  listTopics: { method: 'GET', path: '/topics' },
  createTopic: { method: 'POST', path: '/topics' },
  getTopic: { method: 'GET', path: '/topics/{topicName}' },
  deleteTopic: { method: 'DELETE', path: '/topics/{topicName}' },
  listSubscriptions: { method: 'GET', path: '/topics/{topicName}/subscriptions' },
  createSubscription: { method: 'POST', path: '/topics/{topicName}/subscriptions' },
  deleteSubscription: { method: 'DELETE', path: '/topics/{topicName}/subscriptions/{subscriptionId}' },
  publishToTopic: { method: 'POST', path: '/topics/{topicName}/messages' },
  listTopicDeliveries: { method: 'GET', path: '/topics/{topicName}/deliveries' },
  listMetrics: { method: 'GET', path: '/metrics' },
  putMetricData: { method: 'POST', path: '/metrics/data' },
  queryMetrics: { method: 'POST', path: '/metrics/query' },
  listBuses: { method: 'GET', path: '/buses' },
  getBus: { method: 'GET', path: '/buses/{busName}' },
  putBus: { method: 'PUT', path: '/buses/{busName}' },
  deleteBus: { method: 'DELETE', path: '/buses/{busName}' },
  listRules: { method: 'GET', path: '/rules' },
  getRule: { method: 'GET', path: '/rules/{ruleName}' },
  putRule: { method: 'PUT', path: '/rules/{ruleName}' },
  deleteRule: { method: 'DELETE', path: '/rules/{ruleName}' },
  enableRule: { method: 'POST', path: '/rules/{ruleName}/enable' },
  disableRule: { method: 'POST', path: '/rules/{ruleName}/disable' },
  explainRule: { method: 'POST', path: '/rules/{ruleName}/explain' },
  explainRules: { method: 'POST', path: '/rules/explain' },
  listEventDeliveries: { method: 'GET', path: '/event-deliveries' },
  listLogLines: { method: 'GET', path: '/log-lines' },
  live: { method: 'GET', path: '/live' },
  listIntegrations: { method: 'GET', path: '/integrations' },
  createIntegration: { method: 'POST', path: '/integrations' },
  getIntegration: { method: 'GET', path: '/integrations/{integrationId}' },
  removeIntegration: { method: 'DELETE', path: '/integrations/{integrationId}' },
  listHosts: { method: 'GET', path: '/hosts' },
  createHost: { method: 'POST', path: '/hosts' },
  getHost: { method: 'GET', path: '/hosts/{host}' },
  removeHost: { method: 'DELETE', path: '/hosts/{host}' },
  listIntakeKeys: { method: 'GET', path: '/intake/keys' },
  createIntakeKey: { method: 'POST', path: '/intake/keys' },
  getIntakeKey: { method: 'GET', path: '/intake/keys/{keyId}' },
  revokeIntakeKey: { method: 'DELETE', path: '/intake/keys/{keyId}' },
  previewIntake: { method: 'POST', path: '/intake/previews' },
  whoami: { method: 'GET', path: '/whoami' },
  listTokens: { method: 'GET', path: '/tokens' },
  createToken: { method: 'POST', path: '/tokens' },
  getToken: { method: 'GET', path: '/tokens/{tokenId}' },
  revokeToken: { method: 'DELETE', path: '/tokens/{tokenId}' },
  examine: { method: 'GET', path: '/doctor' },
} as const;
