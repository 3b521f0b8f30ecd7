import type { ContactsOutput } from '../client.ts';
import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { lastOf, listRotations, rotationArn } from '../names.ts';
import { collect, each } from '../paging.ts';
import { json, listed, when } from '../table.ts';
import { readCount, readTime } from '../words.ts';

type Shift = NonNullable<ContactsOutput<'ListRotationShifts'>['RotationShifts']>[number];

const DAY = 86_400_000;
/** How far ahead the next shift is looked for. */
const AHEAD = 31 * DAY;
const PAGE = 100;
export const NOBODY = 'nobody';

export const oncall: Command = {
  name: 'oncall',
  positionals: [],
  options: { json: jsonOption },
  summary: 'who is on call now, in each rotation',
  help: `
Tells for each rotation of the region who is on call now, until when, and who comes next (within 31 days).

  muster oncall
  muster oncall --json`,
  async run({ io, client }, given) {
    const now = io.now();
    const rotations = await listRotations(client());
    const found = await each(rotations, async ({ Name, RotationArn, TimeZoneId }) => {
      const range = {
        RotationId: RotationArn,
        StartTime: now,
        EndTime: new Date(now.getTime() + AHEAD),
        MaxResults: 2,
      };
      const { RotationShifts: shifts = [] } = await client().contacts('ListRotationShifts', range);
      const current = shifts.find((one) => one.StartTime <= now && now < one.EndTime);
      const next = shifts.find((one) => one.StartTime > now);
      return { Name, RotationArn, TimeZoneId, Current: current ?? null, Next: next ?? null };
    });
    const rows = found.map(({ Name, Current, Next }) => [
      Name,
      Current ? peopleOf(Current) : NOBODY,
      when(Current?.EndTime ?? Next?.StartTime),
      Next ? peopleOf(Next) : '',
    ]);
    const hint = 'No rotation. `muster oncall rotations create` makes one.';
    if (given.flag('json')) io.out(json(found));
    else listed(io, ['ROTATION', 'ON CALL', 'UNTIL', 'NEXT'], rows, hint);
    return undefined;
  },
};

/** The aliases of those on call; members of a preview are no contacts and stand as they are. */
const peopleOf = ({ ContactIds = [] }: Pick<Shift, 'ContactIds'>) => ContactIds.map(lastOf).join(', ') || NOBODY;

export const rangeOptions: Record<string, Option> = {
  from: { type: 'string', value: 'TIME', about: '2026-11-24, 2026-11-24T03:10Z, now, 2h-ago; now unless given' },
  to: { type: 'string', value: 'TIME', about: 'as --from, e.g. 14d; 14 days after --from unless given' },
};

/** The time that --from and --to name. */
export function readRange(given: Given, now: Date): { StartTime: Date; EndTime: Date } {
  const StartTime = readTime('from', given.text('from') ?? 'now', now);
  const to = given.text('to');
  const EndTime = to === undefined ? new Date(StartTime.getTime() + 14 * DAY) : readTime('to', to, now);
  if (EndTime > StartTime) return { StartTime, EndTime };
  throw usage(`--to: wanted a time after ${StartTime.toISOString()}, got ${EndTime.toISOString()}`);
}

export const limitOption: Option = { type: 'string', value: 'N', about: 'the first N; 100 unless given, 1000 at most' };
export const readLimit = (given: Given) => readCount('limit', given.text('limit') ?? '100', 1_000);

export const SHIFT_HEAD = ['FROM', 'TO', 'ON CALL', 'INSTEAD OF'];
export const shiftRow = (shift: Shift): string[] => [
  when(shift.StartTime),
  when(shift.EndTime),
  peopleOf(shift),
  shift.ShiftDetails?.OverriddenContactIds.map(lastOf).join(', ') ?? '',
];

export const listShifts: Command = {
  name: 'oncall shifts',
  positionals: ['ROTATION'],
  options: { ...rangeOptions, limit: limitOption, json: jsonOption },
  summary: 'the shifts of a rotation, with its overrides',
  help: `
Lists the shifts of a rotation that lie at least partly in the time given, each whole. Times are UTC. ROTATION is its name,
id or ARN.

  muster oncall shifts primary
  muster oncall shifts primary --from 2026-12-24 --to 2027-01-02`,
  async run({ io, client }, given) {
    const range = readRange(given, io.now());
    const limit = readLimit(given);
    const RotationId = await rotationArn(client(), given.positionals[0]!);
    const shifts = await collect(limit, async (NextToken) => {
      const input = { RotationId, ...range, MaxResults: Math.min(PAGE, limit), ...(NextToken ? { NextToken } : {}) };
      const page = await client().contacts('ListRotationShifts', input);
      return { items: page.RotationShifts ?? [], next: page.NextToken };
    });
    if (given.flag('json')) io.out(json(shifts));
    else listed(io, SHIFT_HEAD, shifts.map(shiftRow), 'Nobody is on call in that time.');
    return undefined;
  },
};
