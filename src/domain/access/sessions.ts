import type { RoleSession } from '#kernel/actor';
import { after, SECOND } from '#kernel/clock';
import type { Keyring } from '#kernel/seal';
import type { AccessKeys } from './access-keys.ts';
import { newAwsId } from './role.ts';

/** Keys that end: an id of `ASIA…`, a secret and a token, which go together. */
export interface SessionCredentials {
  accessKeyId: string;
  secret: string;
  sessionToken: string;
  expiresAt: Date;
}

/** Whom a key stands for, and with what its calls are signed. */
export interface Credential {
  secret: string;
  sessionToken?: string;
  expiresAt?: Date;
  account: string;
  /** The principal's ARN. */
  principal: string;
  session?: RoleSession;
}

export interface Sessions {
  /** Makes keys that end after `seconds`. `accessKeyId`: of a user's session the key behind it, without which it ends, too. */
  open(now: Date, of: SessionOf, seconds: number): SessionCredentials;
  /**
   * The credential of a key, of whichever kind; undefined: it is unknown or disabled, or its token is forged, another key's, or
   * missing. Whether it has ended is for whoever asks: AWS says so by another error.
   */
  find(now: Date, accessKeyId: string, sessionToken: string | undefined): Promise<Credential | undefined>;
}

export interface SessionOf {
  account: string;
  principal: string;
  session?: RoleSession;
  accessKeyId?: string;
}

/** What a token holds, sealed: nothing of a session is stored. */
interface Sealed {
  account: string;
  principal: string;
  key?: string;
  until: string;
  session?: Omit<RoleSession, 'startedAt'> & { startedAt: string };
}

const LONGEST_TOKEN = 12_288;
const SECRET_BYTES = 30;

export function createSessions(accessKeys: AccessKeys, keyring: Keyring): Sessions {
  const secretOf = (id: string) => keyring.mac('session-secret', id).subarray(0, SECRET_BYTES).toString('base64');
  return {
    open(now, { account, principal, session, accessKeyId }, seconds) {
      const id = newAwsId('ASIA');
      const expiresAt = after(now, seconds * SECOND);
      const sealed: Sealed = {
        ...{ account, principal, until: expiresAt.toISOString() },
        ...(accessKeyId === undefined ? {} : { key: accessKeyId }),
        ...(session ? { session: { ...session, startedAt: session.startedAt.toISOString() } } : {}),
      };
      const sessionToken = keyring.seal(JSON.stringify(sealed), context(id)).toString('base64');
      return { accessKeyId: id, secret: secretOf(id), sessionToken, expiresAt };
    },
    async find(now, id, token) {
      if (!id.startsWith('ASIA')) return accessKeys.find(now, id);
      const sealed = token === undefined ? undefined : opened(keyring, id, token);
      if (!sealed || token === undefined) return undefined;
      if (sealed.key !== undefined && !(await accessKeys.find(now, sealed.key))) return undefined;
      const { account, principal, until, session } = sealed;
      return {
        ...{ secret: secretOf(id), sessionToken: token, expiresAt: new Date(until), account, principal },
        ...(session ? { session: { ...session, startedAt: new Date(session.startedAt) } } : {}),
      };
    },
  };
}

/** A token belongs to its key: under another id it does not open. */
const context = (id: string) => `session/${id}`;

function opened(keyring: Keyring, id: string, token: string): Sealed | undefined {
  if (token.length > LONGEST_TOKEN) return undefined;
  const bytes = Buffer.from(token, 'base64');
  // Of all texts for these bytes only the one that was given out is taken.
  if (bytes.toString('base64') !== token) return undefined;
  try {
    return JSON.parse(keyring.open(bytes, context(id))) as Sealed;
  } catch {
    // Not ours, or not this key's: who asks is told no more than that.
    return undefined;
  }
}
