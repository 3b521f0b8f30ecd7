import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an endpoint got. */
export interface Delivered {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** An endpoint of a topic's subscriber: it keeps its own tally, and answers as it is told. */
export interface FakeEndpoint extends AsyncDisposable {
  url: string;
  /** Answers so many of the next requests otherwise: a status, or nothing at all until the caller gives up or it closes. */
  next(...answers: (number | 'hang' | 'reset')[]): void;
  /** Ends the connections of those that it lets hang. */
  hangUp(): void;
  /** Where redirects lead. */
  location: string;
  /** Resolves when the next request has come. */
  arrival(): Promise<void>;
  /** What came since the last look. */
  take(): Delivered[];
  /** What came and was not taken. */
  left(): number;
}

export async function fakeEndpoint(): Promise<FakeEndpoint> {
  let came: Delivered[] = [];
  const answers: (number | 'hang' | 'reset')[] = [];
  const endpoint = { location: '/elsewhere' };
  let arrived = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      came.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      arrived.resolve();
      arrived = Promise.withResolvers();
      answer(request, response, answers.shift() ?? 200, endpoint.location);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(endpoint, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    next: (...more: (number | 'hang' | 'reset')[]) => void answers.push(...more),
    arrival: () => arrived.promise,
    hangUp: () => server.closeAllConnections(),
    take() {
      const taken = came;
      came = [];
      return taken;
    },
    left: () => came.length,
    [Symbol.asyncDispose]: () => closed(server),
  });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  what: number | 'hang' | 'reset',
  location: string,
): void {
  if (what === 'reset') request.socket.destroy();
  else if (what !== 'hang') response.writeHead(what, what >= 300 && what < 400 ? { location } : {}).end('heard');
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}
