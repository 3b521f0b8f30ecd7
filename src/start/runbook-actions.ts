import type { Permissions } from '#domain/access';
import type { Trail } from '#domain/audit';
import type { Hosts } from '#domain/hosts';
import type { Action, Authority, AwsApi } from '#domain/runbooks';
import type { ReadSecret } from '#domain/secrets';
import type { Log } from '#kernel/log';
import type { Context } from '#kernel/policies/index';
import type { Keyring } from '#kernel/seal';
import { createActions } from '#providers/actions';
import { type AwsKeys, type CredentialsOf, createAwsApi, createOutsideAws } from '#providers/aws-api';
import type { Outgoing } from '#providers/outgoing';
import { createSsh } from '#providers/ssh';
import type { Db, Queries } from '#storage/db';
import { createOwnAws } from '#wire/face';
import type { Rooms } from '#wire/rooms';
import { outsideTrail } from './outside-trail.ts';

/** The credentials of a role's session, or why there are none. */
export type RoleCredentials = (
  on: Queries,
  of: { account: string; roleArn: string; sessionName: string },
) => Promise<AwsKeys | { refused: string }>;

export interface ActionMaterials {
  db: Db;
  log: Log;
  keyring: Keyring;
  rooms: Rooms & { hosts: Hosts };
  secretValue: ReadSecret;
  trail: Trail;
  permissions: Permissions;
  roleCredentials: RoleCredentials;
  /** For addresses that users name. */
  outgoing: Outgoing;
  aws: RunbookAws;
  /** People reach Muster over TLS. */
  isSecure: boolean;
}

/** How AWS is reached, by the settings. */
interface RunbookAws {
  /** What stands for AWS; AWS itself unless given. */
  endpoint: string | undefined;
  /** The operator's own keys assume roles at AWS. */
  hasKeys: boolean;
}

/** All that steps can do outside the machine, and the broker of which they ask it. */
export function runbookActions(materials: ActionMaterials): { api: AwsApi; actions: Action[] } {
  const { db, log, rooms, trail, permissions, outgoing, aws, isSecure, secretValue } = materials;
  const judge = async (
    on: Queries,
    { account, principal, roleArn }: Authority,
    action: string,
    resources: readonly string[],
    context: Context = { 'aws:viaawsservice': ['true'] },
  ) => {
    const who = { account, principal, ...(roleArn !== undefined && { roleArn }) };
    const verdict = await permissions.judge(on, { ...who, action, resources, context });
    return verdict.allowed ? undefined : verdict.message;
  };
  const record = outsideTrail(trail);
  const outside = createOutsideAws({
    ...{ endpoint: aws.endpoint, judge, record },
    credentials: credentialsOf(materials),
  });
  const api = createAwsApi(createOwnAws({ db, log, rooms, trail, isSecure, judge }), outside);
  const actions = createActions({
    ...{ api, outgoing, judge, repeats: api.repeats, reads: api.reads },
    ...{ hosts: rooms.hosts, shell: createSsh(), readKey: (on, account, name) => secretValue(on, account, name) },
    record: (call) => record({ service: 'ssm', operation: 'SendCommand', readOnly: false, ...call }),
  });
  return { api, actions };
}

const NOT_SET_UP =
  'AWS cannot be called: set MUSTER_AWS_ACCESS_KEY_ID and MUSTER_AWS_SECRET_ACCESS_KEY, which may assume the role, or MUSTER_AWS_ENDPOINT_URL for what stands for AWS.';
const NO_ROLE =
  'AWS is called as a role only: name one as assumeRole. Whoever started the runbook is nobody there, and Muster’s own keys are not lent.';

/** A role's own credentials. Whoever is no role has none at AWS; what stands for AWS gets a name that it can tell apart. */
export function credentialsOf({
  aws,
  roleCredentials,
  keyring,
}: Pick<ActionMaterials, 'aws' | 'roleCredentials' | 'keyring'>): CredentialsOf {
  return async (on, { account, principal, roleArn }) => {
    if (!aws.hasKeys && aws.endpoint === undefined) return { refused: NOT_SET_UP };
    if (roleArn === undefined)
      return aws.hasKeys ? { refused: NO_ROLE } : { keys: standIn(keyring, principal), judgedThere: false };
    const sessionName = principal.split('/').at(-1)!.slice(-64);
    const keys = await roleCredentials(on, { account, roleArn, sessionName });
    return 'refused' in keys ? keys : { keys, judgedThere: aws.hasKeys };
  };
}

/** A key that opens nothing, here or elsewhere: a double of AWS takes any. */
function standIn(keyring: Keyring, principal: string): AwsKeys {
  const made = keyring.mac('runbook-caller', principal);
  return {
    accessKeyId: `ASIA${made.toString('hex').slice(0, 16).toUpperCase()}`,
    secretAccessKey: made.toString('base64'),
  };
}
