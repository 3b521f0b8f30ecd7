/** Why a request did not get its answer, and whether the same request may fare better later. */
const outgoingReasons = {
  'refused-address': { retry: false },
  unresolvable: { retry: true },
  timeout: { retry: true },
  'too-large': { retry: false },
  'too-many-redirects': { retry: false },
  'bad-url': { retry: false },
  connection: { retry: true },
} as const;

export type OutgoingReason = keyof typeof outgoingReasons;

/** The one error of an outgoing request. Messages name origins, never whole URLs: paths and queries hold people's tokens. */
export class OutgoingError extends Error {
  readonly reason: OutgoingReason;
  readonly retry: boolean;

  constructor(reason: OutgoingReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutgoingError';
    this.reason = reason;
    this.retry = outgoingReasons[reason].retry;
  }
}
