import { maybe, named, orNull, pageOf, paging, text, time, uuid, word, yes } from '../schema.ts';

export const Engagement = named(
  'Engagement',
  {
    id: uuid('Its id.'),
    arn: text(1, 1000, 'Its name on the AWS face.'),
    contact: text(1, 1000, 'The ARN of whose plan runs.'),
    contactType: word(['person', 'escalationPlan', 'schedule'], 'What that is.'),
    engagedBy: orNull(uuid('The engagement whose plan came to this contact; null: it was engaged itself.')),
    essential: yes('Whether this contact’s answer ends the plan above.'),
    status: word(
      ['engaging', 'acknowledged', 'stopped', 'ended'],
      '`ended`: all stages have run and nobody has answered; it can be answered still.',
    ),
    startedAt: time('When it began.'),
    stoppedAt: orNull(time('When it was settled.')),
    stopReason: orNull(text(0, 1000, 'Why it was stopped.')),
  },
  'One running of a contact’s plan.',
);

export const EngagementPage = pageOf('Engagement', Engagement);
export const EngagementFilter = named('EngagementFilter', paging, 'Which page.');
export const NewEngagement = named(
  'NewEngagement',
  { contact: text(1, 1000, 'Whom to engage: an alias in the call’s region, or a contact’s ARN.') },
  'Somebody to engage.',
);
export const EngagementStop = named(
  'EngagementStop',
  { reason: maybe(text(1, 255, 'Why; it stands on the timeline.')) },
  'A stop.',
);
export const EngagementId = named(
  'EngagementId',
  { incidentId: uuid('The incident’s id.'), engagementId: uuid('The engagement’s id.') },
  'Which engagement.',
);
