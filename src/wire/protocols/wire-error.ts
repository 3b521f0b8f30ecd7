/**
 * A refusal of the gateway itself, before any service is asked: signatures, unreadable bodies, unknown operations.
 * Services refuse with `Refusal`; both become a `Failure`, which the protocols write down.
 */
export class WireError extends Error {
  readonly code: string;
  readonly status: number;
  /** What the query protocol calls it, where that differs. */
  readonly queryCode: string | undefined;

  constructor(code: string, status: number, message: string, queryCode?: string) {
    super(message);
    this.name = 'WireError';
    this.code = code;
    this.status = status;
    this.queryCode = queryCode;
  }
}

/** A body that cannot be read: broken, too deep, or of another type than the shape says. */
export function unreadable(message: string): WireError {
  return new WireError('SerializationException', 400, message);
}

export function tooLarge(limit: number, what = 'The request'): WireError {
  const message = `${what} is larger than ${limit} bytes: send less in one call.`;
  return new WireError('RequestEntityTooLargeException', 413, message, 'RequestEntityTooLarge');
}
