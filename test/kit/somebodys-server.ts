import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutsideMode } from './channel-contract.ts';

/** An answer of the outside. */
export interface OutsideAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface OutsideOptions<T> {
  /** What a request brings: kept in the tally. A thrown error is kept as a complaint, and answered with 400. */
  read(request: IncomingMessage, body: Buffer, place: number): Promise<T>;
  /** How it answers where it does. */
  answers: Record<'ok' | 'temporary' | 'permanent', OutsideAnswer>;
}

/** Somebody's server, with a tally of its own. */
export interface Outside<T> {
  url: string;
  /** All that reached it, confirmed or not, in order. */
  readonly received: T[];
  /** Requests that were not as they must be. */
  readonly complaints: string[];
  make(mode: OutsideMode): Promise<void>;
  /** Answers so from now on, and keeps nothing; undefined: as before. */
  say(answer: OutsideAnswer | undefined): void;
  /** Resolves when the next message has reached it. */
  arrival(): Promise<void>;
  close(): Promise<void>;
}

export async function openOutside<T>({ read, answers }: OutsideOptions<T>): Promise<Outside<T>> {
  const received: T[] = [];
  const complaints: string[] = [];
  let mode: OutsideMode = 'ok';
  let said: OutsideAnswer | undefined;
  let arrived = Promise.withResolvers<void>();

  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const answer = ({ status, headers = {}, body = '' }: OutsideAnswer) =>
      response.writeHead(status, headers).end(body);
    if (said) return answer(said);
    if (mode === 'temporary' || mode === 'permanent') return answer(answers[mode]);
    try {
      received.push(await read(request, Buffer.concat(chunks), received.length));
    } catch (error) {
      complaints.push(String(error));
      return answer({ status: 400, body: 'not as it must be' });
    }
    arrived.resolve();
    arrived = Promise.withResolvers();
    if (mode === 'unknown') return request.socket.destroy();
    if (mode !== 'silent') return answer(answers.ok);
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
    complaints,
    async make(next) {
      mode = next;
      if (next === 'unreachable') return shut();
      if (server.listening) return;
      server = listener();
      await listen(port);
    },
    say(answer) {
      said = answer;
    },
    arrival: () => arrived.promise,
    close: shut,
  };
}
