import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Handle } from '#wire/gateway';
import { isAwsRequest } from '#wire/gateway';

/** Time a client has for the head of a request, and for all of it: slow ones are cut off. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
/** Longer than a load balancer keeps an idle connection, so that it is not the one to find it closed. */
const KEEP_ALIVE_MS = 75_000;

export interface Listener {
  port: number;
  /** From now on AWS calls go to the gateway, all else to our own face. Before, every answer is 503: not yet. */
  serve(aws: Handle, api: RequestListener): void;
  /** Takes no new connections, lets what is under way end (5 s at most), and closes. Idempotent. */
  close(): Promise<void>;
}

/** The one listener. It has its port before there is anything to serve, since links must name it. */
export async function listen(host: string, port: number): Promise<Listener> {
  let handle: RequestListener = (_message, response) => {
    response.writeHead(503, { 'retry-after': '1' }).end();
  };
  const server = createServer((message, response) => handle(message, response));
  server.headersTimeout = HEADERS_MS;
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await bound(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    serve(aws, api) {
      handle = (message, response) =>
        !isOurs(message) && isAwsRequest(message) ? void aws(message, response) : api(message, response);
    },
    close: () => closed(server),
  };
}

/** The native API takes signed requests, too: its address tells. */
const isOurs = ({ url = '' }: IncomingMessage) => /^\/api(\/|$|\?)/.test(url);

function bound(server: Server, host: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      failed(
        taken
          ? new Error(`Port ${port} on ${host} is taken. Stop what listens there, or set MUSTER_PORT to another.`)
          : error,
      );
    });
    server.listen(port, host, () => done());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 5_000).unref();
  });
}
