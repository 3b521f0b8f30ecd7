import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { lastOf, onCallSubject } from '../names.ts';
import { json, listed } from '../table.ts';
import { readZone, zoneOption } from '../zone.ts';
import { roomId } from './chat.ts';

/** Rooms that are told who is on call. */

export const listNotices: Command = {
  name: 'chat notices',
  positionals: ['ROOM'],
  options: { json: jsonOption },
  summary: 'what of on-call time a chat room is told',
  help: `
Lists the rotations and schedules of which the room is told who is on call. ROOM is an id or label.

  muster chat notices war-room`,
  async run({ io, client }, given) {
    const chatChannelId = await roomId(client(), given.positionals[0]!);
    const { notices } = (await client().api('listChatNotices', { params: { chatChannelId } })).body;
    const rows = notices.map(({ id, of, atChanges, daily, timeZone }) => [
      id,
      atChanges ? 'yes' : 'no',
      daily === null ? '' : `${daily} ${timeZone}`,
      lastOf(of),
    ]);
    if (given.flag('json')) io.out(json(notices));
    else
      listed(io, ['ID', 'AT CHANGES', 'DAILY', 'OF'], rows, 'Nothing. `muster chat notify` tells it who is on call.');
    return undefined;
  },
};

export const notify: Command = {
  name: 'chat notify',
  positionals: ['ROOM', 'ROTA'],
  options: {
    daily: { type: 'string', value: 'HH:MM', about: 'also at this time of day, once a day' },
    zone: zoneOption,
    'only-daily': { type: 'boolean', about: 'not at each change' },
    json: jsonOption,
  },
  summary: 'tell a chat room who is on call, at each change and at a time of day',
  help: `
The room is told when others are on call than before, and with --daily at that time, too. ROTA is a rotation or an on-call schedule.
Prints the notice's id; another one for the same room and rota replaces it.

  muster chat notify war-room primary
  muster chat notify war-room primary --daily 09:00 --zone Europe/Berlin --only-daily`,
  async run({ io, client }, given) {
    const daily = given.text('daily');
    if (given.flag('only-daily') && daily === undefined) throw usage('--only-daily: give --daily HH:MM, too');
    const body = {
      of: await onCallSubject(client(), given.positionals[1]!),
      atChanges: !given.flag('only-daily'),
      ...(daily === undefined ? {} : { daily, timeZone: readZone(given.text('zone')) }),
    };
    const chatChannelId = await roomId(client(), given.positionals[0]!);
    const made = (await client().api('putChatNotice', { params: { chatChannelId }, body })).body;
    io.out(given.flag('json') ? json(made) : `${made.id}\n`);
    return undefined;
  },
};

export const stopNotice: Command = {
  name: 'chat unnotify',
  positionals: ['ROOM', 'NOTICE'],
  options: {},
  summary: 'tell a chat room no more who is on call',
  help: `
NOTICE is the id that \`muster chat notices\` shows. ROOM is an id or label.

  muster chat unnotify war-room 01a20c56-24ac-7399-b1a6-867dbabd3098`,
  async run({ io, client }, given) {
    const chatChannelId = await roomId(client(), given.positionals[0]!);
    await client().api('removeChatNotice', { params: { chatChannelId, noticeId: given.positionals[1]! } });
    io.err('The room is told no more of it.\n');
    return undefined;
  },
};
