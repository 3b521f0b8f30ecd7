import { channelType } from '../channel-types.ts';
import { form, listOf, maybe, named, object, orNull, text, time, uuid, whole, word, yes } from '../schema.ts';

const contact = text(1, 1000, 'Who: an alias in the call’s region, or a contact’s ARN.');
const type = channelType('The kind of channel.');

const asked = {
  plan: maybe(text(1, 200, 'The name of the response plan that is started. Give this or `contact`.')),
  contact: maybe(text(1, 1000, 'Whom somebody engages, instead of a plan: an alias, or a contact’s ARN.')),
  at: maybe(time('When it fires; now unless given.')),
  severity: maybe(whole(1, 5, 'The plan’s own unless given; 3 for a contact.')),
  failing: maybe(listOf(type, 5, 'Kinds of channel whose provider is taken to fail.')),
};

export const NewPrediction = named(
  'NewPrediction',
  {
    ...asked,
    answers: maybe(
      listOf(
        object({ contact, minutes: whole(0, 10_080, 'How long after a message has come.') }, 'An answer.'),
        100,
        'Who answers every message that reaches them. Nobody else answers.',
      ),
    ),
  },
  'What would happen, if?',
);

export const PredictionQuery = named(
  'PredictionQuery',
  {
    ...asked,
    answers: maybe(
      listOf(
        form(
          /^[a-z0-9_-]{1,255}=[0-9]{1,5}$/,
          'an alias and minutes such as ana=3',
          'Who answers, and how many minutes later.',
        ),
        100,
        'Who answers every message that reaches them. Nobody else answers.',
      ),
    ),
  },
  'What would happen, if?',
);

const Channel = named(
  'PagedChannel',
  { type, name: text(1, 255, 'Its name.'), address: text(1, 1000, 'Where it leads.') },
  'A contact channel.',
);

const PredictedEvent = named(
  'PredictedEvent',
  {
    at: time('When.'),
    what: word(
      ['engaged', 'paged', 'held', 'answered', 'acknowledged', 'stopped', 'ended', 'told'],
      '`held`: a page waits, as many come to its channel; `ended`: all stages have run and nobody has answered; `told`: a line on the timeline.',
    ),
    who: orNull(text(1, 255, 'The alias of whom it is about.')),
    channel: orNull(Channel),
    arrives: orNull(yes('Of a page: its provider takes it.')),
    text: orNull(text(0, 4000, 'What is told, why it was stopped or has to wait, or what else goes in the message.')),
    why: listOf(text(1, 4000, 'A hop.'), 20, 'How it came there: from what fired down to this, a line for each hop.'),
  },
  'Something that would happen.',
);

export const Prediction = named(
  'Prediction',
  {
    of: text(1, 1000, 'The response plan’s name, or the contact’s ARN.'),
    at: time('When it fires.'),
    severity: whole(1, 5, 'Of the incident.'),
    events: listOf(PredictedEvent, 5_000, 'In order of time.'),
    warnings: listOf(text(1, 4000, 'A warning.'), 1_000, 'What somebody should know before it happens.'),
    acknowledged: yes('Answers end every plan.'),
    endsAt: time('When nobody is tried any more.'),
    whole: yes('False: it goes on after what is told.'),
    cut: orNull(text(1, 1_000, 'Why it is told no further; null where it is whole.')),
  },
  'Who is woken, how and when.',
);

export const WhyQuery = named(
  'WhyQuery',
  {
    contact,
    at: maybe(time('The moment; now unless given.')),
    minutes: maybe(whole(1, 1_440, 'How far it is looked, before and after.', { default: 10 })),
    incident: maybe(uuid('Only this incident, from its opening to its end, whatever `at` says.')),
  },
  'Whom, and when.',
);

const Cause = named(
  'Cause',
  {
    name: word(
      [
        'noEvent',
        'noRuleMatched',
        'deliveryFailed',
        'folded',
        'silenced',
        'planNamesNobody',
        'notNamed',
        'notOnCall',
        'stageNotReached',
        'stageToCome',
        'pagedBefore',
        'noStages',
        'channelNotActivated',
        'channelDeleted',
        'providerRefused',
        'providerFailing',
        'held',
        'overBeforeSending',
        'engineStoodStill',
      ],
      'Its name; docs/why-was-i-paged.md explains each.',
    ),
    text: text(1, 8000, 'It in words, with names and times.'),
  },
  'The first thing that would have had to be different.',
);

const WhyLine = named(
  'WhyLine',
  {
    at: time('When.'),
    hop: word(['event', 'incident', 'plan', 'decision', 'schedule', 'page', 'receipt'], 'Where on the way.'),
    text: text(0, 8000, 'What happened.'),
  },
  'Something that happened.',
);

const WhyIncident = named(
  'WhyIncident',
  {
    id: uuid('The incident’s id.'),
    arn: text(1, 1000, 'Its ARN.'),
    title: text(1, 1000, 'Its title.'),
    severity: whole(1, 5, 'Its severity.'),
    openedAt: time('When it was opened.'),
    paged: yes('Whether the person was paged for it in that time.'),
    cause: orNull(Cause),
    way: listOf(text(1, 4000, 'A hop.'), 20, 'How it came to the person; empty where it did not.'),
    lines: listOf(WhyLine, 200, 'What happened, in order of time.'),
  },
  'An incident that has to do with that time.',
);

export const Miss = object(
  {
    field: text(1, 8000, 'The field, dotted.'),
    wanted: text(0, 400, 'What the rule wants.'),
    got: text(0, 8000, 'What the event has.'),
  },
  'A field by which a rule misses an event.',
);
const LookedRule = object(
  {
    name: text(1, 64, 'The rule.'),
    enabled: yes('Whether it is enabled now.'),
    misses: listOf(Miss, 1_000, 'Empty: it matches, as it is now.'),
    changedSince: yes('It was changed after the event came.'),
  },
  'A rule that the event was held against.',
);
const Failure = object(
  { rule: text(1, 64, 'The rule.'), error: text(1, 4000, 'What went wrong.') },
  'A delivery that failed.',
);
const MissedEvent = named(
  'MissedEvent',
  {
    id: uuid('The event’s id.'),
    at: time('When it was accepted.'),
    source: text(0, 1000, 'Its source.'),
    detailType: text(0, 1000, 'Its detail type.'),
    rules: listOf(LookedRule, 5, 'The nearest rules.'),
    failures: listOf(Failure, 1_000, 'Rules that matched, and could not deliver it.'),
  },
  'An event that opened no incident and was folded into none.',
);

export const Why = named(
  'Why',
  {
    person: text(1, 255, 'An alias.'),
    from: time('It was looked from here…'),
    to: time('…to here.'),
    paged: yes('Whether the person was paged in that time.'),
    cause: orNull(Cause),
    incidents: listOf(WhyIncident, 20, 'Newest first.'),
    missed: listOf(MissedEvent, 10, 'Newest first.'),
  },
  'Why a person was, or was not, paged.',
);
