/**
 * What a reader of docs/aws-coverage.md has to know of an operation: how it differs from AWS's, or what it lacks. By name, or
 * by the names of operations that share a remark. An operation without one is as at AWS. `npm run coverage` makes the page.
 */
export type Notes = Readonly<Record<string, string>>;

const ssmIncidents: Notes = {
  CreateReplicationSet: 'one an account; ACTIVE after 0.3 s. Nothing is replicated: nodes share one database',
  UpdateReplicationSet:
    'a Region can be removed at once, not only after 24 hours; the last one is refused ([why](decisions/0022-erased-with-the-replication-set.md))',
  DeleteReplicationSet: 'at once. Erases plans, incidents and contacts of the account, and ends what runs',
  CreateResponsePlan: 'needs a replication set. `severity` (1–5) may stand for `impact`. What it names need not exist',
  'GetResponsePlan ListResponsePlans':
    'by name. Extra member `warnings` of one plan: what it names and is not there (yet), each with `member`, `text`, `whatToDo`; left out where there is nothing to warn of',
  UpdateResponsePlan: 'lists and maps are replaced whole; empty ones, and empty texts, take away what was there',
  DeleteResponsePlan: 'its incidents stay',
  StartIncident:
    '`triggerDetails.source` beginning with `aws.` is refused. The trigger stands on the timeline at its own `timestamp`, or at the start, if that is earlier',
  'GetIncidentRecord ListIncidentRecords':
    'extra members `workflowStatus`: `OPEN`, `IN_PROGRESS`, `RESOLVED`, and, of one record, `resolutionPlan` and `resolutionNote` where they were set',
  ListIncidents:
    "`POST /listIncidents`, not of AWS: `ListIncidentRecords` by the people's word; the same action allows it",
  UpdateIncidentRecord:
    '`status` also takes In Progress, in any spelling. Reopening is refused while another incident with the same dedupe string is open, and pages nobody again. Extra members `resolutionPlan` (`what`, `by`, `until`; an empty `what` takes it away) and `resolutionNote` (with the status Resolved or after it; a `Note` on the timeline, too)',
  DeleteIncidentRecord: 'stops its engagements',
  'ListRelatedItems UpdateRelatedItems':
    '100 items an incident (a quota). An item added again gets its new title; a PagerDuty incident is known by its id. Removing what is not there succeeds',
  'CreateTimelineEvent UpdateTimelineEvent DeleteTimelineEvent':
    'types `Custom Event` and `Note` only; others are `ValidationException`. References that are not given stay, an empty list takes them away',
  'ListIncidentFindings BatchGetIncidentFindings':
    'CodeDeploy deployments and CloudFormation updates near the start of the incident, learnt from their events ([0045](decisions/0045-findings-from-events.md)); an id that is none is an error in the answer',
  'PutResourcePolicy GetResourcePolicies DeleteResourcePolicy':
    'of response plans; 20 a plan (a quota); checked and kept, and **nothing is allowed by them yet**. The same document again is the same policy',
  'TagResource UntagResource ListTagsForResource': 'response plans, incidents, the replication set',
};

