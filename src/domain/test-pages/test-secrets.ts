import { bytesOf, isUuid, uuidOf } from '#kernel/ids';
import { type Keyring, sameSecret } from '#kernel/seal';

/** The codes and links with which test pages are answered. Nothing of either is stored; none of them answers a page. */
export interface TestSecrets {
  /** Six digits. */
  code(id: string): string;
  /** The test page's id, and 128 bits that only the master key makes for it. */
  token(id: string): string;
  /** Whose token it is; undefined for one that was not made here. Compared in constant time. */
  read(token: string): string | undefined;
}

const ID_BYTES = 16;
const TOKEN_BYTES = 32;

export function testSecrets(keyring: Keyring): TestSecrets {
  const signature = (id: string) => keyring.mac('test-link', id).subarray(0, TOKEN_BYTES - ID_BYTES);
  return {
    code: (id) => keyring.code('test-code', id, 6),
    token: (id) => Buffer.concat([bytesOf(id), signature(id)]).toString('base64url'),
    read(text) {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length !== TOKEN_BYTES || bytes.toString('base64url') !== text) return undefined;
      const id = uuidOf(bytes);
      return isUuid(id) && sameSecret(bytes.subarray(ID_BYTES), signature(id)) ? id : undefined;
    },
  };
}
