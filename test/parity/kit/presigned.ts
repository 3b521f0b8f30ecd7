import type { Signer } from '#kernel/sign';
import {
  ALGORITHM,
  basicTime,
  canonicalRequest,
  type Scope,
  scopeText,
  sha256,
  signatureOf,
  signingKey,
  stringToSign,
} from '#kernel/sigv4';
import { REGION, type World } from '../../kit/world.ts';

/** A GET whose signature is in its query, as links are that somebody is handed. */
export async function presigned(
  world: World,
  signer: Signer,
  { service, query, seconds = 604_800 }: { service: string; query: Record<string, string>; seconds?: number },
): Promise<{ status: number; text: string }> {
  const timestamp = basicTime(world.now());
  const scope: Scope = { date: timestamp.slice(0, 8), region: REGION, service };
  const all: Record<string, string> = {
    ...query,
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': `${signer.accessKeyId}/${scopeText(scope)}`,
    'X-Amz-Date': timestamp,
    'X-Amz-Expires': String(seconds),
    'X-Amz-SignedHeaders': 'host',
    ...(signer.sessionToken ? { 'X-Amz-Security-Token': signer.sessionToken } : {}),
  };
  const search = Object.entries(all)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const url = new URL('/', world.url);
  const canonical = canonicalRequest({
    method: 'GET',
    path: '/',
    query: search,
    headers: new Map([['host', url.host]]),
    signedHeaders: ['host'],
    payloadHash: sha256(''),
  });
  const signature = signatureOf(signingKey(signer.secret, scope), stringToSign(timestamp, scope, canonical));
  const response = await fetch(`${url.href}?${search}&X-Amz-Signature=${signature}`);
  return { status: response.status, text: await response.text() };
}
