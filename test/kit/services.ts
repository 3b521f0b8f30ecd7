import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutsideMode } from './channel-contract.ts';

/** A call as a service got it. */
export interface ServiceCall {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: Record<string, unknown>;
}

/** PagerDuty, Opsgenie and Jira Service Management of our own, with a tally of their own. */
export interface FakeServices extends AsyncDisposable {
  url: string;
  /** All that reached them, confirmed or not, in order. */
  readonly received: ServiceCall[];
  make(mode: OutsideMode): Promise<void>;
  /** Resolves when the next call has reached them. */
  arrival(): Promise<void>;
  /** The calls that nobody has taken yet, in short: `POST /incidents title`. */
  take(): ServiceCall[];
  /** Somebody resolves their incident there: its key is free again. */
  resolve(id: string): void;
  close(): Promise<void>;
}

export const KEYS = {
  pagerDutyToken: 'pd-token-for-tests',
  pagerDutyFromEmail: 'ops@example.com',
  pagerDutyRoutingKey: 'pd-routing-key-for-tests',
  apiKey: 'genie-key-for-tests',
} as const;

export async function openServices(): Promise<FakeServices> {
  const received: ServiceCall[] = [];
  const open = new Map<string, string>();
  let taken = 0;
  let mode: OutsideMode = 'ok';
  let arrived = Promise.withResolvers<void>();
  const resolve = (id: string) => {
    for (const [key, theirs] of open) if (theirs === id) open.delete(key);
  };
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = (status: number, body: object, headers = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    const text = Buffer.concat(chunks).toString('utf8');
    const body = (text ? JSON.parse(text) : {}) as Record<string, unknown>;
    const call = { method: request.method!, path: request.url!, headers: request.headers, body };
    if (!isKnown(call)) return answer(401, { error: { message: 'Unauthorized' } });
    if (mode === 'temporary') return answer(429, { message: 'Too Many Requests' }, { 'retry-after': '7' });
    if (mode === 'permanent') return answer(call.path.startsWith('/v2/enqueue') ? 400 : 404, { message: 'Not Found' });
    if (call.method === 'GET') {
      const { pathname, searchParams } = new URL(call.path, 'http://x');
      if (pathname === '/v2/alerts') return answer(200, { data: [] });
      if (pathname.startsWith('/services/')) {
        const found = pathname === '/services/PIJ90N7';
        return answer(found ? 200 : 404, found ? { service: { id: 'PIJ90N7' } } : { error: { message: 'Not Found' } });
      }
      const key = searchParams.get('incident_key')!;
      return answer(200, { incidents: [{ id: open.get(key) }] });
    }
    const { incident_key: key } = (body['incident'] ?? {}) as { incident_key?: string };
    received.push(call);
    if (key && open.has(key)) {
      const errors = ['Open incident with matching dedup key already exists on this service'];
      return answer(400, { error: { message: 'Arguments Caused Error', code: 2002, errors } });
    }
    const id = `Q${String(received.length).padStart(6, '0')}`;
    if (key) open.set(key, id);
    if (text.includes('"status":"resolved"')) resolve(call.path.split('/')[2]!);
    arrived.resolve();
    arrived = Promise.withResolvers();
    if (mode === 'unknown') return request.socket.destroy();
    if (mode !== 'silent') return answer(key ? 201 : 202, key ? { incident: { id } } : { requestId: id });
  };
  const listener = () => createServer((request, response) => void onRequest(request, response));
  let server = listener();
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const shut = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    async make(next) {
      mode = next;
      if (next === 'unreachable') return shut();
      if (server.listening) return;
      server = listener();
      await listen(port);
    },
    arrival: () => arrived.promise,
    take() {
      const found = received.slice(taken);
      taken = received.length;
      return found;
    },
    resolve,
    close: shut,
    async [Symbol.asyncDispose]() {
      await shut();
      const left = received.slice(taken).map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
      assert.deepEqual(left, [], 'calls that the test did not expect');
    },
  };
}

function isKnown({ path, headers, body }: ServiceCall): boolean {
  if (path.startsWith('/v2/enqueue')) return body['routing_key'] === KEYS.pagerDutyRoutingKey;
  if (path.startsWith('/v2/alerts')) return headers.authorization === `GenieKey ${KEYS.apiKey}`;
  return headers.authorization === `Token token=${KEYS.pagerDutyToken}` && headers['from'] !== '';
}
