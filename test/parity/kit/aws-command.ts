import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { KEY, REGION, type World } from '../../kit/world.ts';

/** The stock `aws` command. Its clock cannot be moved: a world that it calls stands at the real time. */

/** Why it cannot be called here; false when it can. */
export function withoutAws(): string | false {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return false;
  } catch (error) {
    return `the aws command is not on PATH (${error instanceof Error ? error.message.split('\n')[0] : error}): install it to run these`;
  }
}

interface Ran {
  code: number;
  out: string;
  err: string;
}

function aws(world: World, args: string[]): Promise<Ran> {
  const env = {
    PATH: process.env['PATH'],
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: world.url,
    AWS_ACCESS_KEY_ID: KEY.id,
    AWS_SECRET_ACCESS_KEY: KEY.secret,
    AWS_DEFAULT_REGION: REGION,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_MAX_ATTEMPTS: '1',
    AWS_PAGER: '',
  };
  return new Promise((done) => {
    execFile('aws', ['--output', 'json', ...args], { env, timeout: 120_000 }, (error, out, err) => {
      const code = error ? (typeof error.code === 'number' ? error.code : -1) : 0;
      done({ code, out, err });
    });
  });
}

/** Runs a command that must succeed; answers its JSON, or nothing. */
export async function ran<Printed = Record<string, string>>(world: World, ...args: string[]): Promise<Printed> {
  const { code, out, err } = await aws(world, args);
  assert.deepEqual([code, err], [0, ''], args.join(' '));
  return JSON.parse(out === '' ? '{}' : out);
}

/** Runs a command that must be refused with this code. */
export async function refusedBy(world: World, code: string, ...args: string[]): Promise<void> {
  const ran = await aws(world, args);
  assert.ok(ran.code !== 0 && ran.code !== -1, `${args.join(' ')} exits with ${ran.code}`);
  assert.match(ran.err, new RegExp(`\\(${code}\\)`));
}
