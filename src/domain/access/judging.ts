import type { RoleSession } from '#kernel/actor';
import { parseArn } from '#kernel/arn';
import { type Context, judge, type PolicyKind, type PolicySet } from '#kernel/policies/index';
import type { Queries } from '#storage/db';
import type { PermissionRequest, Permissions, Verdict } from './permissions.ts';
import type { PolicyKeeping } from './policies.ts';
import { storedPolicy } from './policy-texts.ts';
import { powersSql } from './powers.sql.ts';
import { keyOfName, parseRoleArn, roleArn } from './role.ts';

type Documents = Pick<PolicyKeeping, 'documents'>;

/** Judges by what roles may at this moment: a policy that is changed counts from its commit on, on every node. */
export function createPermissions(policies: Documents): Permissions {
  return {
    async judge(on, request) {
      const arn = request.session?.roleArn ?? request.roleArn;
      if (arn === undefined) return judgeUser(request);
      const powers = await powersOf(on, policies, arn, request);
      const context: Context = { ...request.context, ...principalContext(request, arn, powers) };
      for (const resource of request.resources) {
        const found = judge({ action: request.action, resource, context }, powers?.set ?? { identity: [] });
        if (found.allowed) continue;
        const message = denied(request, resource, found.by, found.explicit);
        return { allowed: false, message, ...(found.explicit ? { isExplicit: true } : {}) };
      }
      return { allowed: true };
    },
  };
}

/** Until there are users with policies: a user is its account's administrator, and whoever is no user may nothing. */
function judgeUser(request: PermissionRequest): Verdict {
  const { account, principal, resources } = request;
  const arn = parseArn(principal);
  const isUser = arn?.service === 'iam' && arn.account === account && /^(root$|user\/(?!tokens\/))/.test(arn.resource);
  return isUser
    ? { allowed: true }
    : { allowed: false, message: denied(request, resources[0] ?? '*', 'identity', false) };
}

interface Powers {
  set: PolicySet;
  roleId: string;
  tags: Readonly<Record<string, string>>;
}

/** What a role may; undefined where it is not there any more, or is another one of its name. */
async function powersOf(
  on: Queries,
  policies: Documents,
  arn: string,
  { account, session }: PermissionRequest,
): Promise<Powers | undefined> {
  const named = parseRoleArn(arn);
  if (!named || named.account !== account) return undefined;
  const row = await on.first(powersSql.of, [account, keyOfName(named.name)]);
  if (!row || roleArn({ account, ...row }) !== arn) return undefined;
  if (session && session.roleId !== row.role_id) return undefined;
  const read = (texts: readonly string[]) => texts.map((text) => storedPolicy(text, 'identity'));
  const attached = row.attached.length > 0 ? await policies.documents(on, account, row.attached) : [];
  const boundary = row.boundary_arn === null ? undefined : await policies.documents(on, account, [row.boundary_arn]);
  const narrowed = session?.narrowedTo;
  const narrow = narrowed && [...narrowed.policies, ...(await policies.documents(on, account, narrowed.arns))];
  return {
    roleId: row.role_id,
    tags: row.tags,
    set: {
      identity: read([...row.own, ...attached]),
      ...(boundary ? { boundary: read(boundary) } : {}),
      ...(narrow ? { session: read(narrow) } : {}),
    },
  };
}

/** The condition keys that are the caller's own: whoever calls cannot say them. */
function principalContext(
  { account, principal, session }: PermissionRequest,
  arn: string,
  powers: Powers | undefined,
): Context {
  const sessionName = principal.slice(principal.lastIndexOf('/') + 1);
  return {
    'aws:principalarn': [arn],
    'aws:principalaccount': [account],
    'aws:principaltype': ['AssumedRole'],
    ...(powers ? { 'aws:userid': [`${powers.roleId}:${sessionName}`] } : {}),
    ...tagContext({ ...powers?.tags, ...session?.tags }),
    ...(session ? sessionContext(session) : {}),
  };
}

function sessionContext({ startedAt, sourceIdentity }: RoleSession): Context {
  return {
    'aws:tokenissuetime': [startedAt.toISOString()],
    ...(sourceIdentity === undefined ? {} : { 'aws:sourceidentity': [sourceIdentity] }),
  };
}

const tagContext = (tags: Readonly<Record<string, string>>): Context =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, [value]]));

const KINDS: Readonly<Record<PolicyKind, string>> = {
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
};

/** AWS's words. */
function denied({ principal, action }: PermissionRequest, resource: string, by: PolicyKind, explicit: boolean): string {
  const kind = KINDS[by];
  const because = explicit
    ? `with an explicit deny in ${kind.startsWith('i') ? 'an' : 'a'} ${kind}`
    : `because no ${kind} allows the ${action} action`;
  const on = resource === '*' ? '' : ` on resource: ${resource}`;
  return `User: ${principal} is not authorized to perform: ${action}${on} ${because}`;
}
