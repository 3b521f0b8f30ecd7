import { form, listOf, mapOf, maybe, named, orNull, pageOf, paging, text, whole, word } from '../schema.ts';
import { noiseChange, noiseParts } from './noise-schemas.ts';

const name = form(
  /^[A-Za-z0-9_-]{1,200}$/,
  '1 to 200 letters, digits, hyphens and underscores',
  'Its name, unique in the account.',
);
const tags = mapOf(text(0, 256, 'A value.'), 50, 'Tags, by key.');
const topics = (about: string) => listOf(text(1, 1000, 'A topic’s ARN.'), 10, about);

const IncidentTemplate = named(
  'IncidentTemplate',
  {
    title: text(1, 200, 'What its incidents are called.'),
    severity: maybe(whole(1, 5, '1 critical to 5 informational; 3 unless given.')),
    summary: maybe(orNull(text(1, 8000, 'What is known beforehand, in Markdown.'))),
    dedupeString: maybe(
      orNull(
        text(
          1,
          1000,
          'Incidents with the same string are one, while it is open; without it, it is made of the trigger.',
        ),
      ),
    ),
    notificationTopics: maybe(topics('Topics that hear of its incidents.')),
    tags: maybe(tags),
  },
  'How the incidents of a plan begin.',
);

const Runbook = named(
  'PlanRunbook',
  {
    document: text(3, 128, 'The document’s name.'),
    documentVersion: maybe(text(1, 128, 'Its version.')),
    roleArn: text(1, 1000, 'The role under which it runs.'),
    targetAccount: maybe(word(['RESPONSE_PLAN_OWNER_ACCOUNT', 'IMPACTED_ACCOUNT'], 'Where it runs.')),
    parameters: maybe(mapOf(listOf(text(0, 512, 'A value.'), 100, 'Values.'), 200, 'Its parameters.')),
    dynamicParameters: maybe(
      mapOf(
        word(['INCIDENT_RECORD_ARN', 'INVOLVED_RESOURCES'], 'A variable.'),
        200,
        'Parameters that the incident fills in.',
      ),
    ),
  },
  'A runbook that the plan starts.',
);

const PagerDuty = named(
  'PlanPagerDuty',
  {
    name: text(1, 200, 'What the integration is called.'),
    serviceId: text(1, 200, 'The PagerDuty service.'),
    secretId: text(1, 512, 'Which secret holds the key.'),
  },
  'A PagerDuty service that hears of its incidents.',
);

const severityEngagements = (contact: string) =>
  listOf(
    named(
      'SeverityEngagements',
      {
        severities: listOf(
          whole(1, 5, '1 critical to 5 informational.'),
          5,
          'Of incidents of which severities, each once.',
        ),
        engage: listOf(text(1, 2048, contact), 5, 'People and escalation plans to engage besides.'),
        afterMinutes: maybe(
          whole(
            0,
            1440,
            'How long after the start; not if the incident is acknowledged or over by then. 0 unless given.',
          ),
        ),
      },
      'Whom some severities engage besides, and when.',
    ),
    25,
    'Whom severities engage besides.',
  );

const parts = {
  displayName: maybe(orNull(text(1, 200, 'What people call it.'))),
  incident: IncidentTemplate,
  engage: maybe(
    listOf(
      text(1, 2048, 'An alias in the call’s region, or a contact’s ARN.'),
      5,
      'People and escalation plans to engage.',
    ),
  ),
  engageBySeverity: maybe(severityEngagements('An alias in the call’s region, or a contact’s ARN; answers have ARNs.')),
  runbooks: maybe(listOf(Runbook, 1, 'What to run.')),
  chatTopics: maybe(topics('Topics of chat channels.')),
  pagerDuty: maybe(listOf(PagerDuty, 1, 'PagerDuty services.')),
  ...noiseChange,
  tags: maybe(tags),
};

export const NewResponsePlan = named('NewResponsePlan', { name, ...parts }, 'A response plan to make.');
export const ResponsePlanContent = named(
  'ResponsePlanContent',
  parts,
  'All of a response plan: what is not given is taken away.',
);
export const ResponsePlanChange = named(
  'ResponsePlanChange',
  {
    ...parts,
    incident: maybe(
      named(
        'IncidentTemplateChange',
        { ...IncidentTemplate.properties, title: maybe(IncidentTemplate.properties.title) },
        'What is to change; what is not given stays.',
      ),
    ),
  },
  'What is to change; what is not given stays. Lists and maps are replaced whole.',
);

export const ResponsePlan = named(
  'ResponsePlan',
  {
    name,
    arn: text(1, 1000, 'Its name on the AWS face.'),
    displayName: orNull(text(1, 200, 'What people call it.')),
    incident: named(
      'PlanIncident',
      {
        title: text(1, 200, 'What its incidents are called.'),
        severity: whole(1, 5, '1 critical to 5 informational.'),
        summary: orNull(text(1, 8000, 'What is known beforehand.')),
        dedupeString: orNull(text(1, 1000, 'Incidents with the same string are one, while it is open.')),
        notificationTopics: topics('Topics that hear of its incidents.'),
        tags,
      },
      'How its incidents begin.',
    ),
    engage: listOf(text(1, 2048, 'A contact’s ARN.'), 5, 'People and escalation plans to engage.'),
    engageBySeverity: severityEngagements('An alias in the call’s region, or a contact’s ARN; answers have ARNs.'),
    runbooks: listOf(Runbook, 1, 'What to run.'),
    chatTopics: topics('Topics of chat channels.'),
    pagerDuty: listOf(PagerDuty, 1, 'PagerDuty services.'),
    ...noiseParts,
    tags,
  },
  'What to do when something happens.',
);

export const ResponsePlanPage = pageOf(
  'ResponsePlanSummary',
  named(
    'ResponsePlanSummary',
    {
      name,
      arn: text(1, 1000, 'Its name on the AWS face.'),
      displayName: orNull(text(1, 200, 'What people call it.')),
    },
    'A response plan, as lists show it.',
  ),
);
export const ResponsePlanFilter = named('ResponsePlanFilter', paging, 'Which page.');
export const PlanName = named('PlanName', { plan: name }, 'Which plan.');
