import { form, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word } from '../schema.ts';

const name = form(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first',
  'What it is called; the timeline names it so.',
);
const kind = word(
  ['pagerduty', 'opsgenie', 'jsm'],
  'PagerDuty by its Events API v2, Opsgenie, or Jira Service Management.',
);
const severity = whole(1, 5, 'Only incidents at least so severe: 1 is critical, 5 takes every one.');
const secretId = text(
  1,
  512,
  'Name or ARN of the secret with its key: `pagerDutyRoutingKey` for PagerDuty, `apiKey` for the others.',
);
const plan = 'The response plan whose incidents it is told of';

export const Integration = named(
  'Integration',
  {
    id: uuid('Its id.'),
    name,
    kind,
    plan: orNull(text(1, 200, `${plan}; null: every incident’s.`)),
    severity,
    secretId,
    createdAt: time('When it was made.'),
    createdBy: text(1, 1000, 'The principal who made it.'),
  },
  'Another service that is told of incidents.',
);

export const NewIntegration = named(
  'NewIntegration',
  {
    name,
    kind,
    plan: maybe(orNull(text(1, 200, `${plan}; every incident’s unless given.`))),
    severity: maybe(severity),
    secretId,
  },
  'An integration to make.',
);

export const IntegrationPage = pageOf('Integration', Integration);
export const IntegrationFilter = named('IntegrationFilter', paging, 'Which page.');
export const IntegrationId = named('IntegrationId', { integrationId: uuid('The integration’s id.') }, 'Which one.');
