import type { Alarm } from '#api/client/generated';
import { type Command, jsonOption } from '../command.ts';
import { usage } from '../fault.ts';
import { MOST } from '../names.ts';
import { listAlarmHistory, listAlarms } from '../own-lists.ts';
import { fields, json, listed, when } from '../table.ts';
import { readCount } from '../words.ts';

const at = (instant: string) => when(new Date(instant));

const STATES = { ok: 'OK', alarm: 'ALARM', insufficientdata: 'INSUFFICIENT_DATA' } as const;

/** OK, ALARM or INSUFFICIENT_DATA, in any spelling. */
function readState(where: string, text: string): (typeof STATES)[keyof typeof STATES] {
  const state = STATES[text.toLowerCase().replace(/[\s_-]/g, '') as keyof typeof STATES];
  if (state) return state;
  throw usage(`${where}: wanted OK, ALARM or INSUFFICIENT_DATA, got ${JSON.stringify(text)}`);
}

export const listAlarmsCommand: Command = {
  name: 'alarms list',
  positionals: [],
  options: {
    state: { type: 'string', value: 'STATE', about: 'OK, ALARM or INSUFFICIENT_DATA' },
    prefix: { type: 'string', value: 'TEXT', about: 'whose names begin so' },
    limit: { type: 'string', value: 'N', about: `at most N, by name; 100 unless given, ${MOST} at most` },
    json: jsonOption,
  },
  summary: 'the alarms and their states, by name',
  help: `
Lists the alarms of the region.

  muster alarms list --state ALARM
  muster alarms list --prefix payments- --json`,
  async run({ io, client }, given) {
    const state = given.text('state');
    const prefix = given.text('prefix');
    const query = {
      ...(state === undefined ? {} : { state: readState('--state', state) }),
      ...(prefix === undefined ? {} : { prefix }),
    };
    const alarms = await listAlarms(client(), query, readCount('limit', given.text('limit') ?? '100', MOST));
    const rows = alarms.map((alarm) => [
      ...[alarm.name, alarm.state, at(alarm.since), actionsOf(alarm).join(', '), alarm.reason],
    ]);
    if (given.flag('json')) io.out(json(alarms));
    else listed(io, ['NAME', 'STATE', 'SINCE', 'ON ALARM', 'REASON'], rows, 'No alarm fits.');
    return undefined;
  },
};

/** What entering ALARM sets going, by the last part of each ARN. */
const actionsOf = ({ onAlarm }: Alarm) => onAlarm.map((arn) => arn.split(/[/:]/).at(-1)!);

export const showAlarm: Command = {
  name: 'alarms show',
  positionals: ['ALARM'],
  options: { json: jsonOption },
  summary: 'one alarm',
  help: `
Shows an alarm: what it watches, its state, and what it sets going. ALARM is its name.

  muster alarms show payments-latency`,
  async run({ io, client }, given) {
    const alarm = (await client().api('getAlarm', { params: { alarmName: given.positionals[0]! } })).body;
    const lines = (arns: string[]) => arns.join(', ') || undefined;
    const pairs: [string, string | undefined][] = [
      ['name', alarm.name],
      ['kind', alarm.kind],
      ['description', alarm.description ?? undefined],
      ['state', alarm.state],
      ['reason', alarm.reason],
      ['since', at(alarm.since)],
      [alarm.kind === 'metric' ? 'watches' : 'follows', alarm.condition],
      ['fault', alarm.fault ?? undefined],
      ['actions', alarm.actionsEnabled ? (alarm.held ?? 'enabled') : 'disabled'],
      ['on ALARM', lines(alarm.onAlarm)],
      ['on OK', lines(alarm.onOk)],
      ['without data', lines(alarm.onInsufficientData)],
      ['changed', at(alarm.changedAt)],
      ['arn', alarm.arn],
    ];
    io.out(given.flag('json') ? json(alarm) : fields(pairs));
    return undefined;
  },
};

export const alarmHistory: Command = {
  name: 'alarms history',
  positionals: ['ALARM'],
  options: {
    limit: { type: 'string', value: 'N', about: `at most N; 50 unless given, ${MOST} at most` },
    json: jsonOption,
  },
  summary: 'what happened to an alarm in the last 30 days, newest first',
  help: `
Lists an alarm's changes of state and configuration, and what became of its actions, also when the alarm is gone. ALARM is its
name.

  muster alarms history payments-latency`,
  async run({ io, client }, given) {
    const alarmName = given.positionals[0]!;
    const most = readCount('limit', given.text('limit') ?? '50', MOST);
    const items = await listAlarmHistory(client(), alarmName, most);
    const rows = items.map((item) => [at(item.at), item.summary]);
    if (given.flag('json')) io.out(json(items));
    else listed(io, ['AT', 'WHAT'], rows, 'Nothing happened to it in the last 30 days.');
    return undefined;
  },
};

/** Switches what entering a state sets going. */
const switching = (enabled: boolean): Command => ({
  name: enabled ? 'alarms enable' : 'alarms disable',
  positionals: ['ALARM'],
  options: {},
  summary: enabled ? 'let an alarm set its actions going' : 'keep an alarm from setting its actions going',
  help: `
Switches an alarm's actions ${enabled ? 'on' : 'off'}. It is judged, and its changes are events on the bus, all the same. ALARM is its name.

  muster alarms ${enabled ? 'enable' : 'disable'} payments-latency`,
  async run({ io, client }, given) {
    const params = { alarmName: given.positionals[0]! };
    const alarm = (await client().api(enabled ? 'enableAlarmActions' : 'disableAlarmActions', { params })).body;
    io.out(`${alarm.name}\n`);
    io.err(`Actions of the alarm ${alarm.name} are ${alarm.actionsEnabled ? 'enabled' : 'disabled'}.\n`);
    return undefined;
  },
});
export const enableAlarm = switching(true);
export const disableAlarm = switching(false);

export const setAlarmState: Command = {
  name: 'alarms set-state',
  positionals: ['ALARM', 'STATE'],
  options: { reason: { type: 'string', value: 'TEXT', about: 'why; "set by hand" unless given' } },
  summary: 'set an alarm to OK, ALARM or INSUFFICIENT_DATA',
  help: `
Sets an alarm's state as a measurement would: what the alarm does on entering that state is done, people are paged. ALARM
is its name, STATE one of OK, ALARM, INSUFFICIENT_DATA. It lasts until the alarm is judged again, a minute at least.

  muster alarms set-state payments-latency ALARM --reason "a drill"
  muster alarms set-state payments-latency OK`,
  async run({ io, client }, given) {
    const [alarmName = '', text = ''] = given.positionals;
    const state = readState('STATE', text);
    const reason = given.text('reason') ?? 'set by hand';
    await client().api('setAlarmState', { params: { alarmName }, body: { state, reason } });
    io.out(`${state}\n`);
    io.err(`Alarm ${alarmName} is ${state}.\n`);
    return undefined;
  },
};

export const deleteAlarm: Command = {
  name: 'alarms delete',
  positionals: ['ALARM'],
  options: {},
  summary: 'delete an alarm; its incidents and its history stay',
  help: `
Deletes an alarm. Incidents that it opened stay as they are. ALARM is its name.

  muster alarms delete payments-latency`,
  async run({ io, client }, given) {
    const [name = ''] = given.positionals;
    await client().api('deleteAlarm', { params: { alarmName: name } });
    io.out(`${name}\n`);
    io.err(`Alarm ${name} is deleted.\n`);
    return undefined;
  },
};
