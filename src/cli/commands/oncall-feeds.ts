import { type Command, jsonOption } from '../command.ts';
import { lastOf, onCallSubject } from '../names.ts';
import { listFeeds, listOwnRotations } from '../own-lists.ts';
import { json, listed } from '../table.ts';

/** On-call time for calendar programs. */

export const listFeedsCommand: Command = {
  name: 'oncall feeds list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the calendar feeds, newest first',
  help: `
Lists the calendar feeds, the revoked ones, too. No address is shown: it is kept nowhere.

  muster oncall feeds list`,
  async run({ io, client }, given) {
    const [feeds, rotations] = await Promise.all([listFeeds(client()), listOwnRotations(client())]);
    const names = new Map(rotations.map(({ arn, name }) => [arn, name]));
    const rows = feeds.map(({ id, of, name, revokedAt }) => [
      id,
      names.get(of) ?? lastOf(of),
      revokedAt === null ? 'good' : 'revoked',
      name,
    ]);
    if (given.flag('json')) io.out(json(feeds));
    else listed(io, ['ID', 'OF', 'STATE', 'NAME'], rows, 'No feed. `muster oncall feeds create` makes one.');
    return undefined;
  },
};

export const createFeed: Command = {
  name: 'oncall feeds create',
  positionals: ['WHOM'],
  options: {
    name: { type: 'string', value: 'TEXT', about: 'what the calendar is called; "On call" unless given' },
    json: jsonOption,
  },
  summary: 'make a calendar feed, for any calendar program',
  help: `
Makes a feed of the next 90 days of a person, a rotation or an on-call schedule. Prints its address, this once: whoever has it
sees names and shifts. WHOM is an alias, a rotation's name or id, or an ARN.

  muster oncall feeds create ana --name "Ana on call"
  muster oncall feeds create primary`,
  async run({ io, client }, given) {
    const of = await onCallSubject(client(), given.positionals[0]!);
    const name = given.text('name');
    const made = (await client().api('createCalendarFeed', { body: { of, ...(name === undefined ? {} : { name }) } }))
      .body;
    io.out(given.flag('json') ? json(made) : `${made.url}\n`);
    io.err(`It is shown this once. To take it back: muster oncall feeds revoke ${made.feed.id}\n`);
    return undefined;
  },
};

export const revokeFeed: Command = {
  name: 'oncall feeds revoke',
  positionals: ['FEED'],
  options: {},
  summary: 'revoke a calendar feed, at once and for ever',
  help: `
From then on its address shows nothing. FEED is the id that \`muster oncall feeds list\` shows.

  muster oncall feeds revoke 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    const feedId = given.positionals[0]!;
    await client().api('revokeCalendarFeed', { params: { feedId } });
    io.out(`${feedId}\n`);
    io.err('The feed is revoked.\n');
    return undefined;
  },
};