const ssmContacts: Notes = {
  CreateContact:
    "needs a replication set. `Stages` are for PERSONAL and ESCALATION, `RotationIds` for ONCALL_SCHEDULE; an empty list of the other is taken. Rotations are of the schedule's account and Region, each once. Escalation plans do not nest; they name people and schedules",
  'GetContact UpdateContact':
    'a schedule reads back with `RotationIds` alone, with `Stages: []` where it has none. An updated plan holds for running engagements from their next decision on',
  ListContacts: 'by alias',
  DeleteContact:
    'with its channels. Refused while an escalation plan of the account, in whatever region, engages it, or while it has a turn in a rotation: `ConflictException` whose `DependentEntities` name them (`RelationType` `ESCALATION_PLAN` or `ROTATION`). Response plans that name it stay, as do running engagements, which tell that it is gone when its turn comes',
  CreateContactChannel:
    '`SMS` and `VOICE` need [Twilio](sms-and-voice.md); without it no code arrives, so they are not activated and not paged ([why](decisions/0027-kinds-of-channel-without-a-provider.md)). Their addresses are E.164, `+` and 2 to 15 digits, and read back as given',
  'GetContactChannel ListContactChannels':
    'in the order in which they were made. Channels of [web push](push.md) and [webhooks](webhooks.md), which the native API makes, are shown with a `Type` of their own, `PUSH` and `WEBHOOK` ([why](decisions/0077-kinds-of-channel-of-our-own.md))',
  UpdateContactChannel:
    'another address is not activated and gets a code at once; so it can be changed ten times an hour, then `ServiceQuotaExceededException`',
  DeactivateContactChannel: 'voids a code that was sent, too',
  DeleteContactChannel: 'stages that try it stay, and pass it over',
  'SendActivationCode ActivateContactChannel':
    'codes live 15 minutes; five wrong ones void them; ten an hour. Asking for one is a `ValidationException` where nothing can send it: `SMS` and `VOICE` without Twilio',
  StartEngagement:
    '`IncidentId` is the ARN of an incident of the account that is not resolved, or any text that does not begin with `arn:`, which is kept as a label. One without an incident of ours is sent as of severity 3. Whose plan is empty is engaged, and that ends at once',
  StopEngagement:
    "of a plan: with everybody reached through it; of a person reached through one: that person's alone. The incident's timeline tells it. Stopping what has ended changes nothing",
  'ListEngagements DescribeEngagement':
    "people and schedules reached through a plan have engagements of their own. A schedule's lasts as long as one of its people is being tried",
  'ListPagesByEngagement ListPagesByContact DescribePage ListPageReceipts':
    'receipts `SENT`, `DELIVERED`, `READ`, `ERROR`, `STOP`; pages that went out get `STOP`, too, when their engagement is stopped',
  ListPageResolutions:
    'from the escalation plan over the schedule to the person. `StageIndex` is the stage of the plan above that came to this contact, so what was engaged itself has none, nor who was reached through a schedule; nor have engagements that an older version began',
  'PutContactPolicy GetContactPolicy':
    'kept as written, and **not evaluated yet**: other accounts are refused all the same. `Effect` `Allow`, actions of `ssm-contacts`, accounts and organisations as principals (`*` needs a `Condition`), and this contact and its engagements as resources; anything else is a `ValidationException` that says where. A policy may have several lines',
  'TagResource UntagResource ListTagsForResource': 'contacts; 50 tags each',
  AcceptPage:
    '`AcceptCodeValidation` is `ENFORCE` unless given; codes have six digits. `READ` answers every page about the same incident that came in the same message. `ContactChannelId` must be a channel of the person who was paged',
  CreateRotation:
    'needs a replication set. `NumberOfOnCalls` is at most the number of contacts; the same hand-off twice is refused, as are zones of three letters without daylight saving time (`PST`, `EST`). How shifts follow is in [0024](decisions/0024-on-call-time.md)',
  'GetRotation ListRotations':
    "`StartTime` is left out where none was given: the rotation began when it was made. One by the hour, which only Muster's own face makes, has none of the three settings",
  UpdateRotation:
    'all who are on call and stay in the rotation stay on call, unless another `StartTime` is given. Shifts before the current one are not listed after a change',
  DeleteRotation: 'with its overrides; it is taken out of every schedule that names it',
  CreateRotationOverride:
    "at least 30 minutes, beginning at most 6 months ahead, not over yet, of the rotation's contacts. One at the time of another is a ValidationException",
  'GetRotationOverride ListRotationOverrides':
    "of an override that adds people, which only Muster's own face makes, `NewContactIds` are those it adds; `ListRotationShifts` says who is on call in all",
  DeleteRotationOverride: 'what came together goes together: both overrides of a swap, all of a temporary schedule',
  ListRotationShifts: 'from now on unless `StartTime` is given; instants from 1970 to 9999',
  ListPreviewRotationShifts:
    'the rotation begins at `RotationStartTime`, else at `StartTime`, else now. Its overrides are of its members and do not overlap',
};

