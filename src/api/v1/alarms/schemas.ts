import {
  anything,
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
  word,
  yes,
} from '../schema.ts';

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;
const KINDS = ['metric', 'composite'] as const;
const name = text(1, 255, 'What the alarm is called; unique in its region.');
const state = word([...STATES], 'Its state.');
const actions = (about: string) => listOf(text(1, 1_024, 'An ARN.'), 5, about);

export const AlarmId = named('AlarmId', { alarmName: name }, 'Which alarm.');

const Watched = named(
  'WatchedMetric',
  {
    namespace: text(1, 255, 'Its namespace.'),
    name: text(1, 255, 'Its name.'),
    dimensions: mapOf(text(1, 1_024, 'A dimension’s value.'), 30, 'Its dimensions.'),
  },
  'One metric.',
);

export const Alarm = named(
  'Alarm',
  {
    ...{ arn: text(1, 1_600, 'Its ARN, by which silences and rules name it.'), name },
    kind: word([...KINDS], '`metric`: judged by what metrics say; `composite`: follows other alarms.'),
    description: orNull(text(0, 1_024, 'What it is for.')),
    state,
    reason: text(0, 1_023, 'Why it is in this state.'),
    since: time('When its state changed last.'),
    updatedAt: time('When state or reason were told last.'),
    changedAt: time('When it was put or switched last.'),
    condition: text(1, 20_000, 'What it waits for, in words; of a composite alarm its rule.'),
    metric: orNull(Watched),
    fault: orNull(text(1, 100, 'Why it cannot be judged; null: it can.')),
    actionsEnabled: yes('Whether entering a state sets anything going.'),
    held: orNull(text(1, 100, 'Why its actions are held; null: they run as they come.')),
    onAlarm: actions('What entering ALARM sets going.'),
    onOk: actions('What entering OK sets going.'),
    onInsufficientData: actions('What entering INSUFFICIENT_DATA sets going.'),
  },
  'An alarm and its state.',
);
export const AlarmPage = pageOf('Alarm', Alarm);

export const AlarmFilter = named(
  'AlarmFilter',
  {
    state: maybe(word([...STATES], 'In this state.')),
    kind: maybe(word([...KINDS], 'Of this kind.')),
    prefix: maybe(text(1, 255, 'Whose names begin so.')),
    ...paging,
  },
  'Conditions that all hold.',
);

export const AlarmHistoryItem = named(
  'AlarmHistoryItem',
  {
    id: uuid('Its id.'),
    at: time('When it happened.'),
    type: word(['ConfigurationUpdate', 'StateUpdate', 'Action'], 'What sort of thing happened.'),
    summary: text(1, 255, 'It in words.'),
    data: anything('What CloudWatch tells as `HistoryData`.'),
  },
  'One thing that happened to an alarm.',
);
export const AlarmHistoryPage = pageOf('AlarmHistoryItem', AlarmHistoryItem);
export const AlarmHistoryFilter = named('AlarmHistoryFilter', paging, 'Which page.');

export const NewAlarmState = named(
  'NewAlarmState',
  { state: word([...STATES], 'The state.'), reason: text(1, 1_023, 'Why.') },
  'A state to set by hand.',
);
