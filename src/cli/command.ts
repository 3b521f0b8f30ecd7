import type { Client } from './client.ts';
import type { Io } from './io.ts';

export interface Option {
  type: 'string' | 'boolean';
  /** What stands for the value in the help, e.g. `NAME`. Words that name a thing, e.g. `PLAN`, are completed by its names. */
  value?: string;
  about: string;
  /** May be given several times. */
  several?: boolean;
  /** The values that there are, for completion. */
  choices?: readonly string[];
}

/** What a command was given. */
export interface Given {
  positionals: string[];
  text(name: string): string | undefined;
  /** All values of an option that may be given several times, in their order. */
  texts(name: string): string[];
  flag(name: string): boolean;
}

export interface Context {
  io: Io;
  /** Made when first asked for, so that a command without need of a server asks for no key. */
  client(): Client;
  /** One of its own for a command that must be done when the signal says so. */
  hastyClient(hurry: AbortSignal): Client;
  /** All commands there are. */
  commands: readonly Command[];
}

/** One command of `muster`. */
export interface Command {
  /** E.g. `incidents list`. */
  name: string;
  /** Names of what must follow, e.g. `INCIDENT`, or may, `[RULE]`. Words that name a thing are completed by its names. */
  positionals: string[];
  options: Record<string, Option>;
  /** One line for the list of commands. */
  summary: string;
  /** What it does, and examples. */
  help: string;
  /** All that follows is handed on as it is; no option is ours. */
  raw?: boolean;
  /** Answers the exit code where it is not 0. */
  run(context: Context, given: Given): Promise<number | undefined>;
}

export const jsonOption: Option = { type: 'boolean', about: 'the whole answer as JSON, for scripts' };

/** The word of a positional, in brackets or not. */
export const wordOf = (positional: string): string => positional.replace(/^\[|\]$/g, '');
