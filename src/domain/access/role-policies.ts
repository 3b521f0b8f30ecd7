import type { Queries, Tx } from '#storage/db';
import type { PolicyKeeping } from './policies.ts';
import { checkPolicy, SIZES, sizeOf } from './policy-texts.ts';
import { keyOfName, parsePolicyArn } from './role.ts';
import { noRolePolicy, notAttached, tooMuch } from './role-refusals.ts';
import { rolePoliciesSql } from './roles.sql.ts';
import { lockRole, type RoleKeeping } from './roles.ts';

/** The policies of a role: its own, and managed ones that it has. All refuse (notFound) a role that is not there. */
export interface RolePolicies {
  /** Makes it, or takes the place of the one of its name. */
  put(tx: Tx, account: string, role: string, name: string, document: string): Promise<void>;
  get(on: Queries, account: string, role: string, name: string): Promise<string>;
  remove(tx: Tx, account: string, role: string, name: string): Promise<void>;
  /** By name. */
  names(on: Queries, account: string, role: string): Promise<string[]>;
  /** Again changes nothing. */
  attach(tx: Tx, account: string, role: string, policyArn: string): Promise<void>;
  detach(tx: Tx, account: string, role: string, policyArn: string): Promise<void>;
  /** ARNs, sorted. */
  attached(on: Queries, account: string, role: string): Promise<string[]>;
}

const MOST_ATTACHED = 10;

export function createRolePolicies(
  roles: Pick<RoleKeeping, 'get'>,
  policies: Pick<PolicyKeeping, 'get'>,
): RolePolicies {
  return {
    async put(tx, account, role, name, document) {
      await lockRole(tx, account, role);
      checkPolicy(document, 'identity', SIZES.ownOfRole, `PolicySizePerRole ${role}`);
      const others = (await tx.rows(rolePoliciesSql.all, [account, keyOfName(role)])).filter(
        (one) => one.name !== name,
      );
      const total = others.reduce((sum, one) => sum + sizeOf(one.document), sizeOf(document));
      if (total > SIZES.ownOfRole) throw tooMuch('MaximumPolicySizePerRole', SIZES.ownOfRole);
      await tx.rows(rolePoliciesSql.put, [account, keyOfName(role), name, document]);
    },
    async get(on, account, role, name) {
      await roles.get(on, account, role);
      const all = await on.rows(rolePoliciesSql.all, [account, keyOfName(role)]);
      const found = all.find((one) => one.name === name);
      if (!found) throw noRolePolicy(role, name);
      return found.document;
    },
    async remove(tx, account, role, name) {
      await lockRole(tx, account, role);
      if (!(await tx.first(rolePoliciesSql.remove, [account, keyOfName(role), name]))) throw noRolePolicy(role, name);
    },
    async names(on, account, role) {
      await roles.get(on, account, role);
      return (await on.rows(rolePoliciesSql.all, [account, keyOfName(role)])).map(({ name }) => name);
    },
    async attach(tx, account, role, policyArn) {
      await lockRole(tx, account, role);
      await policies.get(tx, account, policyArn);
      const attached = (await tx.rows(rolePoliciesSql.attached, [account, keyOfName(role)])).map(
        (one) => one.policy_arn,
      );
      if (attached.includes(policyArn)) return;
      if (attached.length >= MOST_ATTACHED) throw tooMuch('PoliciesPerRole', MOST_ATTACHED);
      await tx.rows(rolePoliciesSql.attach, [account, keyOfName(role), policyArn]);
    },
    async detach(tx, account, role, policyArn) {
      await lockRole(tx, account, role);
      const gone = await tx.first(rolePoliciesSql.detach, [account, keyOfName(role), policyArn]);
      if (!gone) throw notAttached(policyArn, role);
    },
    async attached(on, account, role) {
      await roles.get(on, account, role);
      return (await on.rows(rolePoliciesSql.attached, [account, keyOfName(role)])).map((one) => one.policy_arn);
    },
  };
}

/** The name in a managed policy's ARN. */
export const policyName = (arn: string): string => parsePolicyArn(arn)?.name ?? arn;
