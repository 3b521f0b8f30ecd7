import { SettingsError } from '#kernel/settings';
import { messageOf } from '#kernel/text';
import pkg from '../../package.json' with { type: 'json' };
import { findCommand, parse } from './arguments.ts';
import { type Client, createClient } from './client.ts';
import type { Context } from './command.ts';
import { commands } from './commands/index.ts';
import { CliFault, exitCodes } from './fault.ts';
import { helpOf, overview } from './help.ts';
import type { Io } from './io.ts';
import { targetFrom } from './target.ts';

/** Runs `muster` with these words and answers its exit code. Never throws. */
export async function run(words: string[], io: Io, fetchIt: typeof fetch = fetch): Promise<number> {
  try {
    return await dispatch(words, io, fetchIt);
  } catch (error) {
    return explain(error, io);
  }
}

async function dispatch(words: string[], io: Io, fetchIt: typeof fetch): Promise<number> {
  const [first] = words;
  if (first === undefined) {
    io.err(overview(commands));
    return exitCodes.usage;
  }
  if (['--version', '-v', 'version'].includes(first)) {
    io.out(`${pkg.version}\n`);
    return exitCodes.ok;
  }
  const topic = helpTopic(words);
  if (topic) {
    io.out(helpFor(topic));
    return exitCodes.ok;
  }
  const { command, rest } = findCommand(commands, words);
  const given = command.raw
    ? { positionals: rest, text: () => undefined, texts: () => [], flag: () => false }
    : parse(command, rest);
  return (await command.run(contextOf(io, fetchIt), given)) ?? exitCodes.ok;
}

/** The words that help was asked about (none: about everything), or undefined. */
function helpTopic(words: string[]): string[] | undefined {
  if (words[0] === 'help') return words.slice(1);
  const ours = commands.some(({ name }) => name === words.slice(0, 2).join(' '));
  const raw = !ours && commands.some(({ name, raw }) => raw === true && name === words[0]);
  const at = words.findIndex((word) => word === '--help' || word === '-h');
  return at < 0 || (raw && at > 1) ? undefined : words.slice(0, at);
}

function helpFor(topic: string[]): string {
  if (topic.length === 0) return overview(commands);
  const words = topic.join(' ');
  const group = commands.filter(({ name }) => name.startsWith(`${words} `));
  if (group.length > 0) return [...commands.filter(({ name }) => name === words), ...group].map(helpOf).join('\n');
  return helpOf(findCommand(commands, topic).command);
}

function contextOf(io: Io, fetchIt: typeof fetch): Context {
  let client: Client | undefined;
  return {
    io,
    client() {
      client ??= createClient(targetFrom(io.env), io.now, { fetchIt });
      return client;
    },
    hastyClient: (hurry) => createClient(targetFrom(io.env), io.now, { fetchIt, hurry }),
    commands,
  };
}

/** Says on standard error what went wrong and what to do next; a bug of ours comes with its stack. */
function explain(error: unknown, io: Io): number {
  if (error instanceof CliFault) {
    io.err(`muster: ${error.message}\n${error.next ? `${error.next}\n` : ''}`);
    return exitCodes[error.kind];
  }
  if (error instanceof SettingsError) {
    io.err(`muster: ${error.message}\n\`muster settings\` explains each.\n`);
    return exitCodes.usage;
  }
  // What start refuses is told in words meant for people, by a plain Error or the system's own.
  const foreseen = error instanceof Error && (error.constructor === Error || error.name === 'Refusal');
  const detail = foreseen && io.env['MUSTER_LOG_LEVEL'] !== 'debug' ? messageOf(error) : stackOf(error);
  io.err(`muster: ${detail}\n`);
  return exitCodes.refused;
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : messageOf(error));
