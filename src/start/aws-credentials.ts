import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '#kernel/text';
import type { Settings } from '../settings.ts';

/** With what calls to AWS itself are signed. */
export interface AwsCredentials {
  accessKeyId: string | undefined;
  secret: string | undefined;
  sessionToken: string | undefined;
}

type Given = Pick<
  Settings,
  | 'MUSTER_AWS_PROFILE'
  | 'MUSTER_AWS_ACCESS_KEY_ID'
  | 'MUSTER_AWS_SECRET_ACCESS_KEY'
  | 'MUSTER_AWS_SESSION_TOKEN'
  | 'AWS_SHARED_CREDENTIALS_FILE'
  | 'AWS_CONFIG_FILE'
>;
type Profile = Readonly<Record<string, string>>;

const MOST_BYTES = 1_048_576;
/** What a profile may say that needs somebody to be asked for keys, each with what it is called. */
const ASKS: Readonly<Record<string, string>> = {
  role_arn: 'assumes a role',
  sso_session: 'signs in by SSO',
  sso_start_url: 'signs in by SSO',
  credential_process: 'runs a program for its keys',
  web_identity_token_file: 'takes a web identity',
};

/** The keys of the settings, or of the profile that they name. Throws, with what to do, where a profile has none of its own. */
export function awsCredentials(settings: Given): AwsCredentials {
  const own = {
    accessKeyId: settings.MUSTER_AWS_ACCESS_KEY_ID,
    secret: settings.MUSTER_AWS_SECRET_ACCESS_KEY,
    sessionToken: settings.MUSTER_AWS_SESSION_TOKEN,
  };
  const name = settings.MUSTER_AWS_PROFILE;
  if (name === undefined) return own;
  if (Object.values(own).some((value) => value !== undefined))
    throw new Error(
      'Either MUSTER_AWS_PROFILE or MUSTER_AWS_ACCESS_KEY_ID and its secret: both are set, leave one out.',
    );
  const credentials = settings.AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials');
  const config = settings.AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config');
  const ini = { credentials: read(credentials), config: read(config) };
  return keysOf(name, profileIn(name, ini), `${credentials} and ${config}`);
}

/** A profile as AWS's SDKs see it: what the credentials file says of it, and else the config file. Undefined: neither has it. */
export function profileIn(name: string, ini: { credentials: string; config: string }): Profile | undefined {
  const own = sectionsIn(ini.credentials).get(name);
  const configured = sectionsIn(ini.config);
  const other = configured.get(`profile ${name}`) ?? (name === 'default' ? configured.get(name) : undefined);
  return own || other ? { ...other, ...own } : undefined;
}

function keysOf(name: string, profile: Profile | undefined, where: string): AwsCredentials {
  const shown = `MUSTER_AWS_PROFILE: the profile ${JSON.stringify(name)}`;
  if (!profile) throw new Error(`${shown} is neither in ${where}: add it, or name another one.`);
  const asks = Object.keys(ASKS).find((member) => profile[member]);
  const instead = `Muster calls AWS with keys that are there: name a profile with aws_access_key_id and aws_secret_access_key, or put those of \`aws configure export-credentials --profile ${name}\` into MUSTER_AWS_ACCESS_KEY_ID, MUSTER_AWS_SECRET_ACCESS_KEY and MUSTER_AWS_SESSION_TOKEN`;
  if (asks) throw new Error(`${shown} ${ASKS[asks]} (${asks}). ${instead}.`);
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secret, aws_session_token: sessionToken } = profile;
  if (!accessKeyId || !secret) throw new Error(`${shown} has no keys. ${instead}.`);
  return { accessKeyId, secret, sessionToken: sessionToken || undefined };
}

/** The settings of each section; lines that are indented belong to a setting of their own, and are left out. */
function sectionsIn(text: string): Map<string, Record<string, string>> {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [, head] = /^\[\s*([^\]]+?)\s*\]/.exec(line) ?? [];
    if (head !== undefined) {
      // `[profile  two]` and `[profile "two"]` are one.
      const title = head.replace(/^profile\s+/, 'profile ').replaceAll('"', '');
      section = sections.get(title) ?? {};
      sections.set(title, section);
    }
    const [, key, value] = /^([\w-]+)\s*=\s*(.*?)\s*(?:\s[#;].*)?$/.exec(line) ?? [];
    if (section && key !== undefined && value !== undefined) section[key.toLowerCase()] = value;
  }
  return sections;
}

/** The text of a file; none where there is none. */
function read(path: string): string {
  try {
    if (statSync(path).size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw new Error(`MUSTER_AWS_PROFILE: ${path} could not be read: ${messageOf(error)}`, { cause: error });
  }
}
