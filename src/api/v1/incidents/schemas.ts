import { listOf, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word } from '../schema.ts';

const severity = (about: string) => whole(1, 5, about);
const SEVERITY = '1 critical, 2 high, 3 medium, 4 low, 5 informational.';
const status = (about: string) => word(['open', 'inProgress', 'resolved'], about);

export const Incident = named(
  'Incident',
  {
    id: uuid('Its id, also at the end of its ARN.'),
    arn: text(1, 1000, 'Its name on the AWS face.'),
    plan: orNull(text(1, 200, 'The name of the response plan that it follows; null: it follows none.')),
    title: text(1, 200, 'What it is called.'),
    summary: orNull(text(1, 8000, 'What is known, in Markdown.')),
    severity: severity(SEVERITY),
    status: status('Where it stands.'),
    dedupeString: text(1, 1000, 'Triggers with the same string are folded into this incident while it is open.'),
    source: named(
      'IncidentSource',
      {
        name: text(1, 200, 'E.g. `aws.cloudwatch`, `aws.events`, `aws.ssm-incidents.custom`.'),
        trigger: orNull(text(1, 1000, 'The ARN of the alarm or rule that opened it.')),
        service: orNull(text(1, 1000, 'The service that opened it on behalf of `createdBy`.')),
      },
      'What opened it.',
    ),
    createdAt: time('When it was opened.'),
    createdBy: text(1, 1000, 'The principal who opened it.'),
    modifiedAt: time('When it was changed last.'),
    modifiedBy: text(1, 1000, 'The principal who changed it last.'),
    resolvedAt: orNull(time('When it was resolved.')),
  },
  'A record of trouble: with severity, status and timeline.',
);

export const IncidentPage = pageOf('Incident', Incident);

export const IncidentFilter = named(
  'IncidentFilter',
  {
    status: maybe(listOf(status('A status.'), 3, 'In one of these; give it again for each.')),
    severity: maybe(listOf(severity(SEVERITY), 5, 'Of one of these.')),
    plan: maybe(
      listOf(text(1, 200, 'A name.'), 20, 'Following one of these response plans; `~no-plan`: following none.'),
    ),
    createdBy: maybe(listOf(text(1, 1000, 'A principal’s ARN.'), 20, 'Opened by one of these.')),
    text: maybe(text(1, 200, 'In the title or the summary, in any case.')),
    after: maybe(time('Opened after this.')),
    before: maybe(time('Opened before this.')),
    ...paging,
  },
  'Conditions that all hold.',
);

export const NewIncident = named(
  'NewIncident',
  {
    plan: maybe(
      text(1, 200, 'The name of a response plan. Without one, `title` must be given, and nobody is engaged.'),
    ),
    title: maybe(text(1, 200, 'Instead of the plan’s.')),
    summary: maybe(text(1, 8000, 'Instead of the plan’s, in Markdown.')),
    severity: maybe(severity(`Instead of the plan’s; without a plan 3 unless given. ${SEVERITY}`)),
  },
  'An incident to open.',
);

export const StartedIncident = named(
  'StartedIncident',
  {
    incident: Incident,
    opened: {
      ...word(['new', 'folded'], 'Whether it is new, or was folded into the open incident of its dedupe string.'),
    },
  },
  'The incident that was opened, or into which the start was folded.',
);

export const IncidentChange = named(
  'IncidentChange',
  {
    title: maybe(text(1, 200, 'What it is called.')),
    summary: maybe(orNull(text(1, 8000, 'What is known, in Markdown; null takes it away.'))),
    severity: maybe(severity(SEVERITY)),
    status: maybe(status('`resolved` stops all engagements.')),
  },
  'What is to change; what is not given stays.',
);

export const IncidentId = named('IncidentId', { incidentId: uuid('The incident’s id.') }, 'Which incident.');
