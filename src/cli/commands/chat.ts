import { arns, parseArn } from '#kernel/arn';
import type { Client } from '../client.ts';
import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { listChatChannels } from '../own-lists.ts';
import { json, listed } from '../table.ts';

/** Chat rooms that are told of incidents. */

const TYPES = ['slack', 'teams', 'chime', 'mattermost', 'discord', 'google-chat'] as const;
const ROOM = 'ROOM is the id or label that `muster chat list` shows.';

export const listChat: Command = {
  name: 'chat list',
  positionals: [],
  options: { json: jsonOption },
  summary: 'the chat rooms that are told of incidents',
  help: `
Lists the chat rooms and the topics by which plans name them. No webhook's address is shown.

  muster chat list`,
  async run({ io, client }, given) {
    const rooms = await listChatChannels(client());
    const rows = rooms.map(({ id, type, label, shown, topic }) => [id, type, label, shown, topic]);
    if (given.flag('json')) io.out(json(rooms));
    else listed(io, ['ID', 'TYPE', 'LABEL', 'WHERE', 'TOPIC'], rows, 'No chat room. `muster chat bind` binds one.');
    return undefined;
  },
};

export const bindChat: Command = {
  name: 'chat bind',
  positionals: ['TOPIC'],
  options: {
    type: { type: 'string', value: 'KIND', about: `${TYPES.join(', ')} (needed)`, choices: TYPES },
    address: { type: 'string', value: 'ADDRESS', about: "a Slack room's id, or a webhook's address" },
    secret: { type: 'string', value: 'SECRET', about: 'instead of it: the secret that holds the address' },
    label: { type: 'string', value: 'TEXT', about: 'what it is called; the kind unless given' },
    json: jsonOption,
  },
  summary: 'bind a chat room to a topic, by which plans name it',
  help: `
Incidents whose response plan names the topic as its chat channel are told in the room. TOPIC is an ARN, or a name in the region;
the topic itself need not exist. An address on a command line is seen by others on the machine: a secret is not.

  muster chat bind war-room --type slack --address C024BE91L
  muster chat bind war-room --type teams --secret teams-war-room --label "the war room"`,
  async run({ io, client }, given) {
    const type = TYPES.find((one) => one === given.text('type'));
    if (!type) throw usage(`--type: wanted ${TYPES.join(', ')}, got ${JSON.stringify(given.text('type') ?? '')}`);
    const [address, secret] = [given.text('address'), given.text('secret')];
    if ((address === undefined) === (secret === undefined)) throw usage('Give --address, or --secret, and not both.');
    const body = {
      topic: await topicArn(client(), given.positionals[0]!),
      label: given.text('label') ?? type,
      type,
      ...(address === undefined ? {} : { address }),
      ...(secret === undefined ? {} : { secret }),
    };
    const made = (await client().api('bindChatChannel', { body })).body;
    io.out(given.flag('json') ? json(made) : `${made.id}\n`);
    io.err(`${made.topic} is bound. To try it: muster chat test ${made.id}\n`);
    return undefined;
  },
};

export const unbindChat: Command = {
  name: 'chat unbind',
  positionals: ['ROOM'],
  options: {},
  summary: 'tell a chat room nothing any more',
  help: `
Incidents are not told in the room any more. ${ROOM}

  muster chat unbind war-room`,
  async run({ io, client }, given) {
    const chatChannelId = await roomId(client(), given.positionals[0]!);
    await client().api('unbindChatChannel', { params: { chatChannelId } });
    io.out(`${chatChannelId}\n`);
    io.err('The room is told nothing any more.\n');
    return undefined;
  },
};

export const testChat: Command = {
  name: 'chat test',
  positionals: ['ROOM'],
  options: {},
  summary: 'send a test message to a chat room',
  help: `
Sends a message to the room that says that it is bound. ${ROOM}

  muster chat test war-room`,
  async run({ io, client }, given) {
    const chatChannelId = await roomId(client(), given.positionals[0]!);
    await client().api('testChatChannel', { params: { chatChannelId } });
    io.err('A message is on its way. If it does not come, the log says why.\n');
    return undefined;
  },
};

async function topicArn(client: Client, named: string): Promise<string> {
  if (parseArn(named)) return named;
  return arns.topic(client.region, (await client.whoami()).account, named);
}

/** The id of the room that an id or label means. */
export async function roomId(client: Client, named: string): Promise<string> {
  const found = (await listChatChannels(client)).filter(({ id, label }) => id === named || label === named);
  const [only, another] = found;
  if (only && !another) return only.id;
  const which = another ? `several rooms are called so: ${found.map(({ id }) => id).join(', ')}` : 'there is none';
  throw usage(
    `ROOM: wanted a chat room's id or label, got ${JSON.stringify(named)}: ${which}`,
    '`muster chat list` shows them.',
  );
}
