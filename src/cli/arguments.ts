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
  const inGroup = command && commands.some(({ name }) => name.startsWith(`${command.name} `));
  const rest = command ? words.slice(command.name.split(' ').length) : [];
  // A group's own command, as `oncall`, takes no words: one that follows it is meant as a command of the group.
  const misspelt = inGroup && !command.raw && rest[0] !== undefined && !rest[0].startsWith('-');
  if (command && !misspelt) return { command, rest };
  const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `)).map(({ name }) => name);
  const longest = Math.max(1, ...group.map((name) => name.split(' ').length));
  const given = words
    .filter((word) => !word.startsWith('-'))
    .slice(0, longest)
    .join(' ');
  const begun = group.filter((name) => name.startsWith(`${words.join(' ')} `));
  if (begun.length > 0) throw usage(`${words.join(' ')} needs one of: ${begun.join(', ')}`, help);
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
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, several = false }]) => [name, { type, multiple: several }]),
  );
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: rest, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) throw error;
    throw usage(messageOf(error).split('. ')[0]!, next);
  }
  const { values, positionals } = parsed;
  const needed = command.positionals.filter((word) => !word.startsWith('['));
  if (positionals.length < needed.length || positionals.length > command.positionals.length) {
    const wanted = command.positionals.join(' ') || 'nothing more';
    throw usage(
      `${command.name}: wanted ${wanted}, got ${positionals.map((word) => JSON.stringify(word)).join(' ') || 'nothing'}`,
      next,
    );
  }
  return {
    positionals,
    text: (name) => values[name] as string | undefined,
    texts: (name) => (values[name] as string[] | undefined) ?? [],
    flag: (name) => values[name] === true,
  };
}
