import { Machine, parseExactly, parsePattern } from '#kernel/patterns/index';
import { Refusal } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import { type Command, jsonOption } from '../command.ts';
import { exitCodes, usage } from '../fault.ts';
import { readObject, readText } from '../files.ts';
import type { Io } from '../io.ts';
import { lastOf } from '../names.ts';
import { json, listed } from '../table.ts';
import { targetsOf } from './rules.ts';

const HELP = '`muster rules test --help` explains it.';

export const testRule: Command = {
  name: 'rules test',
  positionals: ['[RULE]'],
  options: {
    event: {
      type: 'string',
      value: 'FILE',
      about: 'the event as JSON, with its envelope; - is standard input (needed with a RULE)',
    },
    cases: {
      type: 'string',
      value: 'FILE',
      about: 'instead: patterns and events to hold against each other, without a server; - is standard input',
    },
    json: jsonOption,
  },
  summary: 'whether a rule matches an event, or patterns match events of a file',
  help: `
Tells whether a rule would match an event, and where it would go, without sending it. Exit code 0 when it matches, 1 when
it does not; whether the rule is enabled makes no difference to that. RULE is its name. The event has id, account, source,
time, region, resources and detail-type.

With --cases no server is asked and no RULE named: FILE is a list of {"name", "pattern", "event"}, pattern and event each as an
object or as its text, and each is answered by match, no-match or error; the exit code is 0. What is wrong with a pattern or an
event is told on standard error.

  muster rules test alarms --event event.json
  muster rules test alarms --event - < event.json
  muster rules test --cases cases.json --json`,
  async run({ io, client }, given) {
    const [Name] = given.positionals;
    const [file, cases] = [given.text('event'), given.text('cases')];
    if (cases !== undefined) {
      if (Name !== undefined || file !== undefined) throw usage('--cases takes no RULE and no --event', HELP);
      return answerCases(io, cases, given.flag('json'));
    }
    if (Name === undefined) throw usage('rules test: wanted RULE or --cases, got neither', HELP);
    if (file === undefined) throw usage('--event is needed: a file with the event', HELP);
    const Event = JSON.stringify(readObject('event', file));
    const { EventPattern = '', State } = await client().rules('DescribeRule', { Name });
    const { Result = false } = await client().rules('TestEventPattern', { EventPattern, Event });
    const targets = (await targetsOf(client(), Name)).map(({ Arn }) => lastOf(Arn));
    if (given.flag('json')) io.out(json({ Result, State, Targets: targets }));
    else io.out(Result ? `matches: ${targets.join(', ') || 'no target'}\n` : 'does not match\n');
    if (Result && State === 'DISABLED') io.err('The rule is disabled: such an event starts nothing now.\n');
    return Result ? exitCodes.ok : exitCodes.refused;
  },
};

interface Case {
  name: string;
  pattern: unknown;
  event: unknown;
}

function answerCases(io: Io, file: string, asJson: boolean): number {
  const answers = readCases(file).map((one) => ({ name: one.name, result: resultOf(io, one) }));
  if (asJson) io.out(json(answers));
  else
    listed(
      io,
      ['NAME', 'RESULT'],
      answers.map(({ name, result }) => [name, result]),
      'The list is empty.',
    );
  return exitCodes.ok;
}

function readCases(file: string): Case[] {
  let value: unknown;
  try {
    value = parseExactly(readText('cases', file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw usage(`--cases: ${file} is no JSON: ${messageOf(error)}`, HELP);
  }
  if (Array.isArray(value) && value.every(isCase)) return value;
  throw usage(`--cases: wanted a list of {"name", "pattern", "event"} in ${file}`, HELP);
}

const isCase = (value: unknown): value is Case =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Case>).name === 'string' &&
  Object.hasOwn(value, 'pattern') &&
  Object.hasOwn(value, 'event');

function resultOf(io: Io, { name, pattern, event }: Case): 'match' | 'no-match' | 'error' {
  try {
    const machine = new Machine([parsePattern(textOf(pattern))]);
    // What nobody names is not looked at by the machine: an event that is none is an error all the same.
    const text = textOf(event);
    JSON.parse(text);
    return machine.match(text).length > 0 ? 'match' : 'no-match';
  } catch (error) {
    if (!(error instanceof Refusal || error instanceof SyntaxError)) throw error;
    io.err(`${name}: ${error.message}\n`);
    return 'error';
  }
}

const textOf = (given: unknown) => (typeof given === 'string' ? given : JSON.stringify(given));
