import { bytesOf, isUuid, uuidOf } from '#kernel/ids';
import { type Keyring, sameSecret } from '#kernel/seal';

/** The codes and links with which pages are acknowledged. Nothing of either is stored. */
export interface PageSecrets {
  /** Six digits, for AcceptPage and replies. */
  code(pageId: string): string;
  /** Six digits that stand for every page in a message. */
  codeForAll(messageId: string): string;
  /** The link's token: the page's id and 128 bits that only the master key makes for it; good for this one purpose. */
  token(pageId: string): string;
  /** The same for every page in a message. */
  tokenForAll(messageId: string): string;
  /** What a token acknowledges; undefined for one that was not made here. Compared in constant time. */
  read(token: string): Acknowledged | undefined;
}

/** A page, or all pages in a message. */
export type Acknowledged = { pageId: string } | { messageId: string };

const TOKEN_BYTES = 32;

export function pageSecrets(keyring: Keyring): PageSecrets {
  const signature = (purpose: 'acknowledge-link' | 'acknowledge-all-link', id: string) =>
    keyring.mac(purpose, id).subarray(0, 16);
  const token = (id: string, signed: Buffer) => Buffer.concat([bytesOf(id), signed]).toString('base64url');
  return {
    code: (pageId) => keyring.code('accept-code', pageId, 6),
    codeForAll: (messageId) => keyring.code('accept-all-code', messageId, 6),
    token: (pageId) => token(pageId, signature('acknowledge-link', pageId)),
    tokenForAll: (messageId) => token(messageId, signature('acknowledge-all-link', messageId)),
    read(text) {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.length !== TOKEN_BYTES || bytes.toString('base64url') !== text) return undefined;
      const id = uuidOf(bytes);
      if (!isUuid(id)) return undefined;
      if (sameSecret(bytes.subarray(16), signature('acknowledge-link', id))) return { pageId: id };
      return sameSecret(bytes.subarray(16), signature('acknowledge-all-link', id)) ? { messageId: id } : undefined;
    },
  };
}
