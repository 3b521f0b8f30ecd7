import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutsideMode } from './channel-contract.ts';

/** What a fake makes of one request. */
export interface Asked {
  path: string;
  query: URLSearchParams;
  headers: IncomingMessage['headers'];
  /** Parsed, where it is JSON. */
  body: Record<string, unknown>;
}

export interface Answering {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** An HTTP service of the world outside, which a test commands. */
export interface Outside {
  /** Where it is, e.g. `http://127.0.0.1:4711`. */
  url: string;
  mode(): OutsideMode;
  make(mode: OutsideMode): Promise<void>;
  /** Resolves when the next message has been taken. */
  arrival(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `refuse` answers before anything is taken (undefined: nothing against it); `take` keeps what has come, and answers it. In the
 * modes `unknown` and `silent` it is taken and not answered.
 */
export async function openOutside(deeds: {
  refuse(asked: Asked, mode: OutsideMode): Answering | undefined;
  take(asked: Asked): Answering;
}): Promise<Outside> {
  let mode: OutsideMode = 'ok';
  let arrived = Promise.withResolvers<void>();
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = await read(request);
    const answer = ({ status, body, headers = {} }: Answering) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers })
        .end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
    const refused = deeds.refuse(asked, mode);
    if (refused) return answer(refused);
    const taken = deeds.take(asked);
    arrived.resolve();
    arrived = Promise.withResolvers();
    if (mode === 'unknown') return request.socket.destroy();
    if (mode !== 'silent') return answer(taken);
  };
  const listener = () => createServer((request, response) => void onRequest(request, response));
  let server: Server = listener();
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
    mode: () => mode,
    async make(next) {
      mode = next;
      if (next === 'unreachable') return shut();
      if (server.listening) return;
      server = listener();
      await listen(port);
    },
    arrival: () => arrived.promise,
    close: shut,
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://outside');
  const text = Buffer.concat(chunks).toString('utf8');
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { path: pathname, query: searchParams, headers: request.headers, body };
}
