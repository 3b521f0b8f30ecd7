export { deletionHandler, deletionInvariant } from './deletion.ts';
export type { SecretNames } from './held.ts';
export type { FilterKey, ListPosition, SecretFilter, SortBy } from './list.ts';
export { randomPassword } from './password.ts';
export { type ReadSecret, secretReader, secretsNamed } from './reading.ts';
export {
  badParameter,
  badRequest,
  noSecret,
  parseSecretId,
  type Secret,
  type SecretNamed,
  type SecretValue,
} from './secret.ts';
export { createSecrets, type NewSecret, type Secrets } from './secrets.ts';
export { type SecretListener, watched } from './watched.ts';
