import type { IncomingMessage } from 'node:http';
import type { ApiToken, ApiTokens } from '#domain/access';
import type { RoleSession } from '#kernel/actor';
import { Refusal } from '#kernel/refusal';
import { faulty } from './problem.ts';
import type { Access, Caller } from './route.ts';

/** Who signed a request. */
export interface Signed {
  accessKeyId: string;
  account: string;
  principal: string;
  region: string;
  session?: RoleSession;
}

/**
 * Checks a request's Signature V4 for the signing name `muster`; undefined: it is not signed. Refuses (unauthenticated) a
 * wrong one. The AWS face knows how; the composition root joins the two.
 */
export type CheckSignature = (message: IncomingMessage, body: Buffer, now: Date) => Promise<Signed | undefined>;

export interface Credentials {
  signature: CheckSignature;
  tokens: Pick<ApiTokens, 'identify'>;
  /** Of callers with a token that name none. */
  defaultRegion: string;
}

const EVERYTHING: ReadonlySet<Access> = new Set(['read', 'write', 'administer']);
const REGION = /^[a-z0-9-]{1,64}$/;

/** Who calls. Refuses (unauthenticated) whoever cannot say. */
export async function authenticate(
  { signature, tokens, defaultRegion }: Credentials,
  message: IncomingMessage,
  body: Buffer,
  now: Date,
): Promise<Caller> {
  const { authorization } = message.headers;
  if (authorization?.startsWith('AWS4-')) {
    const signed = await signature(message, body, now);
    if (!signed) throw nobody('The Authorization header could not be read.');
    const { accessKeyId, ...who } = signed;
    return { ...who, credential: accessKeyId, may: EVERYTHING };
  }
  const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (bearer === undefined) throw nobody(`Got ${authorization ? 'an Authorization header of another kind' : 'none'}.`);
  const token = await tokens.identify(now, bearer);
  return callerOf(token, regionOf(message, defaultRegion));
}

function callerOf({ id, account, principal, scopes }: ApiToken, region: string): Caller {
  const may = new Set<Access>(scopes.includes('write') ? ['read', 'write'] : ['read']);
  return { credential: id, account, principal, region, may };
}

function regionOf(message: IncomingMessage, defaultRegion: string): string {
  const given = message.headers['x-muster-region'];
  if (given === undefined) return defaultRegion;
  if (typeof given === 'string' && REGION.test(given)) return given;
  throw faulty([{ field: 'X-Muster-Region', wanted: 'a region such as us-east-1', got: String(given).slice(0, 100) }]);
}

function nobody(got: string): Refusal {
  const wanted =
    'Wanted the header "Authorization: Bearer muster_…" (muster tokens create makes one), or an AWS Signature Version 4 with the signing name muster.';
  return new Refusal('unauthenticated', `${wanted} ${got}`);
}

const NEEDED: Readonly<Record<Access, string>> = {
  read: 'the scope read',
  write: 'the scope write',
  administer: 'an access key (a signed request): tokens do not reach that far',
};

/** Refuses what the caller's credential does not reach. */
export function authorise({ may, principal }: Caller, access: Access): void {
  if (may.has(access)) return;
  throw new Refusal('accessDenied', `${principal} may ${[...may].join(' and ')}; this needs ${NEEDED[access]}.`);
}