const events: Notes = {
  PutRule:
    'event patterns on any bus; `rate(…)` and `cron(…)` on the default one ([0101](decisions/0101-schedules-of-rules.md)). States ENABLED and DISABLED; `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS` is refused. 300 rules a bus (a quota). `RoleArn` is kept and not needed',
  PutTargets:
    'targets are response plans, topics, other buses, log groups, Lambda functions of AWS, API destinations, and functions by their `https://` address; any other one is a failed entry that says so ([0100](decisions/0100-deliveries-outside.md)). `Input`, `InputPath`, `InputTransformer`, `RetryPolicy`, `DeadLetterConfig` and `HttpParameters` do as at AWS; a response plan and a bus take the event as it is. Parameters of other kinds of target are refused. Five targets a rule (a quota)',
  PutEvents:
    'sources beginning with `aws.` are taken ([why](decisions/0008-aws-sources.md)). An answer means stored, matched, and delivered in one transaction; deliveries to the outside are stored with it. `EndpointId` is taken and does nothing',
  'EnableRule DisableRule': 'from the next event on, on every node',
  'DeleteRule RemoveTargets':
    'a rule with targets stays. What does not exist is ResourceNotFoundException, a target that does not exist a failed entry. `Force` does nothing: no rule is managed by another service',
  'CreateEventBus UpdateEventBus':
    '`KmsKeyIdentifier`, `DeadLetterConfig` and `LogConfig` are kept and read back. `EventSourceName` is refused',
  DeleteEventBus: 'a bus with rules stays, as does the default one',
  'PutPermission RemovePermission':
    'checked and kept, and **nothing is allowed by them yet** ([0102](decisions/0102-connections-and-buses.md))',
  'TagResource UntagResource ListTagsForResource': 'buses and rules',
  'CreateConnection UpdateConnection':
    'all three types; what is secret lies in a secret `events!connection/…`. `AUTHORIZED` at once. `KmsKeyIdentifier` is taken and not kept; private networks of AWS (`InvocationConnectivityParameters`) are refused',
  DeleteConnection: 'with its secret, at once; API destinations that name it are `INACTIVE`',
  'CreateApiDestination UpdateApiDestination':
    'the rate holds over all nodes. Addresses within your own network need `MUSTER_ALLOW_PRIVATE_ADDRESSES`',
};

const cloudwatch: Notes = {
  PutMetricAlarm: `one that could never be judged is refused, with all its faults. \`EvaluationCriteria\` and \`EvaluationInterval\` are refused. One over a band (\`ThresholdMetricId\`) is kept and **not evaluated yet**: its \`EvaluationState\` says so. How alarms are evaluated is in [alarms.md](alarms.md)`,
  PutCompositeAlarm: `a rule that cannot be read is refused with the place of its fault. Periods of a suppressor are a day at most`,
  SetAlarmState: `lasts a minute at least (of a composite alarm: until an alarm of its rule changes). A change publishes the \`CloudWatch Alarm State Change\` event, and runs the actions of the new state. A response plan acts on ALARM alone, a topic on every state. Other kinds of action fail, and the alarm's history says so`,
  'EnableAlarmActions DisableAlarmActions': `names that are not there are passed over`,
  DescribeAlarmHistory: `30 days, also of alarms that were deleted. Of an alarm that is named everything, whatever its type`,
  DeleteAlarms: `all of them or none; histories stay. What a composite alarm depends on is refused, unless that goes with it`,
  'TagResource UntagResource ListTagsForResource': `of alarms; 50 tags each (a quota)`,
  PutMetricData:
    'kept for real ([metrics.md](metrics.md)). The data of `EntityMetricData` are kept, their entities are not; with `StrictEntityValidation` they are refused. Of it the trail has how many data there were ([why](decisions/0105-metric-data-share-transactions.md))',
  GetMetricData:
    'metric math and dynamic labels as [metrics.md](metrics.md) lists them; `SEARCH`, `ANOMALY_DETECTION_BAND`, Metrics Insights queries and other accounts are refused. At most 500,000 datapoints before the pages are cut',
  GetMetricStatistics: 'where data have several units and none was asked for, each unit has datapoints of its own',
  ListMetrics: '500 a page, by namespace and name; metrics that got data in the last two weeks',
};

const secretsManager: Notes = {
  CreateSecret: `\`Type\`, \`AddReplicaRegions\` and \`ForceOverwriteReplicaSecret\` are refused. \`KmsKeyId\` is kept and encrypts nothing: values are under Muster's master key. 500,000 secrets a Region (a quota)`,
  UpdateSecret: `an empty \`Description\` or \`KmsKeyId\` takes away what was there. \`Type\` is refused`,
  PutSecretValue: `\`RotationToken\` is refused. A hundred versions are kept: the oldest without a label go; a hundred with labels are \`LimitExceededException\``,
  GetSecretValue: `a row that was changed in the database, or sealed with another master key, is \`DecryptionFailure\``,
  DescribeSecret: `nothing of rotation or replicas. \`DeletedDate\` is the end of the recovery window. \`LastAccessedDate\` is a day`,
  ListSecrets: `the newest first unless \`SortBy\` and \`SortOrder\` say otherwise. Nothing has a primary Region or an owning service: filters by them match nothing`,
  ListSecretVersionIds: `the newest first`,
  DeleteSecret: `deleted at the very end of the window. At once of what is not there succeeds; a second deletion with a window is refused`,
  RestoreSecret: `of one that is not to be deleted changes nothing`,
  'TagResource UntagResource': `50 tags (a quota)`,
  'PutResourcePolicy GetResourcePolicy DeleteResourcePolicy': `checked and kept as written, and **not evaluated yet**. Actions of \`secretsmanager\`, this secret or \`*\` as resource. With \`BlockPublicPolicy\` one that allows everybody on no condition is \`PublicPolicyException\``,
};

