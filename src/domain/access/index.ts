export { type AccessKey, type AccessKeys, createAccessKeys, newKeyPair } from './access-keys.ts';
export { type ApiToken, type ApiTokens, createApiTokens, type NewApiToken, type Scope } from './api-tokens.ts';
export type { PermissionRequest, Permissions, Roles, Verdict } from './permissions.ts';
