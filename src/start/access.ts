import {
  createAccessKeys,
  createApiTokens,
  createAssuming,
  createPermissions,
  createPolicyKeeping,
  createRoleKeeping,
  createRolePolicies,
  createSessions,
} from '#domain/access';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';

/** The parts of the room `access`: keys, tokens, roles and their policies, sessions, and what may be done. */
export function accessRooms(db: Db, keyring: Keyring) {
  const accessKeys = createAccessKeys(db, keyring);
  const sessions = createSessions(accessKeys, keyring);
  const policies = createPolicyKeeping();
  const roles = createRoleKeeping(async (on, account, arn) => void (await policies.get(on, account, arn)));
  const permissions = createPermissions(policies);
  return {
    ...{ accessKeys, sessions, policies, roles, permissions },
    apiTokens: createApiTokens(db),
    rolePolicies: createRolePolicies(roles, policies),
    assuming: createAssuming({ roles, policies, permissions, sessions }),
  };
}
