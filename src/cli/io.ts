import { setTimeout as sleep } from 'node:timers/promises';

/** The terminal that reads standard output. */
export interface Screen {
  /** Characters in a line. */
  columns: number;
  colours: boolean;
}

/** What a command may touch besides the network. Tests give their own. */
export interface Io {
  /** Standard output: the answer alone. */
  out(text: string): void;
  /** Standard error: everything else. */
  err(text: string): void;
  env: Record<string, string | undefined>;
  now(): Date;
  /** Waits so many milliseconds, between two looks at the server; unless given, the machine's own timer does. */
  pause?(milliseconds: number): Promise<void>;
  /** Absent where standard output is a file or a pipe: then nothing is cut to fit, and nothing coloured. */
  screen?: Screen;
}

export function processIo(): Io {
  const { stdout, stderr, env } = process;
  const screen = { columns: stdout.columns, colours: !env['NO_COLOR'] && env['TERM'] !== 'dumb' };
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    env,
    now: () => new Date(),
    ...(stdout.isTTY && screen.columns > 0 ? { screen } : {}),
  };
}

/** Waits between two looks at the server. */
export const pause = (io: Io, milliseconds: number): Promise<void> => io.pause?.(milliseconds) ?? sleep(milliseconds);
