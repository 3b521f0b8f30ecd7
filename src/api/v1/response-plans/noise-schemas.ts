import { form, listOf, maybe, named, orNull, whole, word } from '../schema.ts';

const DAY = 1_440;
const WEEK = 10_080;

const onRecovery = word(
  ['note', 'resolve'],
  'What is done when nothing fires for an incident any more: it is noted on the timeline, or it also resolves the incident. `note` by default.',
);
const resolveAfterMinutes = whole(
  0,
  DAY,
  'How long nothing must fire before `resolve` resolves, in minutes. A new alarm within them keeps it open. 0 by default.',
);
const pageAgainAfterMinutes = whole(
  1,
  WEEK,
  'A new alarm engages the plan anew when the incident has had no alarm and no recovery for so many minutes; null: never. 30 by default.',
);

const Grouping = named(
  'PlanGrouping',
  {
    by: listOf(
      form(/^[A-Za-z0-9_-]+(\.[^.\s"{}[\]]+)*$/, 'a path as detail.labels.service', 'A path into the event.'),
      5,
      'Alerts with the same values there are one incident.',
    ),
    windowMinutes: whole(1, DAY, 'How long after the incident was opened others join it, in minutes.'),
  },
  'Which alerts are drawn together into one incident.',
);

const Flapping = named(
  'PlanFlapping',
  {
    recoveries: whole(2, 50, 'What has recovered more than so often …'),
    withinMinutes: whole(1, DAY, '… within so many minutes flaps.'),
  },
  'What flaps: while it does, it is not resolved by its recovery, and pages nobody anew.',
);

/** As a plan is shown. */
export const noiseParts = {
  onRecovery,
  resolveAfterMinutes,
  pageAgainAfterMinutes: orNull(pageAgainAfterMinutes),
  grouping: orNull(Grouping),
  flapping: orNull(Flapping),
};

/** As it is made or changed. */
export const noiseChange = {
  onRecovery: maybe(onRecovery),
  resolveAfterMinutes: maybe(resolveAfterMinutes),
  pageAgainAfterMinutes: maybe(orNull(pageAgainAfterMinutes)),
  grouping: maybe(orNull(Grouping)),
  flapping: maybe(orNull(Flapping)),
};
