import { roleArn as arnOf, parseRoleArn, type RoleKeeping, type Sessions } from '#domain/access';
import { arns } from '#kernel/arn';
import { after, MINUTE } from '#kernel/clock';
import type { Signer } from '#kernel/sign';
import { type AwsSts, createAwsSts, type StsAnswer, type StsKeys } from '#providers/aws-sts';
import type { Outgoing } from '#providers/outgoing';
import type { Queries } from '#storage/db';

/** With what a call of AWS is signed that is made as a role. */
type RoleCredentials = (
  on: Queries,
  of: { account: string; roleArn: string; sessionName: string },
) => Promise<StsAnswer | { ok: false; kind: 'unavailable'; message: string }>;

interface RoleCredentialsDeps {
  /** The operator's key for AWS; without it Muster's own session credentials sign, where an endpoint stands for AWS. */
  keys?: Signer;
  region: string;
  /** `MUSTER_AWS_ENDPOINT_URL`. */
  baseUrl?: string;
  outgoing: Outgoing;
  now: () => Date;
  roles: Pick<RoleKeeping, 'find'>;
  sessions: Pick<Sessions, 'open'>;
}

const HOUR_SECONDS = 3_600;
/** So long before their end keys are asked for anew: a call that begins with them must not outlive them. */
const SPARE_MS = 5 * MINUTE;
const REMEMBERED = 500;

/**
 * Credentials of roles for calls of AWS itself, kept in memory until five minutes before their end. Only roles of the account
 * that asks: the operator's key must open no other's door. Whether the role trusts whoever acts as it is asked before
 * (`Roles.actAs`).
 */
export function createRoleCredentials(deps: RoleCredentialsDeps): RoleCredentials {
  const { keys, region, baseUrl, outgoing, now } = deps;
  const sts = keys && createAwsSts({ keys, region, outgoing, ...(baseUrl === undefined ? {} : { baseUrl }) });
  const kept = new Map<string, StsKeys>();
  return async (on, { account, roleArn, sessionName }) => {
    if (parseRoleArn(roleArn)?.account !== account)
      return { ok: false, kind: 'permission', message: `The role ${roleArn} is no role of the account ${account}.` };
    if (!sts && baseUrl === undefined) return { ok: false, kind: 'unavailable', message: NO_WAY };
    const name = `${roleArn} ${sessionName}`;
    const known = kept.get(name);
    if (known && known.expiresAt > after(now(), SPARE_MS)) return { ok: true, keys: known };
    const found = await (sts ? fromAws(sts, now(), roleArn, sessionName) : ownKeys(on, deps, roleArn, sessionName));
    // A refusal is not kept: what it complained of may have been mended.
    if (!found.ok) return found;
    if (kept.size >= REMEMBERED) kept.clear();
    kept.set(name, found.keys);
    return found;
  };
}

const NO_WAY =
  'AWS cannot be called: set MUSTER_AWS_ACCESS_KEY_ID and MUSTER_AWS_SECRET_ACCESS_KEY, with a key that may act as the role, or MUSTER_AWS_ENDPOINT_URL, where something stands for AWS';

const fromAws = (sts: AwsSts, now: Date, roleArn: string, sessionName: string) =>
  sts.assume(now, roleArn, sessionName, new AbortController().signal);

/** Keys that Muster's own STS gives the role: whoever stands for AWS may check them with Muster. */
async function ownKeys(
  on: Queries,
  { roles, sessions, now }: RoleCredentialsDeps,
  roleArn: string,
  sessionName: string,
): Promise<StsAnswer> {
  const role = await roles.find(on, roleArn);
  if (!role) return { ok: false, kind: 'permission', message: `The role ${roleArn} is not known to Muster: make it.` };
  const at = now();
  const { account, name, id: roleId } = role;
  const session = { roleArn: arnOf(role), roleId, name: sessionName, startedAt: at, tags: {} };
  const principal = arns.assumedRole(account, name, sessionName);
  const { accessKeyId, secret, sessionToken, expiresAt } = sessions.open(
    at,
    { account, principal, session },
    HOUR_SECONDS,
  );
  return { ok: true, keys: { accessKeyId, secret, sessionToken, expiresAt } };
}
