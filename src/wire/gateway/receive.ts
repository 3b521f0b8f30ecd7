import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { WireRequest } from '../protocols/protocol.ts';
import { tooLarge, unreadable, WireError } from '../protocols/wire-error.ts';

/** Reading a request from the socket, bounded in size and time. */

export interface ReceiveLimits {
  /** The largest body, as sent and again as unpacked. */
  readonly bodyBytes: number;
  /** How long a client may take to send it. */
  readonly bodyMilliseconds: number;
}

/** The client went away before its request was whole: there is nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** A body over the limit is still read, unkept, up to this many times the limit, so that its sender hears the 413. */
const DRAIN_FACTOR = 8;

const EMPTY = Buffer.alloc(0);

/** A request without its body. */
export function receiveHead(message: IncomingMessage): WireRequest {
  const [path, query] = splitUrl(message.url ?? '/');
  const headers = headersOf(message.rawHeaders);
  return { method: message.method ?? 'GET', path, query, headers, body: EMPTY, content: EMPTY };
}

export async function receiveBody(
  message: IncomingMessage,
  head: WireRequest,
  limits: ReceiveLimits,
): Promise<WireRequest> {
  const body = await readBody(message, limits);
  return { ...head, body, content: body };
}

/** Path and query of the raw request target, which a proxy's client may write with scheme and host. */
function splitUrl(url: string): [path: string, query: string] {
  const target = url.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  return [path.startsWith('/') ? path : `/${path}`, mark < 0 ? '' : target.slice(mark + 1)];
}

function headersOf(raw: readonly string[]): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]!.toLowerCase();
    const [value, before] = [textOf(raw[at + 1]!), headers.get(name)];
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
}

/** Node gives header bytes as Latin-1; clients sign them as UTF-8. */
function textOf(latin1: string): string {
  return /[\x80-\xff]/.test(latin1) ? Buffer.from(latin1, 'latin1').toString('utf8') : latin1;
}

function readBody(message: IncomingMessage, { bodyBytes, bodyMilliseconds }: ReceiveLimits): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const chunks: Buffer[] = [];
  let size = 0;
  const late = () =>
    reject(new WireError('RequestTimeout', 408, `The body did not arrive within ${bodyMilliseconds} ms.`));
  const timer = setTimeout(late, bodyMilliseconds);
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size <= bodyBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (size > bodyBytes * DRAIN_FACTOR) reject(tooLarge(bodyBytes));
  };
  let whole = false;
  const onEnd = () => {
    whole = true;
    if (size > bodyBytes) reject(tooLarge(bodyBytes));
    else resolve(Buffer.concat(chunks, size));
  };
  // A message that is whole closes, too.
  const onGone = () => {
    if (!whole) reject(new ClientGone('the client closed the connection before its request was whole'));
  };
  if (message.destroyed) onGone();
  message.on('data', onData).once('end', onEnd).once('close', onGone).once('error', onGone);
  return promise.finally(() => {
    clearTimeout(timer);
    message.off('data', onData).off('end', onEnd).off('close', onGone);
    // `onGone` stays for a later 'error': without a listener it would end the process.
  });
}

const unzip = promisify(gunzip);

/** The bytes meant: undoes `Content-Encoding: gzip`, to no more than the limit. */
export async function unpack(request: WireRequest, limit: number): Promise<WireRequest> {
  const encoding = (request.headers.get('content-encoding') ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' || encoding === '') return request;
  if (encoding !== 'gzip') throw unreadable('Content-Encoding must be gzip or identity.');
  return { ...request, content: await gunzipped(request.body, limit) };
}

async function gunzipped(body: Buffer, limit: number): Promise<Buffer> {
  try {
    return await unzip(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limit, 'The unpacked request');
    throw unreadable('The request body says that it is gzip, and cannot be unpacked.');
  }
}