const ssm: Notes = {
  StartAutomationExecution:
    'in modes `Auto` and `Interactive`, as the role that the document names or as its caller. **Not yet**: `Targets`, `TargetMaps` and their limits; `TargetLocations` are refused, because nodes share one database. The alarm of `AlarmConfiguration` stops the run when it goes into ALARM',
  'GetAutomationExecution DescribeAutomationExecutions DescribeAutomationStepExecutions':
    'in full; steps that have not begun are `Pending` and come last. Time filters take ISO 8601 or seconds',
  SendAutomationSignal:
    '`Approve` and `Reject` also answer for a step of which nobody knows whether it was done, and `Resume` does it again. `Revoke` is refused',
  StopAutomationExecution: 'in full',
  CreateDocument: `runbooks (\`Automation\`) are checked whole: every fault is in the message, with line, column and path ([runbooks.md](runbooks.md)); \`Command\` documents lightly, others for being what their format says. \`Attachments\` and \`Requires\` are refused. \`Creating\` in the answer, \`Active\` at once. 500 documents a Region, 50 tags each (quotas)`,
  UpdateDocument: `without a \`DocumentVersion\` it follows the latest one. 1,000 versions (a quota)`,
  GetDocument: `\`DocumentFormat\` turns YAML into JSON and back; comments are lost on the way`,
  ListDocuments: `one's own and those that Muster ships (owner \`Amazon\`). Filters by name, owner, type, platform, target type, tags and \`SearchKeyword\``,
  'DescribeDocumentPermission ModifyDocumentPermission': 'read by the other account by its ARN, in the same Region',
  'AddTagsToResource RemoveTagsFromResource ListTagsForResource': 'documents and parameters',
  PutParameter: `\`Policies\` are refused. \`KeyId\` is kept and encrypts nothing: a \`SecureString\` is under Muster's master key. 10,000 parameters a Region (a quota)`,
  'GetParameter GetParameters': `only the newest value is kept, so that older versions and labels are \`ParameterVersionNotFound\`. A \`SecureString\` without \`WithDecryption\` is a sealed text`,
  DescribeParameters: 'nothing is shared with other accounts',
};

const sns: Notes = {
  CreateTopic: `standard topics only: a name that ends in \`.fifo\`, or \`FifoTopic\`, is refused. \`DataProtectionPolicy\` is refused. 100,000 topics a Region, 50 tags each (quotas)`,
  'GetTopicAttributes SetTopicAttributes': `\`Policy\` is kept as written, and **not evaluated yet**: other accounts are refused all the same. \`DisplayName\`, \`DeliveryPolicy\` and \`SignatureVersion\` hold; \`KmsMasterKeyId\`, \`TracingConfig\` and the feedback attributes are kept and do nothing`,
  Subscribe: `protocols \`http\`, \`https\`, \`email\`, \`email-json\`, \`sms\`, \`lambda\` (functions of AWS, subscribed at once); others are refused, as there is nothing to deliver to. 1,000 subscriptions a topic (a quota). Internal addresses need \`MUSTER_ALLOW_PRIVATE_ADDRESSES\``,
  ConfirmSubscription: `tokens live two days; what nobody confirmed goes after three. The link in the question works without a signature, at Muster's own address`,
  Unsubscribe: `no \`UnsubscribeConfirmation\` is sent. The link in a message has a token: to know the ARN is not enough`,
  'GetSubscriptionAttributes SetSubscriptionAttributes': `filter policies are event patterns of at most 4,096 characters. \`RedrivePolicy\`, \`SubscriptionRoleArn\` and \`ReplayPolicy\` are refused`,
  Publish: `256 KiB. To \`PhoneNumber\` by the SMS provider; a text message is one part of at most 160 characters. Of mails and text messages the sender is Muster's own`,
  PublishBatch: `an entry that is refused is in \`Failed\`; the others are published`,
};

