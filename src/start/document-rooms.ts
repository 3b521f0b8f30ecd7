import type { Quotas } from '#domain/accounts';
import { createDocuments, type Documents } from '#domain/documents';
import { createParameters, type Parameters } from '#domain/parameters';
import type { Keyring } from '#kernel/seal';

/** Systems Manager's documents, and the parameters that they name. */
export function documentRooms(keyring: Keyring, quotas: Quotas): { documents: Documents; parameters: Parameters } {
  return { documents: createDocuments({ quotas }), parameters: createParameters({ keyring, quotas }) };
}
