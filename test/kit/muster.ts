import { run } from '../../src/cli/run.ts';
import { KEY, type World } from './world.ts';

export interface Told {
  code: number;
  out: string;
  err: string;
}

/** Runs a command of `muster` against the world's server, with the administrator's key, as in a pipe. */
export async function muster(world: World, words: string[], env: Record<string, string> = {}): Promise<Told> {
  const told = { out: '', err: '' };
  const io = {
    out(text: string) {
      told.out += text;
    },
    err(text: string) {
      told.err += text;
    },
    env: { AWS_ENDPOINT_URL: world.url, AWS_ACCESS_KEY_ID: KEY.id, AWS_SECRET_ACCESS_KEY: KEY.secret, ...env },
    now: () => world.now(),
    pause: (milliseconds: number) => world.advance({ seconds: milliseconds / 1_000 }),
  };
  return { code: await run(words, io), ...told };
}

/** The same, which must succeed: the lines of its answer. */
export async function mustered(world: World, line: string, ...more: string[]): Promise<string[]> {
  const words = [...line.split(' '), ...more];
  const { code, out, err } = await muster(world, words);
  if (code !== 0) throw new Error(`muster ${words.join(' ')} ended with ${code}: ${err}`);
  return out.trimEnd().split('\n');
}