const iam: Notes = {
  'CreateRole UpdateAssumeRolePolicy': `trust policies are judged ([access.md](access.md)); a fault says where it is. 1,000 roles an account. \`RoleLastUsed\` is not told`,
  DeleteRole: `sessions of it may nothing any more, also where a role of its name is made again`,
  ListInstanceProfilesForRole: `there are none`,
  'PutRolePolicy CreatePolicy CreatePolicyVersion': `checked, with what was wanted and got where it is broken; operators and forms that Muster does not judge are refused. Sizes and numbers as AWS has them`,
  'GetPolicy ListPolicies GetPolicyVersion': `of AWS's own policies those that [access.md](access.md) lists, with texts of Muster's own`,
  'AttachRolePolicy DetachRolePolicy': `ten policies a role`,
};

const sts: Notes = {
  GetCallerIdentity: `every valid key may ask`,
  AssumeRole: `\`SerialNumber\`, \`TokenCode\`, \`TransitiveTagKeys\` and \`ProvidedContexts\` are refused. Sessions are not stored: their keys end at their time, and with their role`,
  GetSessionToken: `keys that end, and end with the key that asked for them; \`SerialNumber\` and \`TokenCode\` are refused`,
};

/** By service. */
export const notes: Readonly<Record<string, Notes>> = {
  'ssm-incidents': ssmIncidents,
  'ssm-contacts': ssmContacts,
  events,
  cloudwatch,
  secretsmanager: secretsManager,
  ssm,
  sns,
  iam,
  sts,
};

const ownNames = `Operations and members that AWS does not have (\`ListIncidents\`, \`severity\`, …) reach the \`aws\` command and boto3 by
\`muster aws install-extension\` ([cli.md](cli.md)); other clients pass them over.`;

const incidentNames = `Wherever an incident's ARN is taken, \`arn:aws:ssm-incidents::ACCOUNT:incident/NAME\` is, too: NAME is the id of any incident, or
the title or the response plan of one that is not resolved, looked for in this order. Titles are compared by their letters and
digits alone, in lower case: \`MyIncident\`, \`my-incident\` and \`My incident!\` are the same. A name that fits several is a
\`ValidationException\` with their ARNs, one that fits none \`ResourceNotFoundException\`; answers have the true ARN. So do the
\`IncidentId\` of \`StartEngagement\` and \`ListEngagements\` ([why](decisions/0028-names-of-incidents.md)).`;

/** What is to be known of a whole service before its table. */
export const introductions: Readonly<Record<string, string>> = {
  'ssm-incidents': `${ownNames}\n\n${incidentNames}`,
  sns: `How messages are delivered, signed and tried again is in [topics.md](topics.md). Errors of the model's constraints are \`InvalidParameter\`, too.`,
  secretsmanager: `How values are kept is in [secrets.md](secrets.md). A \`ClientRequestToken\` is the id of the version it makes, for as long as that
exists and not for a day ([why](decisions/0058-tokens-that-name-versions.md)); without one, one is made.`,
};

const schedules =
  'How a schedule is asked, and what a hand-off does to what runs: [0025](decisions/0025-schedules-are-asked-once.md).';

const eventPatterns = `Patterns: exact values, \`prefix\`, \`suffix\`, \`equals-ignore-case\`, \`wildcard\`, \`anything-but\` (also of these), \`numeric\`, \`cidr\`,
\`exists\`, \`$or\`. Conditions on the fields of one array must hold for one element of it. At most 4,096 characters and 1,000
combinations of \`$or\`.`;

/** What is to be said of a whole service, below its table. */
export const remarks: Readonly<Record<string, string>> = {
  'ssm-contacts': schedules,
  events: `${eventPatterns}\n\nRules, schedules, targets and what came of deliveries: [events.md](events.md). Not yet: archives and replays.`,
  sns: 'Not there: FIFO topics; queues, functions and apps on telephones as subscribers; the operations on text messages as such (`CheckIfPhoneNumberIsOptedOut`, …).',
  secretsmanager: 'Not yet: rotation, replicas, `BatchGetSecretValue`, `ValidateResourcePolicy`.',
  ssm: 'Not yet: OpsItems, Run Command, and whatever else Systems Manager does.',
  cloudwatch: 'Not yet: alarms over a band of thresholds.',
};
