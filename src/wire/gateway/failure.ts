import { Refusal } from '#kernel/refusal';
import type { Failure, Protocol } from '../protocols/protocol.ts';
import { WireError } from '../protocols/wire-error.ts';
import type { ErrorForm, Service, ServiceErrors } from '../service.ts';
import { defaultErrors, formOf } from '../service-errors.ts';

/** Foreseen errors are told to the caller; anything else is a bug, whose text stays inside. */
export function isForeseen(thrown: unknown): thrown is Refusal | WireError {
  return thrown instanceof Refusal || thrown instanceof WireError;
}

/** What was thrown, in the words of the service. */
export function failureOf(thrown: unknown, service: Service | undefined, requestId: string, now: Date): Failure {
  const errors = service?.errors ?? unknownService;
  if (thrown instanceof WireError) {
    const { code, status, queryCode, message } = thrown;
    return {
      ...commonOf(service, errors),
      ofGateway: true,
      code,
      status,
      queryCode,
      message,
      members: {},
      retryAfter: undefined,
    };
  }
  if (thrown instanceof Refusal) return refusalFailure(thrown, service, errors, now);
  const message = `An internal error occurred. The server's log tells more under the request id ${requestId}.`;
  return { ...commonOf(service, errors), ...told(errors.internal), message, members: {}, retryAfter: undefined };
}

const unknownService: ServiceErrors = defaultErrors({ message: 'both' });

function refusalFailure(refusal: Refusal, service: Service | undefined, errors: ServiceErrors, now: Date): Failure {
  const form = formOf(errors, refusal);
  return {
    ...commonOf(service, errors),
    ...told(form),
    message: refusal.message,
    members: form.members?.(refusal, now) ?? {},
    retryAfter: refusal.details.retryAfter,
  };
}

function told({ code, status, queryCode }: ErrorForm): Pick<Failure, 'code' | 'status' | 'queryCode' | 'ofGateway'> {
  return { code, status, queryCode, ofGateway: false };
}

function commonOf(
  service: Service | undefined,
  errors: ServiceErrors,
): Pick<Failure, 'spelling' | 'queryHeader' | 'xmlNamespace'> {
  return {
    spelling: errors.message,
    queryHeader: service?.queryCompatible ?? false,
    xmlNamespace: service?.xmlNamespace,
  };
}

export function unknownOperation(protocol: Protocol, name: string): WireError {
  const { code, status } = protocol.unknown;
  const told = name.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
  return new WireError(code, status, `The operation ${told} does not exist, or not in this protocol.`);
}
