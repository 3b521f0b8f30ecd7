import { randomUUID } from 'node:crypto';
import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { contactArns, lastOf, rotationArn } from '../names.ts';
import { collect } from '../paging.ts';
import { json, listed, when } from '../table.ts';
import { readTime } from '../words.ts';
import { limitOption, NOBODY, rangeOptions, readLimit, readRange } from './oncall.ts';

const PAGE = 100;

export const listOverrides: Command = {
  name: 'oncall overrides list',
  positionals: ['ROTATION'],
  options: { ...rangeOptions, limit: limitOption, json: jsonOption },
  summary: 'who is on call in place of others',
  help: `
Lists the overrides of a rotation that lie at least partly in the time given. ROTATION is its name, id or ARN.

  muster oncall overrides list primary --to 60d`,
  async run({ io, client }, given) {
    const range = readRange(given, io.now());
    const limit = readLimit(given);
    const RotationId = await rotationArn(client(), given.positionals[0]!);
    const overrides = await collect(limit, async (NextToken) => {
      const input = { RotationId, ...range, MaxResults: Math.min(PAGE, limit), ...(NextToken ? { NextToken } : {}) };
      const page = await client().contacts('ListRotationOverrides', input);
      return { items: page.RotationOverrides ?? [], next: page.NextToken };
    });
    const rows = overrides.map((one) => [
      when(one.StartTime),
      when(one.EndTime),
      one.NewContactIds.map(lastOf).join(', ') || NOBODY,
      one.RotationOverrideId,
    ]);
    if (given.flag('json')) io.out(json(overrides));
    else listed(io, ['FROM', 'TO', 'ON CALL', 'ID'], rows, 'No override in that time.');
    return undefined;
  },
};

export const addOverride: Command = {
  name: 'oncall overrides add',
  positionals: ['ROTATION'],
  options: {
    from: { type: 'string', value: 'TIME', about: 'when it begins, e.g. 2026-12-24T18:00+01:00; now unless given' },
    to: { type: 'string', value: 'TIME', about: 'when it ends, e.g. 8h or 2026-12-26T08:00+01:00 (needed)' },
    contact: { type: 'string', value: 'CONTACT', about: 'who is on call instead, by alias or ARN', several: true },
    nobody: { type: 'boolean', about: 'nobody is on call in that time' },
    json: jsonOption,
  },
  summary: 'put somebody else on call for a time',
  help: `
Puts somebody else, or nobody, on call for a time. Contacts are people of the rotation. Prints the override's id. ROTATION
is its name, id or ARN.

  muster oncall overrides add primary --contact bob --to 8h
  muster oncall overrides add primary --nobody --from 2026-12-24 --to 2026-12-27`,
  async run({ io, client }, given) {
    const named = given.texts('contact');
    if (named.length > 0 === given.flag('nobody')) throw usage('give either --contact or --nobody', HINT);
    const to = given.text('to');
    if (to === undefined) throw usage('--to is needed: when the override ends', HINT);
    const now = io.now();
    const StartTime = readTime('from', given.text('from') ?? 'now', now);
    const RotationId = await rotationArn(client(), given.positionals[0]!);
    const made = await client().contacts('CreateRotationOverride', {
      RotationId,
      NewContactIds: await contactArns(client(), named),
      StartTime,
      EndTime: readTime('to', to, now),
      IdempotencyToken: randomUUID(),
    });
    io.out(given.flag('json') ? json(made) : `${made.RotationOverrideId}\n`);
    return undefined;
  },
};

const HINT = '`muster oncall overrides add --help` explains it.';

export const removeOverride: Command = {
  name: 'oncall overrides remove',
  positionals: ['ROTATION', 'OVERRIDE'],
  options: {},
  summary: 'take an override back',
  help: `
Takes an override back: those whose turn it is are on call again. ROTATION is a name, id or ARN; OVERRIDE the id that
\`muster oncall overrides list\` shows.

  muster oncall overrides remove primary 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    const [named = '', RotationOverrideId = ''] = given.positionals;
    const RotationId = await rotationArn(client(), named);
    await client().contacts('DeleteRotationOverride', { RotationId, RotationOverrideId });
    io.out(`${RotationOverrideId}\n`);
    io.err('The override is taken back.\n');
    return undefined;
  },
};
