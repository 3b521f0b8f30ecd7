import { fromBase32, toBase32 } from '#kernel/base32';
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
  /**
   * What stands in the address that a mail is answered to: the message's id and 96 bits that only the master key makes for it. In
   * small letters and digits, as mail servers may change the case of an address; good for this one purpose.
   */
  replyToken(messageId: string): string;
  /** The message whose reply token it is; undefined for one that was not made here. Compared in constant time. */
  readReplyToken(token: string): string | undefined;
  /** What a token acknowledges; undefined for one that was not made here. Compared in constant time. */
  read(token: string): Acknowledged | undefined;
}

/** A page, or all pages in a message. */
export type Acknowledged = { pageId: string } | { messageId: string };

const TOKEN_BYTES = 32;
/** So that the local part of an address, 64 characters at most, has room for a name before the token. */
const REPLY_MAC_BYTES = 12;
const REPLY_TOKEN_BYTES = 16 + REPLY_MAC_BYTES;

export function pageSecrets(keyring: Keyring): PageSecrets {
  const signature = (purpose: 'acknowledge-link' | 'acknowledge-all-link', id: string) =>
    keyring.mac(purpose, id).subarray(0, 16);
  const replySignature = (id: string) => keyring.mac('reply-address', id).subarray(0, REPLY_MAC_BYTES);
  const token = (id: string, signed: Buffer) => Buffer.concat([bytesOf(id), signed]).toString('base64url');
  return {
    code: (pageId) => keyring.code('accept-code', pageId, 6),
    codeForAll: (messageId) => keyring.code('accept-all-code', messageId, 6),
    token: (pageId) => token(pageId, signature('acknowledge-link', pageId)),
    tokenForAll: (messageId) => token(messageId, signature('acknowledge-all-link', messageId)),
    replyToken: (messageId) => toBase32(Buffer.concat([bytesOf(messageId), replySignature(messageId)])),
    readReplyToken(text) {
      const bytes = fromBase32(text);
      if (bytes?.length !== REPLY_TOKEN_BYTES) return undefined;
      const id = uuidOf(bytes);
      return isUuid(id) && sameSecret(bytes.subarray(16), replySignature(id)) ? id : undefined;
    },
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
