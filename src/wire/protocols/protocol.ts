import type { Operation, ProtocolName, Service } from '../service.ts';

/** A request as it came over the wire: nothing in it is decoded, since the signature is over these very bytes. */
export interface WireRequest {
  readonly method: string;
  /** The raw path, `%2F` and all; begins with `/`. */
  readonly path: string;
  /** The raw query string without its `?`. */
  readonly query: string;
  /** Lower-case name → values joined by `,` as they were sent. */
  readonly headers: ReadonlyMap<string, string>;
  /** The bytes sent. */
  readonly body: Buffer;
  /** The bytes meant: `body` after `Content-Encoding` was undone. */
  readonly content: Buffer;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An error ready to be written down, whatever it came from. */
export interface Failure {
  readonly code: string;
  readonly queryCode: string | undefined;
  /** Refused by the gateway (signature, size, unknown operation) rather than by the service. */
  readonly ofGateway: boolean;
  /** The modelled status; a protocol may tell another (awsJson: 400). */
  readonly status: number;
  readonly message: string;
  /** The message member's spelling. */
  readonly spelling: 'message' | 'Message' | 'both';
  readonly members: Readonly<Record<string, unknown>>;
  /** Seconds; becomes `Retry-After`. */
  readonly retryAfter: number | undefined;
  /** The service is query-compatible: JSON and CBOR name the historical code in a header. */
  readonly queryHeader: boolean;
  readonly xmlNamespace: string | undefined;
}

export interface ParseLimits {
  /** How deep bodies may nest. */
  readonly depth: number;
}

/** One way of writing requests and answers. Keeps nothing between calls. */
export interface Protocol {
  readonly names: readonly ProtocolName[];
  /** The operation asked for, or nothing when the request names none that `service` has. */
  operation(service: Service, request: WireRequest): Operation | undefined;
  /** What the request calls its operation, for messages. */
  operationName(request: WireRequest): string;
  /** The input by the operation's shape, not yet validated. Throws `SerializationException`. */
  parse(operation: Operation, request: WireRequest, limits: ParseLimits): Record<string, unknown>;
  success(context: AnswerContext, operation: Operation, output: unknown): WireResponse;
  failure(context: AnswerContext, failure: Failure): WireResponse;
  /** The refusal of an operation that is not there. */
  readonly unknown: { readonly code: string; readonly status: number };
}

export interface AnswerContext {
  readonly requestId: string;
  readonly service: Service | undefined;
  /** The media type the client spoke, e.g. `application/x-amz-json-1.0`. */
  readonly contentType: string;
}

export function mediaType(request: Pick<WireRequest, 'headers'>): string {
  return (request.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

/** The error's message and members in one object; `message` in the spelling(s) the service's clients read. */
export function errorMembers({ message, spelling, members }: Failure): Record<string, unknown> {
  const spelt =
    spelling === 'both' ? { message, Message: message } : spelling === 'Message' ? { Message: message } : { message };
  const defined = Object.entries(members).filter(([, value]) => value !== undefined && value !== null);
  return { ...spelt, ...Object.fromEntries(defined) };
}

/** Headers that every failure in JSON and CBOR carries. */
export function failureHeaders(failure: Failure): Record<string, string> {
  const fault = failure.status >= 500 ? 'Receiver' : 'Sender';
  return {
    'x-amzn-errortype': failure.code,
    ...(failure.queryHeader && { 'x-amzn-query-error': `${failure.queryCode ?? failure.code};${fault}` }),
    ...(failure.retryAfter !== undefined && { 'retry-after': String(failure.retryAfter) }),
  };
}
