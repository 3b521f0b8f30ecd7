import type { Json } from '#domain/documents';
import type { AskedCall } from './runner.ts';

/** What a process may say; anything else is no message. */
export type Message =
  | { is: 'print'; text: string }
  | { is: 'call'; call: AskedCall }
  | { is: 'done'; value: Json }
  | { is: 'failed'; error: string; message: string; trace: string; code: string };

/** How deep a value may be nested. */
const MOST_DEPTH = 64;

/** Reads one line of a process that may be anybody's. Undefined: it is no message. */
export function readMessage(line: string): Message | undefined {
  const message = objectIn(line);
  if (message === undefined) return undefined;
  if (typeof message['print'] === 'string') return { is: 'print', text: message['print'] };
  if (typeof message['done'] === 'string') {
    const read = readValue(message['done']);
    return read === undefined ? undefined : { is: 'done', ...read };
  }
  if (isObject(message['failed'])) return failed(message['failed']);
  return isObject(message['call']) ? asked(message['call']) : undefined;
}

function failed(told: Record<string, unknown>): Message {
  const text = (name: string, most: number) => (typeof told[name] === 'string' ? told[name].slice(0, most) : '');
  return {
    is: 'failed',
    error: text('error', 200),
    message: text('message', 4_000),
    trace: text('trace', 8_000),
    code: text('code', 200),
  };
}

function asked({ service, method, region, input }: Record<string, unknown>): Message | undefined {
  if (typeof service !== 'string' || !/^[a-z0-9-]{1,64}$/.test(service)) return undefined;
  if (typeof method !== 'string' || !/^[A-Za-z][A-Za-z0-9_]{0,127}$/.test(method)) return undefined;
  if (region !== undefined && (typeof region !== 'string' || !/^[a-z0-9-]{1,32}$/.test(region))) return undefined;
  if (!isObject(input) || !isShallow(input)) return undefined;
  const call = { service, method, input: input as Readonly<Record<string, Json>> };
  return { is: 'call', call: region === undefined ? call : { ...call, region } };
}

/** JSON that is not nested too deep. */
export function readValue(text: string): { value: Json } | undefined {
  const read = parsed(text);
  return read !== undefined && isShallow(read.value) ? read : undefined;
}

function objectIn(line: string): Record<string, unknown> | undefined {
  const read = parsed(line);
  return isObject(read?.value) ? read.value : undefined;
}

function parsed(text: string): { value: Json } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    // Somebody's text, and no JSON: no message, which is what the caller tells.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShallow(value: unknown, left = MOST_DEPTH): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((member) => isShallow(member, left - 1));
}
