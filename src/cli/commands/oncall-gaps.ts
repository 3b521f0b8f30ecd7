import { type Command, jsonOption } from '../command.ts';
import { lastOf, onCallSubject } from '../names.ts';
import { listOwnRotations, listWarnings } from '../own-lists.ts';
import { json, listed, when } from '../table.ts';
import { readTime } from '../words.ts';

const WHY: Record<string, string> = {
  coverage: 'its coverage leaves it out',
  notBegun: 'it has not begun',
  noRotation: 'it has no rotation',
  override: 'an override says nobody',
};
const causesText = (causes: readonly string[]) => causes.map((cause) => WHY[cause] ?? cause).join('; ');
const span = (from: string, to: string) => [when(new Date(from)), when(new Date(to))];

export const gaps: Command = {
  name: 'oncall gaps',
  positionals: ['ROTA'],
  options: {
    from: { type: 'string', value: 'TIME', about: '2026-11-24, 2026-11-24T03:10Z, now; now unless given' },
    to: { type: 'string', value: 'TIME', about: 'as --from, e.g. 30d; 90 days after --from unless given, 184 at most' },
    json: jsonOption,
  },
  summary: 'when nobody is on call, and why',
  help: `
Finds the times in which nobody is on call by a rotation or on-call schedule. ROTA is a rotation's name, id or ARN, or a
schedule's alias or ARN.

  muster oncall gaps primary
  muster oncall gaps first-line --to 30d`,
  async run({ io, client }, given) {
    const now = io.now();
    const of = await onCallSubject(client(), given.positionals[0]!);
    const [from, to] = (['from', 'to'] as const).map((name) => {
      const text = given.text(name);
      return text === undefined ? undefined : readTime(name, text, now).toISOString();
    });
    const query = { of, ...(from ? { from } : {}), ...(to ? { to } : {}) };
    const found = (await client().api('listGaps', { query })).body;
    const rows = found.gaps.map(({ startsAt, endsAt, causes }) => [...span(startsAt, endsAt), causesText(causes)]);
    if (given.flag('json')) io.out(json(found.gaps));
    else listed(io, ['FROM', 'TO', 'WHY'], rows, 'Somebody is on call in all of that time.');
    return undefined;
  },
};

export const warnings: Command = {
  name: 'oncall warnings',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the coming gaps that nobody meant, of all rotations and schedules',
  help: `
Lists the times of the next 90 days in which nobody is on call and nobody meant it, as Muster found them after the last edit or
within the last day.

  muster oncall warnings`,
  async run({ io, client }, given) {
    const [found, rotations] = await Promise.all([listWarnings(client()), listOwnRotations(client())]);
    const names = new Map(rotations.map(({ arn, name }) => [arn, name]));
    const rows = found.map(({ of, startsAt, endsAt, causes }) => [
      names.get(of) ?? lastOf(of),
      ...span(startsAt, endsAt),
      causesText(causes),
    ]);
    if (given.flag('json')) io.out(json(found));
    else listed(io, ['OF', 'FROM', 'TO', 'WHY'], rows, 'No gap is coming.');
    return undefined;
  },
};
