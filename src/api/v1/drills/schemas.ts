import { form, listOf, maybe, named, orNull, pageOf, paging, text, time, uuid, whole, word, yes } from '../schema.ts';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
const clock = (about: string) => form(/^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$/, 'a time such as 09:30', about);

const terms = {
  everyDays: whole(1, 365, 'Days from one drill to the next, at least.'),
  weekdays: listOf(word([...DAYS], 'A day of the week.'), 7, 'On which days; at least one.'),
  from: clock('When its window of a day begins, by the zone’s wall clock.'),
  to: clock('When it ends; later than `from`.'),
  timeZone: text(1, 255, 'An IANA zone such as Europe/Berlin.'),
  waitMinutes: whole(1, 120, 'How long each channel is waited for.'),
};

export const DrillTerms = named('DrillTerms', terms, 'When somebody may be drilled, and how.');
export const Drill = named(
  'Drill',
  {
    contact: text(1, 255, 'The person’s alias.'),
    ...terms,
    nextAt: time('When the next one begins. Whoever is drilled is not told beforehand.'),
    underWay: yes('Whether one is under way.'),
    lastAt: orNull(time('When the last one was over, or left out.')),
    lastOutcome: orNull(text(1, 200, 'How it ended: `done`, or why it was cut short or left out.')),
  },
  'Small test pages in waking hours, one for each channel in turn.',
);
export const DrillPage = pageOf('Drill', Drill);
export const DrillFilter = named('DrillFilter', paging, 'Which page.');

const ChannelScore = named(
  'DrillChannelScore',
  {
    channel: uuid('The channel’s id.'),
    name: text(1, 255, 'What it is called.'),
    type: text(1, 20, '`email`, `sms`, `voice` …'),
    activated: yes('Whether it is paged, and drilled, at all.'),
    sent: whole(0, 1_000, 'Test pages of the last drills.'),
    answered: whole(0, 1_000, 'Those that were answered in time.'),
    percent: orNull(whole(0, 100, 'Answered ÷ sent.')),
    medianSeconds: orNull(whole(0, 1_000_000, 'Seconds until the answer, of those in time; the middle one.')),
    isPoor: yes('Answered by less than half, or not at all the last two times.'),
  },
  'How a channel did.',
);
export const DrillScore = named(
  'DrillScore',
  { contact: text(1, 255, 'The person’s alias.'), channels: listOf(ChannelScore, 1_000, 'Each of their channels.') },
  'How the channels of somebody who is drilled did.',
);
export const DrillScorePage = pageOf('DrillScore', DrillScore);
export const DrillScoreFilter = named(
  'DrillScoreFilter',
  { last: maybe(whole(1, 100, 'How many drills are counted.', { default: 10 })), ...paging },
  'Which page, and what is counted.',
);
