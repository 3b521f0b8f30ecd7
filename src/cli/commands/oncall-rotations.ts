import { randomUUID } from 'node:crypto';
import type { RotationChange } from '#api/client/generated';
import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { handOffOptions, handOffText, readHandOffs, readWindow, windowText } from '../hand-offs.ts';
import { lastOf, rotationArn } from '../names.ts';
import { listOwnRotations } from '../own-lists.ts';
import { fields, json, listed } from '../table.ts';
import { readCount, readTime } from '../words.ts';

/** The largest numbers that the service takes. */
const MOST_MULTIPLIED = 100;
const MOST_ON_CALL = 30;

const options: Record<string, Option> = {
  person: { type: 'string', value: 'CONTACT', about: 'who takes turns, in this order', several: true },
  ...handOffOptions,
  every: { type: 'string', value: 'N', about: 'each N hours, days, weeks or months; 1 unless given' },
  'on-calls': { type: 'string', value: 'N', about: 'how many are on call at once; 1 unless given' },
  zone: { type: 'string', value: 'ZONE', about: 'time zone, e.g. Europe/Berlin; UTC unless given' },
  start: { type: 'string', value: 'TIME', about: 'when the first turn begins; now unless given' },
  coverage: {
    type: 'string',
    value: 'DAY@HH:MM-HH:MM',
    about: 'when anybody is on call at all, e.g. MON@08:00-18:00',
    several: true,
  },
};

/** What the options say; what is not given is left out. */
function readChange(given: Given, now: Date, hint: string): RotationChange {
  const [people, windows] = [given.texts('person'), given.texts('coverage')];
  const [every, onCalls, zone, start] = ['every', 'on-calls', 'zone', 'start'].map(given.text);
  const handOffs = readHandOffs(given, hint);
  return {
    ...(people.length > 0 ? { people: people.map(lastOf) } : {}),
    ...(handOffs ? { handOffs } : {}),
    ...(every === undefined ? {} : { every: readCount('every', every, MOST_MULTIPLIED) }),
    ...(onCalls === undefined ? {} : { atOnce: readCount('on-calls', onCalls, MOST_ON_CALL) }),
    ...(zone === undefined ? {} : { timeZone: zone }),
    ...(start === undefined ? {} : { startsAt: readTime('start', start, now).toISOString() }),
    ...(windows.length > 0 ? { coverage: windows.map(readWindow) } : {}),
  };
}

export const listRotationsCommand: Command = {
  name: 'oncall rotations list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the rotations, oldest first',
  help: `
Lists the rotations of the region, with their people in the order of their turns.

  muster oncall rotations list`,
  async run({ io, client }, given) {
    const rotations = await listOwnRotations(client());
    const rows = rotations.map(({ name, people, handOffs, every, timeZone, id }) => [
      name,
      people.map(({ alias }) => alias).join(', '),
      handOffText(handOffs, every),
      timeZone,
      id,
    ]);
    const hint = 'No rotation. `muster oncall rotations create` makes one.';
    if (given.flag('json')) io.out(json(rotations));
    else listed(io, ['ROTATION', 'PEOPLE', 'HANDS OFF', 'ZONE', 'ID'], rows, hint);
    return undefined;
  },
};

export const showRotation: Command = {
  name: 'oncall rotations show',
  positionals: ['ROTATION'],
  options: { json: jsonOption },
  summary: 'one rotation',
  help: `
Shows a rotation. ROTATION is its name, id or ARN.

  muster oncall rotations show primary`,
  async run({ io, client }, given) {
    const rotationId = lastOf(await rotationArn(client(), given.positionals[0]!));
    const rotation = (await client().api('getRotation', { params: { rotationId } })).body;
    const pairs: [string, string | undefined][] = [
      ['name', rotation.name],
      ...rotation.people.map(({ alias }, at): [string, string] => [`turn ${at + 1}`, alias]),
      ['hands off', handOffText(rotation.handOffs, rotation.every)],
      ['at once', String(rotation.atOnce)],
      ['zone', rotation.timeZone],
      ['began', rotation.startsAt ?? 'when it was made'],
      ...(rotation.coverage ?? []).map((window): [string, string] => ['coverage', windowText(window)]),
      ...Object.entries(rotation.tags).map(([key, value]): [string, string] => ['tag', `${key}=${value}`]),
      ['arn', rotation.arn],
    ];
    io.out(given.flag('json') ? json(rotation) : fields(pairs));
    return undefined;
  },
};

