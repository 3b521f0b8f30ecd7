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
} from './sigv4.ts';

export interface Signer {
  readonly accessKeyId: string;
  readonly secret: string;
  readonly sessionToken?: string;
}

export interface Signable {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The headers to send with `request`: its own, lower-cased, and those that make it a signed one. */
export function sign(
  request: Signable,
  signer: Signer,
  where: { readonly region: string; readonly service: string },
  now: Date,
): Record<string, string> {
  const timestamp = basicTime(now);
  const scope: Scope = { date: timestamp.slice(0, 8), region: where.region, service: where.service };
  const given = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  const headers: Record<string, string> = {
    ...Object.fromEntries(given),
    host: request.url.host,
    'x-amz-date': timestamp,
    ...(signer.sessionToken !== undefined && { 'x-amz-security-token': signer.sessionToken }),
  };
  const signedHeaders = Object.keys(headers).sort();
  const canonical = canonicalRequest({
    method: request.method,
    path: request.url.pathname,
    query: request.url.search.slice(1),
    headers: new Map(Object.entries(headers)),
    signedHeaders,
    payloadHash: sha256(request.body ?? ''),
  });
  const signature = signatureOf(signingKey(signer.secret, scope), stringToSign(timestamp, scope, canonical));
  const credential = `Credential=${signer.accessKeyId}/${scopeText(scope)}`;
  headers['authorization'] =
    `${ALGORITHM} ${credential}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`;
  return headers;
}
