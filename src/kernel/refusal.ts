/**
 * The one catalogue of foreseen errors. A `Refusal` is an answer ("we will not, because …"); anything else thrown is a
 * bug or an outage and becomes a 500 outside and a stack inside. What a kind is called on a wire is the face's business.
 */
export const refusals = {
  validation: { status: 400, retry: false },
  unauthenticated: { status: 401, retry: false },
  notFound: { status: 404, retry: false },
  conflict: { status: 409, retry: false },
  quotaExceeded: { status: 402, retry: false },
  accessDenied: { status: 403, retry: false },
  preconditionFailed: { status: 412, retry: false },
  preconditionRequired: { status: 428, retry: false },
  throttled: { status: 429, retry: true },
  tooLarge: { status: 413, retry: false },
  unavailable: { status: 503, retry: true },
} as const;

export type RefusalKind = keyof typeof refusals;

/** What a face may need to tell a refusal in its own words. */
export interface RefusalDetails {
  /** The kind of thing that is missing or in conflict, e.g. `RESPONSE_PLAN`. */
  resourceType?: string;
  /** Its name or ARN. */
  resourceId?: string;
  /** A more exact code of the service's own, e.g. `InvalidEventPatternException`. */
  code?: string;
  /** The members of the input that were wrong. */
  fields?: { name: string; message: string }[];
  /** Seconds after which to try again. */
  retryAfter?: number;
  quotaCode?: string;
  /** What the transaction wrote before the refusal stays: a wrong code is counted though it is refused. */
  keep?: boolean;
  /** What stands in the way, e.g. the rotations a contact belongs to. */
  dependents?: { relation: string; ids: string[] }[];
}

export class Refusal extends Error {
  readonly kind: RefusalKind;
  readonly details: RefusalDetails;

  constructor(kind: RefusalKind, message: string, details: RefusalDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'Refusal';
    this.kind = kind;
    this.details = details;
  }
}

export function invalid(message: string, ...fields: { name: string; message: string }[]): Refusal {
  return new Refusal('validation', message, fields.length > 0 ? { fields } : {});
}

export function notFound(resourceType: string, resourceId: string): Refusal {
  return new Refusal('notFound', `${resourceType} not found: ${resourceId}`, { resourceType, resourceId });
}

/** The database is away: the same will meet whatever is tried next. */
export const isUnavailable = (error: unknown): boolean => error instanceof Refusal && error.kind === 'unavailable';
