import type { AwsApi } from '#domain/runbooks';

/** One whom calls are asked of, and what is known of an operation by its name, without waiting. */
export interface Asked extends AwsApi {
  /** It changes nothing. */
  reads(service: string, operation: string): boolean;
  /** It changes nothing, sets a state, or takes a token: twice is as once. */
  repeats(service: string, operation: string): boolean;
}

/** Muster's own services, asked in process. */
export interface OwnAws extends Asked {
  /** The service is Muster's. */
  hasService(service: string): boolean;
  /** And it has this operation. */
  has(service: string, operation: string): boolean;
}

/**
 * The one broker. What Muster itself has is asked of it, in process; an operation that it has not goes to AWS, also of a service
 * that it has (`ssm SendCommand`).
 */
export function createAwsApi(own: OwnAws, outside: Asked): Asked {
  const whose = (service: string, operation: string) => (own.has(service, operation) ? own : outside);
  return {
    async fault(service, operation) {
      const fault = await whose(service, operation).fault(service, operation);
      // A wrong name of a service of ours: what we have is likelier to be meant than what AWS has besides.
      return fault !== undefined && own.hasService(service) ? await own.fault(service, operation) : fault;
    },
    reads: (service, operation) => whose(service, operation).reads(service, operation),
    repeats: (service, operation) => whose(service, operation).repeats(service, operation),
    isRepeatable: (service, operation) => whose(service, operation).isRepeatable(service, operation),
    call: (on, call, signal) => whose(call.service, call.operation).call(on, call, signal),
  };
}
