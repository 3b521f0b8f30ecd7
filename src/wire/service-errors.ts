import type { Refusal, RefusalKind } from '#kernel/refusal';
import type { ErrorForm, ErrorsSpec, ServiceErrors } from './service.ts';

const kinds: Record<RefusalKind, ErrorForm> = {
  validation: { code: 'ValidationException', status: 400, queryCode: 'ValidationError' },
  notFound: { code: 'ResourceNotFoundException', status: 404, queryCode: 'ResourceNotFound' },
  conflict: { code: 'ConflictException', status: 409 },
  quotaExceeded: { code: 'ServiceQuotaExceededException', status: 402, queryCode: 'LimitExceeded' },
  accessDenied: { code: 'AccessDeniedException', status: 403, queryCode: 'AccessDenied' },
  throttled: { code: 'ThrottlingException', status: 429, queryCode: 'Throttling' },
  tooLarge: { code: 'RequestEntityTooLargeException', status: 413, queryCode: 'RequestEntityTooLarge' },
  // Of our own face; no operation of these services gives them.
  unauthenticated: { code: 'UnrecognizedClientException', status: 403, queryCode: 'InvalidClientTokenId' },
  preconditionFailed: { code: 'PreconditionFailedException', status: 412 },
  preconditionRequired: { code: 'ValidationException', status: 400, queryCode: 'ValidationError' },
  unavailable: { code: 'ServiceUnavailableException', status: 503, queryCode: 'ServiceUnavailable' },
};
const internal: ErrorForm = { code: 'InternalServerException', status: 500, queryCode: 'InternalFailure' };

/** The usual error shapes of AWS's services, with what one service says otherwise. */
export function defaultErrors(spec: ErrorsSpec = {}): ServiceErrors {
  const merged = Object.fromEntries(
    Object.entries(kinds).map(([kind, form]) => [kind, override(form, spec.kinds?.[kind as RefusalKind])]),
  ) as Record<RefusalKind, ErrorForm>;
  return {
    message: spec.message ?? 'message',
    kinds: merged,
    internal: spec.internal ?? internal,
    codes: spec.codes ?? {},
  };
}

/** A service that renames an error renames it in both spellings, unless it gives the historical one too. */
function override(form: ErrorForm, by: Partial<ErrorForm> | undefined): ErrorForm {
  if (!by) return form;
  if (by.code === undefined || by.queryCode !== undefined) return { ...form, ...by };
  const { queryCode: _, ...rest } = form;
  return { ...rest, ...by };
}

/** The form of a refusal at this service: its own code if it names one, else its kind's. */
export function formOf(errors: ServiceErrors, refusal: Refusal): ErrorForm {
  const byKind = errors.kinds[refusal.kind];
  const { code } = refusal.details;
  if (code === undefined) return byKind;
  const { queryCode: _, ...inherited } = byKind;
  return { ...inherited, ...errors.codes[code], code };
}
