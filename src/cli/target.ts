import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Signer } from '#kernel/sign';
import { settingsFrom } from '../settings.ts';
import { keyOfProfile } from './credentials.ts';
import { usage } from './fault.ts';

/** The server that a command speaks to, and as whom. */
export interface Target {
  endpoint: URL;
  region: string;
  signer: Signer;
}

type Environment = Record<string, string | undefined>;
export type ReadFile = (path: string) => string;

/** From the same variables that `aws` reads; without them, the server of this checkout's settings and its first key. */
export function targetFrom(env: Environment, read: ReadFile = (path) => readFileSync(path, 'utf8')): Target {
  return { endpoint: endpointFrom(env), region: regionFrom(env), signer: signerFrom(env, read) };
}

export function endpointFrom(env: Environment): URL {
  const settings = settingsFrom(env);
  const host = ['0.0.0.0', '::'].includes(settings.MUSTER_HOST) ? '127.0.0.1' : settings.MUSTER_HOST;
  const named = env['AWS_ENDPOINT_URL'] || settings.MUSTER_PUBLIC_URL;
  if (!named && settings.MUSTER_PORT === 0) {
    throw usage(
      'MUSTER_PORT is 0, so nobody knows the port',
      'Set AWS_ENDPOINT_URL to the address that `muster start` printed.',
    );
  }
  const address = named || `http://${host.includes(':') ? `[${host}]` : host}:${settings.MUSTER_PORT}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw usage(`AWS_ENDPOINT_URL: wanted an address such as http://127.0.0.1:4560, got ${JSON.stringify(address)}`);
  }
  return new URL(address);
}

export const regionFrom = (env: Environment): string =>
  env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || settingsFrom(env).MUSTER_REGION;

/** The file with the access key: the one that AWS_SHARED_CREDENTIALS_FILE names, or the first key's. */
export const credentialsFile = (env: Environment): string =>
  env['AWS_SHARED_CREDENTIALS_FILE'] || resolve(settingsFrom(env).MUSTER_DATA_DIR, 'credentials');

function signerFrom(env: Environment, read: ReadFile): Signer {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: sessionToken } = env;
  if (accessKeyId && secret) return { accessKeyId, secret, ...(sessionToken ? { sessionToken } : {}) };
  if (accessKeyId || secret) {
    throw usage('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together, and one is unset', 'Set both, or neither.');
  }
  const file = credentialsFile(env);
  return keyOfProfile(readCredentials(file, read), env['AWS_PROFILE'] || 'default', file);
}

function readCredentials(file: string, read: ReadFile): string {
  try {
    return read(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'ENOENT' && code !== 'EACCES') throw error;
    throw usage(
      code === 'ENOENT'
        ? `there is no access key: ${file} does not exist`
        : `the access key in ${file} may not be read`,
      'Start the server once (`muster start` writes the first key there), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  }
}
