import { Refusal } from './refusal.ts';
import { type Keyring, sameSecret } from './seal.ts';

/** One page of a list: its items and, where more follow, the token that continues it. */
export interface PageOf<Item> {
  items: Item[];
  nextToken?: string;
}

/** What a list was asked: another question must not be continued with this one's token. */
export interface CursorScope {
  account: string;
  region: string;
  operation: string;
  /** The filters of the list, without its token and size. */
  filters: unknown;
}

/** How long a token continues a list: 24 hours. */
const LIFETIME_MS = 86_400_000;

/**
 * Opaque, signed, expiring list tokens, bound to account, operation and filters (design, section 10.3). Base64url, so that
 * they fit the pattern of every AWS service.
 */
export interface Cursors {
  write(scope: CursorScope, position: unknown, now: Date): string;
  /** The position that was written; a forged, foreign or expired token is a validation refusal naming `nextToken`. */
  read(scope: CursorScope, token: string, now: Date): unknown;
}

export function createCursors(keyring: Keyring): Cursors {
  const sign = (scope: CursorScope, body: string) =>
    keyring
      .mac('cursor', JSON.stringify([scope.account, scope.region, scope.operation, scope.filters ?? null, body]))
      .subarray(0, 16)
      .toString('base64url');
  return {
    write(scope, position, now) {
      const body = Buffer.from(JSON.stringify([now.getTime() + LIFETIME_MS, position])).toString('base64url');
      return body + sign(scope, body);
    },
    read(scope, token, now) {
      const [body, signature] = [token.slice(0, -22), token.slice(-22)];
      if (!sameSecret(signature, sign(scope, body))) throw badToken('it was not made by this list with these filters');
      const [expires, position] = JSON.parse(Buffer.from(body, 'base64url').toString()) as [number, unknown];
      if (expires < now.getTime()) throw badToken('it is older than a day');
      return position;
    },
  };
}

function badToken(why: string): Refusal {
  const message = `Invalid pagination token: ${why}. Start the list again without nextToken.`;
  return new Refusal('validation', message, { fields: [{ name: 'nextToken', message }] });
}
