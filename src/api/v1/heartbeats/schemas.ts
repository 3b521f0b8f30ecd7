import { form, mapOf, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word, yes } from '../schema.ts';

const LONGEST = 2_678_400;
const STATUSES = ['waiting', 'heard', 'missing', 'disabled'] as const;

const name = form(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
  '1 to 100 letters, digits, dots, hyphens and underscores, a letter or digit first',
  'Its name, unique in the account and region.',
);
const intervalSeconds = whole(10, LONGEST, 'How often a beat is wanted, in seconds.');
const graceSeconds = whole(0, LONGEST, 'How much later it may come, in seconds.');
const plan = text(1, 200, 'The response plan that a missed beat starts, besides what rules do with its event.');
const labels = mapOf(text(0, 200, 'A value.'), 20, 'Handed on with its alerts as `detail.labels`, beside `monitor`.');

export const HeartbeatMonitor = named(
  'HeartbeatMonitor',
  {
    id: uuid('Its id; the fingerprint of its alerts.'),
    name,
    intervalSeconds,
    graceSeconds,
    plan: orNull(plan),
    labels,
    status: word(
      [...STATUSES],
      'Waiting for its first beat, heard, missing, or disabled. Only what is heard can come to miss a beat.',
    ),
    lastBeatAt: orNull(time('When the last beat came.')),
    missedAt: orNull(time('Since when it is missing.')),
    createdAt: time('When it was made.'),
    createdBy: text(1, 1_000, 'The principal who made it.'),
    modifiedAt: time('When it was changed last.'),
    modifiedBy: text(1, 1_000, 'The principal who changed it last.'),
  },
  'An address that somebody’s job calls again and again: a beat that does not come in time is an alert.',
);

export const HeartbeatMonitorPage = pageOf('HeartbeatMonitor', HeartbeatMonitor);

export const HeartbeatMonitorFilter = named(
  'HeartbeatMonitorFilter',
  { status: maybe(word([...STATUSES], 'In this one.')), ...paging },
  'Conditions that all hold.',
);

export const NewHeartbeatMonitor = named(
  'NewHeartbeatMonitor',
  { name, intervalSeconds, graceSeconds: maybe(graceSeconds), plan: maybe(plan), labels: maybe(labels) },
  'A heartbeat monitor to make. Without a grace it is a tenth of the interval, at least 30 seconds.',
);

export const HeartbeatAddress = named(
  'HeartbeatAddress',
  {
    monitor: HeartbeatMonitor,
    url: { ...text(1, 2_000, 'What is to be called, by GET, POST or HEAD; shown this once.'), 'x-sensitive': true },
  },
  'A heartbeat monitor with its address.',
);

export const HeartbeatMonitorChange = named(
  'HeartbeatMonitorChange',
  {
    intervalSeconds: maybe(intervalSeconds),
    graceSeconds: maybe(graceSeconds),
    plan: maybe(orNull(plan)),
    labels: maybe(labels),
    enabled: maybe(yes('Whether it is looked at. Enabled again, it waits for its next beat.')),
  },
  'What is to change; what is not given stays.',
);

export const HeartbeatMonitorId = named(
  'HeartbeatMonitorId',
  { monitorId: uuid('The heartbeat monitor’s id.') },
  'Which heartbeat monitor.',
);
