import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { contactArn, lastOf } from '../names.ts';
import { listDrillScores, listDrillsOf } from '../own-lists.ts';
import { json, listed, table, when } from '../table.ts';
import { readCount } from '../words.ts';
import { readZone, zoneOption } from '../zone.ts';

const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'] as const;
type Day = (typeof DAYS)[number];
const WORKDAYS: Day[] = ['MON', 'TUE', 'WED', 'THU', 'FRI'];
const HINT = 'Nobody is drilled: `muster drills enable ana` opts somebody in.';

type Drill = Awaited<ReturnType<typeof listDrillsOf>>[number];

const HEAD = ['PERSON', 'EVERY', 'WINDOW', 'WAIT', 'LAST', 'OUTCOME'];
/** When the next one is, is in the JSON alone: who is drilled should not expect it. */
const rowOf = (drill: Drill): string[] => [
  drill.contact,
  `${drill.everyDays} d`,
  `${drill.weekdays.join(',')} ${drill.from}-${drill.to} ${drill.timeZone}`,
  `${drill.waitMinutes} min`,
  drill.lastAt === null ? '' : when(new Date(drill.lastAt)),
  drill.underWay ? 'under way' : (drill.lastOutcome ?? ''),
];

export const listDrills: Command = {
  name: 'drills list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'who is tested in waking hours, and when',
  help: `
Lists who is drilled, and how their last drill ended.

  muster drills list`,
  async run({ io, client }, given) {
    const drills = await listDrillsOf(client());
    if (given.flag('json')) io.out(json(drills));
    else listed(io, HEAD, drills.map(rowOf), HINT);
    return undefined;
  },
};

export const enableDrills: Command = {
  name: 'drills enable',
  positionals: ['CONTACT'],
  options: {
    every: { type: 'string', value: 'DAYS', about: 'days from one to the next, at least; 14 unless given' },
    days: { type: 'string', value: 'DAYS', about: 'days of the week, e.g. MON,WED; MON to FRI unless given' },
    from: { type: 'string', value: 'HH:MM', about: 'when its window begins; 10:00 unless given' },
    to: { type: 'string', value: 'HH:MM', about: 'when its window ends; 17:00 unless given' },
    zone: zoneOption,
    wait: { type: 'string', value: 'N', about: 'minutes that each channel is waited for; 10 unless given' },
    json: jsonOption,
  },
  summary: 'test a person’s channels in waking hours, now and then',
  help: `
Opts a person in, or changes the terms: a small test page goes to each activated channel in turn, at an instant within the window
that nobody knows. Never while a page of theirs is live. Scores: muster drills scores. CONTACT is an alias or ARN.

  muster drills enable ana --zone Europe/Berlin
  muster drills enable ana --every 7 --days TUE,THU --from 09:30 --to 12:00 --wait 5 --zone Europe/Berlin`,
  async run({ io, client }, given) {
    const contact = lastOf(await contactArn(client(), given.positionals[0]!));
    const body = {
      everyDays: readCount('every', given.text('every') ?? '14', 365),
      weekdays: readDays(given.text('days')),
      from: given.text('from') ?? '10:00',
      to: given.text('to') ?? '17:00',
      timeZone: readZone(given.text('zone')),
      waitMinutes: readCount('wait', given.text('wait') ?? '10', 120),
    };
    const drill = (await client().api('setDrill', { params: { contact }, body })).body;
    if (given.flag('json')) io.out(json(drill));
    else io.out(table(HEAD, [rowOf(drill)], io.screen));
    return undefined;
  },
};

function readDays(text: string | undefined): Day[] {
  if (text === undefined) return WORKDAYS;
  const names = text.toUpperCase().split(',');
  const days = DAYS.filter((day) => names.includes(day));
  if (days.length === names.length) return days;
  throw usage(`--days: wanted days such as MON,WED, got ${JSON.stringify(text)}`);
}

export const disableDrills: Command = {
  name: 'drills disable',
  positionals: ['CONTACT'],
  options: {},
  summary: 'drill a person no more',
  help: `
Opts a person out. What is under way ends. CONTACT is an alias or ARN.

  muster drills disable ana`,
  async run({ io, client }, given) {
    const contact = lastOf(await contactArn(client(), given.positionals[0]!));
    await client().api('deleteDrill', { params: { contact } });
    io.err(`${contact} is drilled no more.\n`);
    return undefined;
  },
};

export const drillScores: Command = {
  name: 'drills scores',
  positionals: [],
  options: {
    last: { type: 'string', value: 'N', about: 'how many drills are counted, 100 at most; 10 unless given' },
    json: jsonOption,
  },
  summary: 'which channels reach their people, by their last drills',
  help: `
Shows of each channel of those who are drilled how many test pages were answered in time, and how fast. POOR: less than half, or not
at all the last two times.

  muster drills scores
  muster drills scores --last 20`,
  async run({ io, client }, given) {
    const last = readCount('last', given.text('last') ?? '10', 100);
    const scores = await listDrillScores(client(), last);
    const rows = scores.flatMap(({ contact, channels }) =>
      channels.map((one) => [
        contact,
        one.name,
        one.type,
        `${one.answered} of ${one.sent}`,
        one.percent === null ? '' : `${one.percent} %`,
        one.medianSeconds === null ? '' : `${one.medianSeconds} s`,
        one.isPoor ? 'POOR' : one.activated ? '' : 'not activated',
      ]),
    );
    const head = ['PERSON', 'CHANNEL', 'TYPE', 'ANSWERED', 'SCORE', 'MEDIAN', ''];
    if (given.flag('json')) io.out(json(scores));
    else listed(io, head, rows, HINT);
    return undefined;
  },
};
