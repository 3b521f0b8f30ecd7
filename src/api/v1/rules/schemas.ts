import { busName } from '../buses/schemas.ts';
import { Miss } from '../insight/schemas.ts';
import {
  anything,
  form,
  listOf,
  mapOf,
  maybe,
  named,
  orNull,
  pageOf,
  paging,
  text,
  time,
  uuid,
  whole,
  word,
  yes,
} from '../schema.ts';

const ruleName = form(
  /^[.\-_A-Za-z0-9]{1,64}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores',
  'What the rule is called on its bus.',
);
const targetId = form(
  /^[.\-_A-Za-z0-9]{1,64}$/,
  '1 to 64 letters, digits, dots, hyphens and underscores',
  'What the target is called in its rule.',
);
const onBus = { bus: maybe(busName) };

export const RuleId = named('RuleId', { ruleName }, 'Which rule.');
export const OnBus = named('OnBus', onBus, 'On which bus; the default one unless given.');
export const RuleFilter = named(
  'RuleFilter',
  { ...paging, ...onBus, prefix: maybe(text(1, 64, 'Whose names begin so.')) },
  'Which rules.',
);

const RuleTarget = named(
  'RuleTarget',
  {
    id: targetId,
    arn: text(
      1,
      1_600,
      'A response plan, a topic, another bus, a log group, a Lambda function, an API destination; or an https:// address.',
    ),
    roleArn: maybe(text(1, 1_600, 'Kept, and not needed.')),
    input: maybe(text(0, 8_192, 'A constant as JSON text, in the place of the event.')),
    inputPath: maybe(text(0, 256, 'A path to one value of the event, such as `$.detail.state`.')),
    inputTransformer: maybe(
      named(
        'InputTransformer',
        {
          paths: mapOf(text(1, 256, 'A path into the event.'), 100, 'Variable → path.'),
          template: text(1, 8_192, 'JSON, or a quoted text, with `<variable>` in it.'),
        },
        'What the event is made into.',
      ),
    ),
    retry: maybe(
      named(
        'RetryPolicy',
        {
          attempts: maybe(whole(0, 185, 'How often it is tried again; 185 unless given.')),
          ageSeconds: maybe(whole(60, 86_400, 'How old the event may be; 86400 unless given.')),
        },
        'When a target outside is given up.',
      ),
    ),
    deadLetterArn: maybe(text(1, 1_600, 'A standard SQS queue in the rule’s region, for what could not be delivered.')),
    http: maybe(
      named(
        'HttpParameters',
        {
          path: maybe(
            listOf(text(1, 512, 'A part of the path.'), 100, 'What the stars of an API destination stand for.'),
          ),
          headers: maybe(mapOf(text(1, 512, 'A header’s value.'), 100, 'Headers.')),
          query: maybe(mapOf(text(1, 512, 'A parameter’s value.'), 100, 'Query parameters.')),
        },
        'What is added to the calls of an API destination.',
      ),
    ),
  },
  'Where an event goes.',
);

const content = {
  description: maybe(text(0, 512, 'What it is for.')),
  pattern: maybe(text(2, 4_096, 'Which events fire it: an event pattern as JSON text.')),
  schedule: maybe(text(6, 256, 'When it fires by itself: `rate(…)` or `cron(…)`; on the default bus only.')),
  enabled: maybe(yes('Whether it fires at all.', { default: true })),
  roleArn: maybe(text(1, 1_600, 'Kept, and not needed.')),
  targets: listOf(RuleTarget, 5, 'Where it goes.'),
};
export const RuleContent = named('RuleContent', content, 'What a rule is to be: with a pattern, a schedule, or both.');

export const Rule = named(
  'Rule',
  {
    arn: text(1, 1_600, 'Its ARN.'),
    name: ruleName,
    bus: busName,
    ...content,
    enabled: yes('Whether it fires at all.'),
    changedAt: time('When it was made, or changed last.'),
  },
  'Which events, or which times, go where.',
);
const ListedRule = named(
  'ListedRule',
  {
    ...Rule.properties,
    lastMatch: orNull(
      time('When the newest event came that was delivered by it, among the 200,000 newest deliveries; null: none.'),
    ),
    matchesEverything: yes('Every event of the bus matches it.'),
  },
  'A rule, and what stands out of it.',
);
export const RulePage = pageOf('Rule', ListedRule);

export const EventDeliveryFilter = named(
  'EventDeliveryFilter',
  {
    ...paging,
    ...onBus,
    rule: maybe(ruleName),
    status: maybe(word(['pending', 'delivered', 'failed'], 'Those that came to this.')),
  },
  'Which deliveries.',
);
export const EventDelivery = named(
  'EventDelivery',
  {
    eventId: uuid('Of which event.'),
    source: orNull(text(0, 1_000, 'The event’s source; null: it is forgotten.')),
    detailType: orNull(text(0, 1_000, 'The event’s detail-type.')),
    bus: busName,
    rule: ruleName,
    targetId,
    targetArn: orNull(text(1, 1_600, 'The target, as it was then.')),
    at: time('When the event fired the rule.'),
    status: word(['pending', 'delivered', 'failed'], '`pending`: it is tried still.'),
    attempts: whole(0, 1_000, 'Tries made.'),
    settledAt: orNull(time('When it was delivered, or given up.')),
    result: orNull(text(0, 2_000, 'What was made: an incident’s ARN, a status.')),
    error: orNull(text(0, 10_000, 'What the last try failed of, and what to do.')),
    errorCode: orNull(text(0, 100, 'The same as a dead-letter queue is told it.')),
    exhausted: orNull(text(0, 100, 'Which bound of the retry policy ended it.')),
    deadLetter: orNull(word(['pending', 'sent', 'failed'], 'What came of the dead letter; null: there is none.')),
    deadLetterError: orNull(text(0, 10_000, 'Why it could not be sent.')),
  },
  'One event at one target of one rule, and what came of it.',
);
export const EventDeliveryPage = pageOf('EventDelivery', EventDelivery);

export const LogLineFilter = named(
  'LogLineFilter',
  { ...paging, group: text(1, 512, 'The log group’s name, as in its ARN.') },
  'Which lines.',
);
const LogLine = named(
  'LogLine',
  {
    id: uuid('Its id.'),
    eventId: uuid('Of which event.'),
    rule: ruleName,
    at: time('When it was written.'),
    line: text(0, 300_000, 'What the target got.'),
  },
  'A line that a rule wrote to a log group.',
);
export const LogLinePage = pageOf('LogLine', LogLine);

export const ExplainedEvent = named(
  'ExplainedEvent',
  {
    event: maybe(anything('An event as an object, with its envelope, as targets receive it. Give this or `eventId`.')),
    eventId: maybe(uuid('The id of an event that came and is still kept.')),
    ...onBus,
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
