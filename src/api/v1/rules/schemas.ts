import { Miss } from '../insight/schemas.ts';
import {
  anything,
  form,
  listOf,
  maybe,
  named,
  orNull,
  pageOf,
  paging,
  text,
  time,
  uuid,
  whole,
  yes,
} from '../schema.ts';

const ruleName = form(
  /^[.A-Za-z0-9_-]{1,64}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores',
  'What the rule is called.',
);
const bus = maybe(text(1, 256, 'The name of the event bus; `default` unless given.'));

export const RuleId = named('RuleId', { ruleName }, 'Which rule.');
export const RuleFilter = named('RuleFilter', { ...paging, bus }, 'Of which bus, and which page.');

const Rule = named(
  'Rule',
  {
    arn: text(1, 1_000, 'Its ARN.'),
    name: ruleName,
    description: orNull(text(0, 512, 'What it is for.')),
    enabled: yes('A disabled rule matches nothing.'),
    pattern: text(0, 4_096, 'Which events it picks, as JSON.'),
    targets: whole(0, 1_000, 'How many targets it has.'),
    changedAt: time('When it was made, or changed last.'),
    lastMatch: orNull(
      time('When the newest event came that was delivered by it, among the 200,000 newest deliveries; null: none.'),
    ),
    matchesEverything: yes('Every event of the bus matches it.'),
  },
  'Which events start something.',
);
export const RulePage = pageOf('Rule', Rule);

export const ExplainedEvent = named(
  'ExplainedEvent',
  {
    event: maybe(anything('An event as an object, with its envelope, as targets receive it. Give this or `eventId`.')),
    eventId: maybe(uuid('The id of an event that came and is still kept.')),
    bus,
  },
  'The event that is held against rules.',
);

export const Explanation = named(
  'Explanation',
  {
    rule: ruleName,
    enabled: yes('Whether it is enabled now.'),
    matches: yes('Whether it picks the event, as it is now.'),
    misses: listOf(
      Miss,
      1_000,
      'The fewest fields that would have to be different, the nearest first; empty: it matches.',
    ),
    changedSince: yes('It was changed after the event came.'),
  },
  'What a rule makes of an event.',
);

export const Explanations = named(
  'Explanations',
  { rules: listOf(Explanation, 1_000, 'Those that match, then those that miss it by least.') },
  'What all rules of a bus make of an event.',
);
