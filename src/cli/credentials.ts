import type { Signer } from '#kernel/sign';
import { usage } from './fault.ts';

/** The key of `profile` in a file of AWS's shared-credentials format. */
export function keyOfProfile(text: string, profile: string, file: string): Signer {
  const profiles = parseProfiles(text);
  const found = profiles.get(profile);
  if (!found) {
    const known = [...profiles.keys()].join(', ') || 'none';
    throw usage(`wanted the profile ${profile} in ${file}, found ${known}`, 'Set AWS_PROFILE to one of them.');
  }
  const accessKeyId = found.get('aws_access_key_id');
  const secret = found.get('aws_secret_access_key');
  const sessionToken = found.get('aws_session_token');
  if (!accessKeyId || !secret) {
    throw usage(
      `the profile ${profile} in ${file} lacks aws_access_key_id or aws_secret_access_key`,
      'Write both there, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
    );
  }
  return { accessKeyId, secret, ...(sessionToken ? { sessionToken } : {}) };
}

function parseProfiles(text: string): Map<string, Map<string, string>> {
  const profiles = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const name = /^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]/.exec(line)?.[1];
    const [, key, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined) {
      current = profiles.get(name) ?? new Map<string, string>();
      profiles.set(name, current);
    } else if (key !== undefined && value !== undefined && !line.trimStart().startsWith('#')) {
      current?.set(key.toLowerCase(), value);
    }
  }
  return profiles;
}
