import { parseArgs } from 'node:util';

export interface Options {
  /** How long each half of a pair lasts. */
  seconds: number;
  /** Quiet pairs wanted; at most twice as many are tried. */
  pairs: number;
  connections: number;
  /** Of `intake`: how many events a request carries, and what becomes of them. */
  batches: number[];
  modes: string[];
  /** Of `latency`: events a second. */
  rates: number[];
  /** Of `auditor` and `timers`: engagements, each with a timer. */
  timers: number;
  /** Of `timers`: within how many seconds they are due; and whether to tell what each statement costs. */
  spread: number;
  statements: boolean;
  /** Of `timers`: with the usual limits of a storm, which two pages to a person do not reach. */
  paced: boolean;
  json: boolean;
  /** Of `alerts`: which rows, by a part of their names. */
  only: string;
  /** Of `alerts`: the program that it is held against. */
  alertmanager: string;
  /** A folder for a CPU profile of the server. */
  profile: string | undefined;
}

/** The bounds are there so that no load lasts for ever or takes more than one machine has. */
const numbers = {
  seconds: { default: '2', min: 1, max: 30, about: 'how long each half of a pair lasts' },
  pairs: { default: '5', min: 1, max: 20, about: 'quiet pairs wanted; at most twice as many are tried' },
  connections: {
    default: '64',
    min: 1,
    max: 80,
    about: 'connections kept by the client of `intake`, and to the database',
  },
  timers: { default: '100000', min: 1_000, max: 200_000, about: '`auditor`, `timers`: engagements, each with a timer' },
  spread: { default: '60', min: 1, max: 600, about: '`timers`: seconds within which they are due' },
} as const;

const lists = {
  batches: { default: '1,10', min: 1, max: 10, about: '`intake`: events in a request' },
  rates: { default: '20,100', min: 1, max: 500, about: '`latency`: events a second' },
} as const;

const MODES = ['unmatched', 'opened', 'folded'];

export function readOptions(args: string[]): { names: string[]; options: Options } {
  const string = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seconds: string,
      pairs: string,
      connections: string,
      batches: string,
      rates: string,
      modes: string,
      profile: string,
      alertmanager: string,
      only: string,
      timers: string,
      spread: string,
      statements: { type: 'boolean', default: false },
      paced: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const modes = (values.modes ?? MODES.join(',')).split(',');
  const unknown = modes.filter((mode) => !MODES.includes(mode));
  if (unknown.length > 0) throw new Error(`--modes: wanted some of ${MODES.join(', ')}; got ${unknown.join(', ')}`);
  const number = (name: keyof typeof numbers) => bounded(name, values[name] ?? numbers[name].default, numbers[name]);
  const list = (name: keyof typeof lists) =>
    (values[name] ?? lists[name].default).split(',').map((one) => bounded(name, one, lists[name]));
  const options = {
    seconds: number('seconds'),
    pairs: number('pairs'),
    connections: number('connections'),
    batches: list('batches'),
    rates: list('rates'),
    modes,
    json: values.json,
    profile: values.profile,
    only: values.only ?? '',
    alertmanager: values.alertmanager ?? 'prometheus-alertmanager',
    timers: number('timers'),
    spread: number('spread'),
    statements: values.statements,
    paced: values.paced,
  };
  return { names: positionals, options };
}

function bounded(name: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new Error(`--${name}: wanted a whole number from ${min} to ${max}, got ${text}`);
}

export function optionsHelp(): string {
  const rows = Object.entries({ ...numbers, ...lists }).map(([name, { default: value, min, max, about }]) => {
    return `  --${name.padEnd(12)} ${about} (${value}; ${min} to ${max})`;
  });
  return [
    ...rows,
    `  --modes        \`intake\`: what becomes of the events (${MODES.join(',')})`,
    '  --profile DIR  also write a CPU profile of the server into DIR',
    '  --alertmanager FILE  `alerts`: the program to compare with (prometheus-alertmanager)',
    '  --only TEXT    `alerts`: only rows in whose names this stands, e.g. "new, 1 a"',
    '  --paced        `timers`: two to a person, with the limits of a storm as they are by default',
    '  --statements   `timers`: also tell what each statement of the database costs',
    '  --json         one JSON object instead of tables',
  ].join('\n');
}
