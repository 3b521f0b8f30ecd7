import { isIPv6, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Client, type Dispatcher } from 'undici';
import { OutgoingError } from './error.ts';
import { type Hop, nextHop } from './redirect.ts';

export interface Answer {
  status: number;
  /** Names in lower case; a header that came several times is joined by commas. */
  headers: Record<string, string>;
  body: Buffer;
}

export interface Limits {
  /** The addresses that were checked: the connection goes to one of them and nowhere else. */
  addresses: readonly string[];
  maxBytes: number;
  signal: AbortSignal;
}

/**
 * One request over a connection of its own, so that no connection outlives the check of its address.
 * The name stays in Host and in the TLS handshake; only its resolution is pinned. Gives the next hop for a redirect
 * (its body is left unread), else the answer.
 */
export async function exchange(
  hop: Hop,
  limits: Limits,
): Promise<{ next: Hop } | { next?: undefined; answer: Answer }> {
  const client = new Client(hop.url.origin, {
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { lookup: pinned(limits.addresses), timeout: 0 },
  });
  try {
    const response = await client.request({
      method: hop.method as Dispatcher.HttpMethod,
      path: hop.url.pathname + hop.url.search,
      headers: { ...hop.headers, 'accept-encoding': 'identity' },
      body: hop.body ?? null,
      signal: limits.signal,
    });
    // Ending the client fails a body that is left unread; that is meant, and nobody else listens.
    response.body.on('error', () => undefined);
    const received = joined(response.headers);
    const next = nextHop(hop, response.statusCode, received['location']);
    if (next) return { next };
    const { headers, decoder } = decoding(hop, response.statusCode, received);
    return {
      answer: { status: response.statusCode, headers, body: await readBounded(response.body, decoder, limits) },
    };
  } finally {
    await client.destroy();
  }
}

function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_hostname, options, callback) => {
    if (options.all) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? ''].flat().join(', ')]);
  return Object.fromEntries(entries);
}

type Decoder = ReturnType<typeof createGunzip>;

const DECODERS = new Map<string, () => Decoder>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/** The decoder for a body that came compressed although none was asked for; one of another coding is given as it came. */
function decoding(hop: Hop, status: number, headers: Record<string, string>) {
  const empty = hop.method === 'HEAD' || status === 204 || status === 304 || headers['content-length'] === '0';
  const create = DECODERS.get(headers['content-encoding']?.trim().toLowerCase() ?? '');
  if (empty || !create) return { headers, decoder: undefined };
  const { 'content-encoding': _coding, 'content-length': _length, ...rest } = headers;
  return { headers: rest, decoder: create() };
}

/** Reads to the end, or throws `too-large` as soon as more than `maxBytes` came, before or after decoding. */
async function readBounded(body: Readable, decoder: Decoder | undefined, limits: Limits): Promise<Buffer> {
  const { maxBytes, signal } = limits;
  const chunks: Buffer[] = [];
  const raw = (source: AsyncIterable<Buffer>) => limited(source, maxBytes);
  const collect = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of limited(source, maxBytes)) chunks.push(chunk);
  };
  if (decoder) await pipeline(body, raw, decoder, collect, { signal });
  else await pipeline(body, collect, { signal });
  return Buffer.concat(chunks);
}

async function* limited(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > maxBytes) throw new OutgoingError('too-large', `the answer is longer than ${maxBytes} bytes`);
    yield chunk;
  }
}
