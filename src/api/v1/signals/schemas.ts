import { listOf, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, yes } from '../schema.ts';

const MOST = 2_147_483_647;
const plan = text(1, 200, 'The name of the response plan.');

export const Signal = named(
  'Signal',
  {
    key: text(1, 700, 'What it is known by: an alarm’s ARN; source, region and fingerprint of an alert.'),
    name: text(1, 700, 'The same for people.'),
    plan,
    incidentId: uuid('What it opened, or was folded into, last.'),
    firing: yes('Whether it fires.'),
    flapping: yes('Whether it fires and recovers more often than its plan allows.'),
    fired: whole(0, MOST, 'How often it has fired.'),
    firstFiredAt: time('When it fired first.'),
    lastFiredAt: time('When it fired last.'),
    recoveries: whole(0, MOST, 'How often it has recovered.'),
    recoveredAt: orNull(time('When it recovered last.')),
  },
  'Something that fires for the incidents of a plan and says when it is over: an alarm, an alert of another system.',
);

export const SignalPage = pageOf('Signal', Signal);

export const SignalFilter = named(
  'SignalFilter',
  { firing: maybe(yes('Whether it fires.')), plan: maybe(plan), ...paging },
  'Conditions that all hold.',
);

export const IncidentSignals = named(
  'IncidentSignals',
  {
    triggers: whole(1, MOST, 'How often it was triggered: once to open it, and what was folded in.'),
    lastTriggeredAt: time('When it was triggered last.'),
    firing: whole(0, MOST, 'How many of its signals fire.'),
    endless: yes('Something came to it that does not say when it is over: recovery never resolves it.'),
    recoveredAt: orNull(time('Since when nothing fires any more; null: something does, or nothing ever said so.')),
    engagedAnewAt: orNull(time('When its plan was engaged anew last, after quiet.')),
    heldBackSince: orNull(time('It was opened by what flaps, and its plan is not engaged yet.')),
    looksAt: orNull(time('When it is decided on next: resolved, or its plan engaged.')),
    signals: listOf(Signal, 100, 'What it is about, those that fire first; the first hundred.'),
  },
  'What came to an incident, and what of it fires.',
);

export const NeverOver = named(
  'NeverOver',
  { items: listOf(Signal, 100, 'Those that fired most often first; the first hundred.') },
  'Signals that never said that they were over.',
);

export const NeverOverFilter = named(
  'NeverOverFilter',
  {
    times: maybe(whole(1, 1_000_000, 'That have fired at least so often.', { default: 3 })),
    days: maybe(whole(1, 90, 'Since at least so many days, and within them.', { default: 7 })),
  },
  'Conditions that all hold.',
);

export const SignalsOf = named('SignalsOf', { incidentId: uuid('The incident’s id.') }, 'Which incident.');
