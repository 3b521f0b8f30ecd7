import { bytesOf, isUuid, uuidOf } from '#kernel/ids';
import { type Keyring, sameSecret } from '#kernel/seal';

/** The code and the link with which a page is acknowledged. Nothing of either is stored. */
export interface PageSecrets {
  /** Six digits, for AcceptPage and replies. */
  code(pageId: string): string;
  /** The link's token: the page's id and 128 bits that only the master key makes for it; good for this one purpose. */
  token(pageId: string): string;
  /** The page that a token acknowledges; undefined for one that was not made here. Compared in constant time. */
  pageOf(token: string): string | undefined;
}

const TOKEN_BYTES = 32;

export function pageSecrets(keyring: Keyring): PageSecrets {
  const signature = (pageId: string) => keyring.mac('acknowledge-link', pageId).subarray(0, 16);
  return {
    code: (pageId) => keyring.code('accept-code', pageId, 6),
    token: (pageId) => Buffer.concat([bytesOf(pageId), signature(pageId)]).toString('base64url'),
    pageOf(token) {
      const bytes = Buffer.from(token, 'base64url');
      if (bytes.length !== TOKEN_BYTES || bytes.toString('base64url') !== token) return undefined;
      const pageId = uuidOf(bytes);
      return isUuid(pageId) && sameSecret(bytes.subarray(16), signature(pageId)) ? pageId : undefined;
    },
  };
}
