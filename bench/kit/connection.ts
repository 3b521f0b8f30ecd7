import { connect, type Socket } from 'node:net';

/** One answer: its status, and how many milliseconds it took from the request's first byte to its own last. */
export interface Answer {
  status: number;
  milliseconds: number;
  body: string;
}

/** An HTTP/1.1 connection that is kept and has one request under way at a time. */
export interface Connection {
  /** Sends a request that was written beforehand. Rejects when the connection is lost. */
  ask(request: Buffer): Promise<Answer>;
  close(): void;
}

const ANSWER_MS = 30_000;
const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * A connection that costs its process very little: the client shares the cores with what it measures, and Node's own client
 * takes several times as much. It reads answers with a Content-Length, which is what both servers here give.
 */
export function openConnection(port: number): Promise<Connection> {
  return new Promise((opened, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      opened(onSocket(socket));
    });
  });
}

interface Waiting {
  began: number;
  done: (answer: Answer) => void;
  failed: (error: Error) => void;
}

function onSocket(socket: Socket): Connection {
  let waiting: Waiting | undefined;
  let received: Buffer = Buffer.alloc(0);
  const lost = (error: Error) => {
    const { failed } = waiting ?? {};
    waiting = undefined;
    failed?.(error);
  };
  socket.setTimeout(ANSWER_MS, () => {
    // Between two loads nothing is waited for, however long that takes.
    if (waiting) socket.destroy(new Error(`wanted an answer within ${ANSWER_MS / 1000} s, got none`));
  });
  socket
    .on('error', lost)
    .on('close', () => lost(new Error('the server closed the connection before it had answered')));
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const answer = waiting && readAnswer(received, waiting.began);
    if (!answer) return;
    received = Buffer.alloc(0);
    const { done } = waiting!;
    waiting = undefined;
    done(answer);
  });
  return {
    ask(request) {
      return new Promise((done, failed) => {
        if (socket.destroyed) return failed(new Error('the server closed the connection while nothing was asked'));
        waiting = { began: performance.now(), done, failed };
        socket.write(request);
      });
    },
    close: () => socket.destroy(),
  };
}

/** The answer, once all of it is there. */
function readAnswer(received: Buffer, began: number): Answer | undefined {
  const end = received.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = received.toString('latin1', 0, end);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  if (received.length < end + 4 + length) return undefined;
  const body = received.toString('utf8', end + 4, end + 4 + length);
  return { status: Number(head.slice(9, 12)), milliseconds: performance.now() - began, body };
}

/** A request as the bytes that go over the wire. */
export function writeRequest(headers: Record<string, string>, body: string, path = '/'): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
