import type { AlarmsOutput, Client } from '../client.ts';
import { type Command, jsonOption } from '../command.ts';
import { CliFault, usage } from '../fault.ts';
import { listAlarms, MOST } from '../names.ts';
import { fields, json, listed, when } from '../table.ts';
import { readCount } from '../words.ts';

type Alarm = NonNullable<AlarmsOutput<'DescribeAlarms'>['MetricAlarms']>[number];

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
    const filter = {
      ...(state === undefined ? {} : { StateValue: readState('--state', state) }),
      ...(prefix === undefined ? {} : { AlarmNamePrefix: prefix }),
    };
    const alarms = await listAlarms(client(), filter, readCount('limit', given.text('limit') ?? '100', MOST));
    const rows = alarms.map((alarm) => [
      alarm.AlarmName ?? '',
      alarm.StateValue ?? '',
      when(alarm.StateTransitionedTimestamp),
      actionsOf(alarm).join(', '),
      alarm.StateReason ?? '',
    ]);
    if (given.flag('json')) io.out(json(alarms));
    else listed(io, ['NAME', 'STATE', 'SINCE', 'ON ALARM', 'REASON'], rows, 'No alarm fits.');
    return undefined;
  },
};

/** What entering ALARM sets going, by the last part of each ARN. */
const actionsOf = ({ AlarmActions = [] }: Alarm) => AlarmActions.map((arn) => arn.split(/[/:]/).at(-1)!);

export const showAlarm: Command = {
  name: 'alarms show',
  positionals: ['ALARM'],
  options: { json: jsonOption },
  summary: 'one alarm',
  help: `
Shows an alarm: what it watches, its state, and what it sets going. ALARM is its name.

  muster alarms show payments-latency`,
  async run({ io, client }, given) {
    const alarm = await alarmNamed(client(), given.positionals[0]!);
    const pairs: [string, string | undefined][] = [
      ['name', alarm.AlarmName],
      ['description', alarm.AlarmDescription],
      ['state', alarm.StateValue],
      ['reason', alarm.StateReason],
      ['since', when(alarm.StateTransitionedTimestamp)],
      ['watches', conditionOf(alarm)],
      ['actions', alarm.ActionsEnabled === false ? 'disabled' : 'enabled'],
      ['on ALARM', alarm.AlarmActions?.join(', ')],
      ['on OK', alarm.OKActions?.join(', ')],
      ['without data', alarm.InsufficientDataActions?.join(', ')],
      ['changed', when(alarm.AlarmConfigurationUpdatedTimestamp)],
      ['arn', alarm.AlarmArn],
    ];
    io.out(given.flag('json') ? json(alarm) : fields(pairs));
    return undefined;
  },
};

function conditionOf(alarm: Alarm): string {
  const what = alarm.MetricName ? `${alarm.Namespace} ${alarm.MetricName}` : `${alarm.Metrics?.length ?? 0} metrics`;
  const how = alarm.Statistic ?? alarm.ExtendedStatistic ?? '';
  const periods = `${alarm.EvaluationPeriods} × ${alarm.Period ?? '?'} s`;
  return `${what} ${how} ${alarm.ComparisonOperator} ${alarm.Threshold ?? ''} over ${periods}`.replace(/ {2,}/g, ' ');
}

async function alarmNamed(client: Client, name: string): Promise<Alarm> {
  const { MetricAlarms: [alarm] = [] } = await client.alarms('DescribeAlarms', { AlarmNames: [name] });
  if (alarm) return alarm;
  throw new CliFault('refused', `there is no alarm named ${name}`, '`muster alarms list` shows the names.');
}

export const setAlarmState: Command = {
  name: 'alarms set-state',
  positionals: ['ALARM', 'STATE'],
  options: { reason: { type: 'string', value: 'TEXT', about: 'why; "set by hand" unless given' } },
  summary: 'set an alarm to OK, ALARM or INSUFFICIENT_DATA',
  help: `
Sets an alarm's state as a measurement would: what the alarm does on entering that state is done, people are paged. ALARM
is its name, STATE one of OK, ALARM, INSUFFICIENT_DATA.

  muster alarms set-state payments-latency ALARM --reason "a drill"
  muster alarms set-state payments-latency OK`,
  async run({ io, client }, given) {
    const [AlarmName = '', state = ''] = given.positionals;
    const StateValue = readState('STATE', state);
    const StateReason = given.text('reason') ?? 'set by hand';
    await client().alarms('SetAlarmState', { AlarmName, StateValue, StateReason });
    io.out(`${StateValue}\n`);
    io.err(`Alarm ${AlarmName} is ${StateValue}.\n`);
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
    await client().alarms('DeleteAlarms', { AlarmNames: [name] });
    io.out(`${name}\n`);
    io.err(`Alarm ${name} is deleted.\n`);
    return undefined;
  },
};
