import type { Actor, RoleSession } from '#kernel/actor';
import { arns } from '#kernel/arn';
import { type Asker, type Context, type Trust, trustOf } from '#kernel/policies/index';
import { invalid, Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import type { Permissions, Roles } from './permissions.ts';
import type { PolicyKeeping } from './policies.ts';
import { checkPolicy, SIZES, sizeOf, storedPolicy } from './policy-texts.ts';
import { parseRoleArn, type Role, roleArn } from './role.ts';
import type { RoleKeeping } from './roles.ts';
import type { SessionCredentials, Sessions } from './sessions.ts';

export interface AssumeRequest {
  roleArn: string;
  sessionName: string;
  /** 900 to 43,200; an hour unless given. */
  seconds?: number;
  policy?: string;
  policyArns: readonly string[];
  tags: Readonly<Record<string, string>>;
  externalId?: string;
  sourceIdentity?: string;
  /** Condition keys of the call. */
  context: Context;
}

export interface Assumed {
  credentials: SessionCredentials;
  principal: string;
  roleId: string;
  sourceIdentity?: string;
  /** How much of the room for session policies is used, in percent; absent: there are none. */
  packed?: number;
}

/** Acting as roles. */
export interface Assuming extends Roles {
  /** A session for somebody who calls. Refuses (accessDenied) as AWS does whoever the role does not trust. */
  assume(on: Queries, now: Date, actor: Actor, request: AssumeRequest): Promise<Assumed>;
}

export interface AssumingDeps {
  roles: Pick<RoleKeeping, 'find'>;
  policies: Pick<PolicyKeeping, 'get'>;
  permissions: Permissions;
  sessions: Sessions;
}

const ASSUME = 'sts:AssumeRole';
const HOUR_SECONDS = 3_600;
const MOST_POLICIES = 10;

export function createAssuming({ roles, policies, permissions, sessions }: AssumingDeps): Assuming {
  return {
    async assume(on, now, actor, request) {
      const seconds = secondsOf(actor, request);
      const role = await roles.find(on, request.roleArn);
      await judgeBoth(on, permissions, actor, role, request);
      if (!role) throw denied(actor, ASSUME, request.roleArn, 'because no resource-based policy allows');
      if (seconds > role.maxSessionSeconds)
        throw invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
      const narrowing = await narrowingOf(on, policies, role.account, request);
      const sourceIdentity = request.sourceIdentity ?? actor.session?.sourceIdentity;
      const session: RoleSession = {
        ...{ roleArn: roleArn(role), roleId: role.id, name: request.sessionName, startedAt: now, tags: request.tags },
        ...(narrowing ? { narrowedTo: narrowing.narrowedTo } : {}),
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      };
      const principal = arns.assumedRole(role.account, role.name, request.sessionName);
      return {
        credentials: sessions.open(now, { account: role.account, principal, session }, seconds),
        ...{ principal, roleId: role.id },
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
        ...(narrowing ? { packed: narrowing.packed } : {}),
      };
    },
    async actAs(on, { account, roleArn: arn, service, sessionName }) {
      const named = parseRoleArn(arn);
      if (!named)
        return {
          why: 'no role',
          refused: `${arn} is no role's ARN. Name one such as arn:aws:iam::${account}:role/runbooks.`,
        };
      if (named.account !== account)
        return {
          why: 'no role',
          refused: `The role ${arn} is of another account than ${account}. Name a role of this account.`,
        };
      const role = await roles.find(on, arn);
      if (!role)
        return {
          why: 'no role',
          refused: `The role ${arn} is not known to Muster. Make it with: aws iam create-role --role-name ${named.name} --assume-role-policy-document '${trustFor(service)}'`,
        };
      const context = { 'aws:sourceaccount': [account] };
      const trust = trustOf(storedPolicy(role.trustPolicy, 'trust'), { service }, { action: ASSUME, context });
      if (trust !== 'allow')
        return {
          why: 'no trust',
          refused: `The role ${arn} does not trust ${service}${trust === 'deny' ? ': its trust policy denies it' : ''}. Put this statement into its trust policy (aws iam update-assume-role-policy): ${trustStatement(service)}`,
        };
      return { principal: arns.assumedRole(account, role.name, sessionName) };
    },
  };
}

/** The statement of a trust policy that lets one service act as its role. */
export const trustStatement = (service: string) =>
  JSON.stringify({ Effect: 'Allow', Principal: { Service: service }, Action: ASSUME });

/** A trust policy that lets one service act as a role. */
const trustFor = (service: string) => `{"Version":"2012-10-17","Statement":[${trustStatement(service)}]}`;

function secondsOf({ session }: Actor, { seconds = HOUR_SECONDS }: AssumeRequest): number {
  if (session && seconds > HOUR_SECONDS)
    throw invalid('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  return seconds;
}

/** What a call needs of the role: each is asked for by its own action. */
function actionsOf({ tags, sourceIdentity }: AssumeRequest): string[] {
  return [
    ASSUME,
    ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : []),
    ...(sourceIdentity === undefined ? [] : ['sts:SetSourceIdentity']),
  ];
}

/**
 * Both sides: the role must trust the caller, and, where it trusts the caller's account only or is of another account, the
 * caller's own policies must allow it. What these deny is denied in any case.
 */
async function judgeBoth(
  on: Queries,
  permissions: Permissions,
  actor: Actor,
  role: Role | undefined,
  request: AssumeRequest,
): Promise<void> {
  const context = { ...request.context, ...ofRequest(actor, request) };
  for (const action of actionsOf(request)) {
    const trust: Trust = role
      ? trustOf(storedPolicy(role.trustPolicy, 'trust'), askerOf(actor), { action, context })
      : 'nothing';
    const { account, principal, session } = actor;
    const asked = {
      account,
      principal,
      action,
      resources: [request.roleArn],
      context,
      ...(session ? { session } : {}),
    };
    const own = await permissions.judge(on, asked);
    if (trust === 'deny')
      throw denied(actor, action, request.roleArn, 'with an explicit deny in a resource-based policy');
    if (trust === 'nothing') throw denied(actor, action, request.roleArn, 'because no resource-based policy allows');
    const isEnough = trust === 'allow' && role?.account === account;
    if (!own.allowed && (own.isExplicit || !isEnough)) throw new Refusal('accessDenied', own.message);
  }
}

function ofRequest({ session }: Actor, { sessionName, externalId, sourceIdentity, tags }: AssumeRequest): Context {
  const identity = sourceIdentity ?? session?.sourceIdentity;
  const keys = Object.keys(tags);
  return {
    'sts:rolesessionname': [sessionName],
    ...(externalId === undefined ? {} : { 'sts:externalid': [externalId] }),
    ...(identity === undefined ? {} : { 'sts:sourceidentity': [identity] }),
    ...(keys.length > 0 ? { 'aws:tagkeys': keys } : {}),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:requesttag/${key.toLowerCase()}`, [value]])),
  };
}

const askerOf = ({ account, principal, session }: Actor): Asker => ({
  account,
  arns: session ? [principal, session.roleArn] : [principal],
});

async function narrowingOf(
  on: Queries,
  policies: Pick<PolicyKeeping, 'get'>,
  account: string,
  { policy, policyArns }: AssumeRequest,
) {
  if (policy === undefined && policyArns.length === 0) return undefined;
  if (policyArns.length > MOST_POLICIES)
    throw tooLarge(`${policyArns.length} managed policies, and ${MOST_POLICIES} is the most`);
  if (policy !== undefined) checkPolicy(policy, 'identity', SIZES.session * 10, 'session policy');
  for (const arn of policyArns) await policies.get(on, account, arn);
  const size = sizeOf(policy ?? '') + policyArns.join('').length;
  const packed = Math.ceil((size / SIZES.session) * 100);
  if (packed > 100) throw tooLarge(`${packed}% of the allowed size`);
  return { packed, narrowedTo: { policies: policy === undefined ? [] : [policy], arns: policyArns } };
}

const tooLarge = (what: string) =>
  new Refusal('validation', `The session policy is too large: ${what}. Shorten it.`, {
    code: 'PackedPolicyTooLargeException',
  });

function denied({ principal }: Actor, action: string, arn: string, because: string): Refusal {
  const tail = because.endsWith('allows') ? `${because} the ${action} action` : because;
  return new Refusal(
    'accessDenied',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${arn} ${tail}`,
  );
}
