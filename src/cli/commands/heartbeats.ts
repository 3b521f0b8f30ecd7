import type { HeartbeatMonitor, HeartbeatMonitorChange, NewHeartbeatMonitor } from '#api/client/generated';
import type { Client } from '../client.ts';
import { type Command, type Given, jsonOption, type Option } from '../command.ts';
import { usage } from '../fault.ts';
import { HEARTBEAT_STATUSES, listHeartbeats } from '../own-lists.ts';
import { fields, json, listed, when } from '../table.ts';
import { readSpan } from '../words.ts';

/** Heartbeat monitors: jobs that beat, and the alert when one does not. */

const at = (instant: string | null) => (instant === null ? '-' : when(new Date(instant)));
const spanText = (seconds: number) => {
  const units = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'm'],
  ] as const;
  const [size, letter] = units.find(([each]) => seconds > 0 && seconds % each === 0) ?? [1, 's'];
  return `${seconds / size}${letter}`;
};

/** A monitor by its name, or its id. */
async function monitorNamed(client: Client, name: string): Promise<HeartbeatMonitor> {
  const found = (await listHeartbeats(client)).find((one) => one.name === name || one.id === name);
  if (found) return found;
  throw usage(`There is no heartbeat monitor ${JSON.stringify(name)}`, '`muster heartbeats list` shows them.');
}

export const listHeartbeatsCommand: Command = {
  name: 'heartbeats list',
  positionals: [],
  options: {
    status: { type: 'string', value: 'STATUS', about: HEARTBEAT_STATUSES.join(', '), choices: HEARTBEAT_STATUSES },
    json: jsonOption,
  },
  summary: 'the heartbeat monitors, by name',
  help: `
Lists heartbeat monitors: how often a beat is wanted, how much later it may come, and when the last one came.

  muster heartbeats list --status missing`,
  async run({ io, client }, given) {
    const status = given.text('status');
    if (status !== undefined && !HEARTBEAT_STATUSES.includes(status))
      throw usage(`--status: wanted ${HEARTBEAT_STATUSES.join(', ')}, got ${JSON.stringify(status)}`);
    const monitors = await listHeartbeats(client(), status);
    const rows = monitors.map((one) => [
      ...[one.name, one.status, spanText(one.intervalSeconds), spanText(one.graceSeconds), at(one.lastBeatAt)],
      one.plan ?? '-',
    ]);
    const head = ['NAME', 'STATUS', 'EVERY', 'GRACE', 'LAST BEAT', 'PLAN'];
    if (given.flag('json')) io.out(json(monitors));
    else listed(io, head, rows, 'No heartbeat monitor. `muster heartbeats create` makes one.');
    return undefined;
  },
};

export const showHeartbeat: Command = {
  name: 'heartbeats show',
  positionals: ['HEARTBEAT'],
  options: { json: jsonOption },
  summary: 'one heartbeat monitor',
  help: `
Shows a heartbeat monitor; its address is shown only when it is made. HEARTBEAT is its name or id.

  muster heartbeats show backup`,
  async run({ io, client }, given) {
    const one = await monitorNamed(client(), given.positionals[0]!);
    const labels = Object.entries(one.labels).map(([name, value]): [string, string] => ['label', `${name}=${value}`]);
    const pairs: [string, string | undefined][] = [
      ['name', one.name],
      ['status', one.status],
      ['every', spanText(one.intervalSeconds)],
      ['grace', spanText(one.graceSeconds)],
      ['plan', one.plan ?? undefined],
      ...labels,
      ['last beat', at(one.lastBeatAt)],
      ['missing since', one.missedAt === null ? undefined : at(one.missedAt)],
      ['made by', `${one.createdBy}, ${at(one.createdAt)}`],
      ['id', one.id],
    ];
    io.out(given.flag('json') ? json(one) : fields(pairs));
    return undefined;
  },
};

const options: Record<string, Option> = {
  every: { type: 'string', value: 'SPAN', about: 'how often a beat is wanted: 5m, 1h, 1d' },
  grace: { type: 'string', value: 'SPAN', about: 'how much later it may come; a tenth of that unless given' },
  plan: {
    type: 'string',
    value: 'PLAN',
    about: 'the response plan that a missed beat starts; rules see its event anyway',
  },
  label: { type: 'string', value: 'NAME=VALUE', about: 'handed on with its alerts', several: true },
};

