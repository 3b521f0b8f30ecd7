import { parseArgs } from 'node:util';
import { nearest } from '#kernel/nearest';
import { messageOf } from '#kernel/text';
import type { Command, Given } from './command.ts';
import { usage } from './fault.ts';

/** The command that `words` begin with, and what follows it. Throws a usage fault that names the nearest one. */
export function findCommand(commands: Command[], words: string[]): { command: Command; rest: string[] } {
  const fits = commands
    .filter(({ name }) => name === words.slice(0, name.split(' ').length).join(' '))
    .sort((one, other) => other.name.length - one.name.length);
  const command = fits[0];
  if (command) return { command, rest: words.slice(command.name.split(' ').length) };
  const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `)).map(({ name }) => name);
  const given = words
    .filter((word) => !word.startsWith('-'))
    .slice(0, group.length > 0 ? 2 : 1)
    .join(' ');
  if (group.length > 0 && words.length === 1) throw usage(`${words[0]} needs one of: ${group.join(', ')}`, help);
  const near = nearest(
    given,
    commands.map(({ name }) => name),
  );
  throw usage(`there is no command ${JSON.stringify(given)}${near ? `; did you mean ${near}?` : ''}`, help);
}

const help = '`muster --help` lists all commands.';

/** Reads options and positionals strictly; what is wrong is said with the way to the command's help. */
export function parse(command: Command, rest: string[]): Given {
  const next = `\`muster ${command.name} --help\` explains it.`;
  const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]));
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: rest, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) throw error;
    throw usage(messageOf(error).split('. ')[0]!, next);
  }
  const { values, positionals } = parsed;
  if (positionals.length !== command.positionals.length) {
    const wanted = command.positionals.join(' ') || 'nothing more';
    throw usage(
      `${command.name}: wanted ${wanted}, got ${positionals.map((word) => JSON.stringify(word)).join(' ') || 'nothing'}`,
      next,
    );
  }
  return {
    positionals,
    text: (name) => values[name] as string | undefined,
    flag: (name) => values[name] === true,
  };
}