export const createRotation: Command = {
  name: 'oncall rotations create',
  positionals: ['NAME'],
  options: { ...options, json: jsonOption },
  summary: 'make a rotation',
  help: `
Makes a rotation: people who are on call one after another. Times of hand-offs and coverage are of its zone. Prints its ARN.

  muster oncall rotations create primary --person ana --person bob --weekly MON@09:00 --zone Europe/Berlin
  muster oncall rotations create nights --person ana --person bob --daily 18:00 --coverage FRI@18:00-08:00`,
  async run({ io, client }, given) {
    const { people, handOffs, timeZone = 'UTC', coverage, ...rest } = readChange(given, io.now(), CREATE_HINT);
    if (!people) throw usage('--person is needed: who takes turns', CREATE_HINT);
    if (!handOffs) throw usage('when it hands off is needed: --hourly, --daily, --weekly or --monthly', CREATE_HINT);
    const windows = coverage ? { coverage } : {};
    const body = { name: given.positionals[0]!, people, handOffs, timeZone, ...windows, ...rest };
    const made = (await client().api('createRotation', { body, idempotencyKey: randomUUID() })).body;
    io.out(given.flag('json') ? json(made) : `${made.arn}\n`);
    io.err(`Next: muster contacts create … --type schedule --rotation ${lastOf(made.arn)}\n`);
    return undefined;
  },
};

const CREATE_HINT = '`muster oncall rotations create --help` explains it.';

export const updateRotation: Command = {
  name: 'oncall rotations update',
  positionals: ['ROTATION'],
  options: { ...options, 'all-hours': { type: 'boolean', about: 'takes the coverage away' }, json: jsonOption },
  summary: 'change a rotation',
  help: `
Changes what is given and leaves the rest. Whoever is on call stays on call, unless --start asks for another count. ROTATION is
its name, id or ARN.

  muster oncall rotations update primary --person ana --person bob --person dora
  muster oncall rotations update nights --all-hours`,
  async run({ io, client }, given) {
    const allHours = given.flag('all-hours');
    const change = readChange(given, io.now(), UPDATE_HINT);
    if (allHours && change.coverage) throw usage('--coverage and --all-hours exclude one another', UPDATE_HINT);
    const body = { ...change, ...(allHours ? { coverage: null } : {}) };
    if (Object.keys(body).length === 0) throw usage('nothing to change', UPDATE_HINT);
    const rotationId = lastOf(await rotationArn(client(), given.positionals[0]!));
    const edited = (await client().api('editRotation', { params: { rotationId }, body, ifMatch: '*' })).body;
    io.out(given.flag('json') ? json(edited) : `${edited.arn}\n`);
    return undefined;
  },
};

const UPDATE_HINT = '`muster oncall rotations update --help` explains it.';

export const deleteRotation: Command = {
  name: 'oncall rotations delete',
  positionals: ['ROTATION'],
  options: {},
  summary: 'delete a rotation, with its overrides and swaps',
  help: `
Deletes a rotation; it is taken out of the schedules that name it. ROTATION is its name, id or ARN.

  muster oncall rotations delete primary`,
  async run({ io, client }, given) {
    const arn = await rotationArn(client(), given.positionals[0]!);
    await client().api('deleteRotation', { params: { rotationId: lastOf(arn) } });
    io.out(`${arn}\n`);
    io.err('The rotation is deleted.\n');
    return undefined;
  },
};