export const createHeartbeat: Command = {
  name: 'heartbeats create',
  positionals: ['NAME'],
  options: { ...options, json: jsonOption },
  summary: 'make a heartbeat monitor, and print its address',
  help: `
Makes a heartbeat monitor and prints the address that the job calls, this once. It misses nothing before its first beat.

  muster heartbeats create backup --every 1d --grace 2h --plan storage
  0 3 * * *  run-backup && curl -fsS -m 10 --retry 3 https://…/heartbeat/…`,
  async run({ io, client }, given) {
    const intervalSeconds = spanOf(given, 'every');
    if (intervalSeconds === undefined)
      throw usage('--every is needed: how often a beat is wanted', '`muster heartbeats create --help` explains it.');
    const [graceSeconds, plan, labels] = [spanOf(given, 'grace'), given.text('plan'), labelsOf(given)];
    const body: NewHeartbeatMonitor = {
      ...{ name: given.positionals[0]!, intervalSeconds },
      ...(graceSeconds === undefined ? {} : { graceSeconds }),
      ...(plan === undefined ? {} : { plan }),
      ...(labels ? { labels } : {}),
    };
    const made = (await client().api('createHeartbeat', { body })).body;
    io.out(given.flag('json') ? json(made) : `${made.url}\n`);
    io.err('It is shown this once. Another one: muster heartbeats new-address\n');
    return undefined;
  },
};

const spanOf = (given: Given, name: string): number | undefined => {
  const text = given.text(name);
  return text === undefined ? undefined : readSpan(name, text);
};

function labelsOf(given: Given): Record<string, string> | undefined {
  const texts = given.texts('label');
  if (texts.length === 0) return undefined;
  const pairs = texts.map((text) => /^(\w+)=(.*)$/s.exec(text) ?? wrongLabel(text));
  return Object.fromEntries(pairs.map(([, name, value]) => [name!, value!]));
}

function wrongLabel(text: string): never {
  throw usage(`--label: wanted NAME=VALUE, got ${JSON.stringify(text)}`);
}

export const updateHeartbeat: Command = {
  name: 'heartbeats update',
  positionals: ['HEARTBEAT'],
  options: { ...options, 'no-plan': { type: 'boolean', about: 'start no response plan any more' }, json: jsonOption },
  summary: 'change a heartbeat monitor',
  help: `
Changes what is given; labels are replaced whole. HEARTBEAT is its name or id.

  muster heartbeats update backup --grace 4h`,
  async run({ io, client }, given) {
    const [intervalSeconds, graceSeconds, labels] = [spanOf(given, 'every'), spanOf(given, 'grace'), labelsOf(given)];
    const plan = given.flag('no-plan') ? null : given.text('plan');
    const body: HeartbeatMonitorChange = {
      ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
      ...(graceSeconds === undefined ? {} : { graceSeconds }),
      ...(plan === undefined ? {} : { plan }),
      ...(labels ? { labels } : {}),
    };
    if (Object.keys(body).length === 0) throw usage('nothing to change: give --every, --grace, --plan or --label');
    const { id: monitorId } = await monitorNamed(client(), given.positionals[0]!);
    const changed = (await client().api('editHeartbeat', { params: { monitorId }, body })).body;
    io.out(given.flag('json') ? json(changed) : `${changed.name}\n`);
    return undefined;
  },
};

const switchCommand = (word: 'enable' | 'disable', text: { summary: string; help: string }): Command => ({
  name: `heartbeats ${word}`,
  positionals: ['HEARTBEAT'],
  options: {},
  summary: text.summary,
  help: `\n${text.help} HEARTBEAT is its name or id.\n\n  muster heartbeats ${word} backup`,
  async run({ io, client }, given) {
    const { id: monitorId, name } = await monitorNamed(client(), given.positionals[0]!);
    await client().api('editHeartbeat', { params: { monitorId }, body: { enabled: word === 'enable' } });
    io.out(`${name}\n`);
    return undefined;
  },
});

export const enableHeartbeat = switchCommand('enable', {
  summary: 'look at a heartbeat monitor again',
  help: 'Enables a heartbeat monitor: it waits for its next beat, and misses none before.',
});
export const disableHeartbeat = switchCommand('disable', {
  summary: 'let a heartbeat monitor be silent',
  help: 'Disables a heartbeat monitor: it misses nothing, and its address still answers.',
});

export const renewHeartbeat: Command = {
  name: 'heartbeats new-address',
  positionals: ['HEARTBEAT'],
  options: {},
  summary: 'give a heartbeat monitor another address, and print it',
  help: `
Gives a heartbeat monitor another address and prints it, this once. The former one is unknown at once. HEARTBEAT is its name or id.

  muster heartbeats new-address backup`,
  async run({ io, client }, given) {
    const { id: monitorId } = await monitorNamed(client(), given.positionals[0]!);
    io.out(`${(await client().api('renewHeartbeat', { params: { monitorId } })).body.url}\n`);
    return undefined;
  },
};

export const deleteHeartbeat: Command = {
  name: 'heartbeats delete',
  positionals: ['HEARTBEAT'],
  options: {},
  summary: 'delete a heartbeat monitor; its incidents stay',
  help: `
Deletes a heartbeat monitor: its address is unknown at once. Its incidents stay. HEARTBEAT is its name or id.

  muster heartbeats delete backup`,
  async run({ io, client }, given) {
    const { id: monitorId, name } = await monitorNamed(client(), given.positionals[0]!);
    await client().api('deleteHeartbeat', { params: { monitorId } });
    io.out(`${name}\n`);
    io.err(`Heartbeat monitor ${name} is deleted.\n`);
    return undefined;
  },
};
