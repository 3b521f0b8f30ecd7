import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { incidentArn, shortName } from '../incident-names.ts';
import { lastOf } from '../names.ts';
import { json, listed } from '../table.ts';
import { readCount } from '../words.ts';
import { roomId } from './chat.ts';

/** Who is told of an incident besides those who are paged. */

const NAMED =
  'INCIDENT is its ARN, four or more characters of its id or, while it is not resolved, its title or response plan.';

export const listFollowersCommand: Command = {
  name: 'incidents followers',
  positionals: ['INCIDENT'],
  options: { json: jsonOption },
  summary: 'who is told of an incident: rooms, people, other services',
  help: `
Lists who is told of an incident. ${NAMED}

  muster incidents followers payments`,
  async run({ io, client }, given) {
    const incidentId = lastOf(await incidentArn(client(), given.positionals[0]!));
    const { followers } = (await client().api('listFollowers', { params: { incidentId } })).body;
    const rows = followers.map(({ id, kind, name, until }) => [id, kind, until ?? 'its end', name]);
    if (given.flag('json')) io.out(json(followers));
    else listed(io, ['ID', 'KIND', 'UNTIL', 'WHO'], rows, 'Nobody. `muster incidents follow` lets somebody follow it.');
    return undefined;
  },
};

export const follow: Command = {
  name: 'incidents follow',
  positionals: ['INCIDENT'],
  options: {
    room: { type: 'string', value: 'ROOM', about: 'a chat room, by its id or label' },
    contact: { type: 'string', value: 'CONTACT', about: 'instead of it: a person, by their alias' },
    minutes: { type: 'string', value: 'N', about: 'for how long, 1 to 43200; a day unless given' },
    json: jsonOption,
  },
  summary: 'let a room or a person follow an incident, for a time',
  help: `
They are told how it stands, and of each change, until the time is over or the incident is. Nobody is paged by it, and nothing of
it is on the timeline. Prints the follower's id. ${NAMED}

  muster incidents follow payments --contact manager --minutes 120
  muster incidents follow payments --room support`,
  async run({ io, client }, given) {
    const [room, contact] = [given.text('room'), given.text('contact')];
    if ((room === undefined) === (contact === undefined)) throw usage('Give --room, or --contact, and not both.');
    const minutes = given.text('minutes');
    const incidentId = lastOf(await incidentArn(client(), given.positionals[0]!));
    const body = {
      ...(room === undefined ? {} : { room: await roomId(client(), room) }),
      ...(contact === undefined ? {} : { contact }),
      ...(minutes === undefined ? {} : { minutes: readCount('minutes', minutes, 43_200) }),
    };
    const made = (await client().api('followIncident', { params: { incidentId }, body })).body;
    io.out(given.flag('json') ? json(made) : `${made.id}\n`);
    io.err(`${made.name} is told of it until ${made.until}.\n`);
    return undefined;
  },
};

export const unfollow: Command = {
  name: 'incidents unfollow',
  positionals: ['INCIDENT', 'FOLLOWER'],
  options: {},
  summary: 'tell a follower of an incident nothing more',
  help: `
FOLLOWER is the id that \`muster incidents followers\` shows. ${NAMED}

  muster incidents unfollow payments 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    const arn = await incidentArn(client(), given.positionals[0]!);
    const followerId = given.positionals[1]!;
    await client().api('unfollowIncident', { params: { incidentId: lastOf(arn), followerId } });
    io.err(`It is told nothing more of incident ${shortName(arn)}.\n`);
    return undefined;
  },
};
