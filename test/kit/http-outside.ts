import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutsideMode } from './channel-contract.ts';

/** What a double of an HTTP service says to a request: an answer, or that it takes the message. */
export type Said = { status: number; headers?: Record<string, string>; body: string };

/** A double's own server on a free loopback port, and how it behaves. */
export interface HttpOutside extends AsyncDisposable {
  url: string;
  readonly mode: OutsideMode;
  make(mode: OutsideMode): Promise<void>;
  /** Resolves when the next message has reached it. */
  arrival(): Promise<void>;
  close(): Promise<void>;
}

/**
 * `refuse` answers what takes nothing in; where it answers undefined, `take` keeps the message, and answers how that is told
 * unless the outside breaks off, or is silent.
 */
export async function openHttpOutside(door: {
  refuse(mode: OutsideMode, request: IncomingMessage, body: string): Said | undefined;
  take(request: IncomingMessage, body: string): Said;
}): Promise<HttpOutside> {
  let mode: OutsideMode = 'ok';
  let arrived = Promise.withResolvers<void>();
  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    const say = ({ status, headers = {}, body: text }: Said) => response.writeHead(status, headers).end(text);
    const refusal = door.refuse(mode, request, body);
    if (refusal) return say(refusal);
    const said = door.take(request, body);
    arrived.resolve();
    arrived = Promise.withResolvers();
    if (mode === 'unknown') return request.socket.destroy();
    if (mode !== 'silent') return say(said);
  };
  let server: Server | undefined;
  const open = (port: number) =>
    new Promise<Server>((resolve) => {
      const one = createServer((request, response) => void onRequest(request, response));
      one.listen(port, '127.0.0.1', () => resolve(one));
    });
  const shut = async () => {
    const one = server;
    server = undefined;
    one?.closeAllConnections();
    if (one) await new Promise((resolve) => one.close(resolve));
  };
  server = await open(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get mode() {
      return mode;
    },
    async make(next) {
      mode = next;
      if (next === 'unreachable') return shut();
      server ??= await open(port);
    },
    arrival: () => arrived.promise,
    close: shut,
    [Symbol.asyncDispose]: shut,
  };
}
