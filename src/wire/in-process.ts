import type { Json } from '#domain/documents';
import type { Authority, AwsAnswer, AwsApi, AwsCall } from '#domain/runbooks';
import { randomId } from '#kernel/ids';
import { nearest } from '#kernel/nearest';
import type { Context } from '#kernel/policies/index';
import { Refusal } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import { callContext, namedResources } from './authorise.ts';
import type { GatewayOptions, InnerExchange } from './gateway/exchange.ts';
import { failureOf, isForeseen } from './gateway/failure.ts';
import { innerSteps } from './gateway/steps.ts';
import { looseInput } from './loose-input.ts';
import { decodeMembers } from './protocols/decode.ts';
import { encodeMembers, type ScalarWriter } from './protocols/encode.ts';
import type { CallInfo, Implementation, Operation } from './service.ts';
import type { ResourceRooms } from './true-resources.ts';

/** Undefined: the policies of this moment allow it; else why not, in AWS's words. */
export type Judge = (
  on: Queries,
  authority: Authority,
  action: string,
  resources: readonly string[],
  context: Context,
) => Promise<string | undefined>;

/** Muster's own services as a runbook asks them: no request, and every other step of the gateway's. */
export interface InProcess extends AwsApi {
  hasService(service: string): boolean;
  has(service: string, operation: string): boolean;
  /** The operation changes nothing. */
  reads(service: string, operation: string): boolean;
  /** It changes nothing, or takes a token. */
  repeats(service: string, operation: string): boolean;
}

interface Options extends Required<Pick<GatewayOptions<Tx>, 'services' | 'trueNames' | 'execute' | 'record' | 'log'>> {
  judge: Judge;
  rooms: ResourceRooms;
  isSecure: boolean;
}

/** On whose behalf the trail says that a runbook calls. */
const INVOKED_BY = 'ssm.amazonaws.com';

export function createInProcess(options: Options): InProcess {
  const services = new Map(options.services.map((one) => [one.service.serviceName, one]));
  const find = (service: string, operation: string) => services.get(service)?.service.operations.get(operation);
  const repeats = (service: string, operation: string) => {
    const found = find(service, operation);
    return found !== undefined && (found.access === 'read' || tokenOf(found) !== undefined);
  };
  return {
    hasService: (service) => services.has(service),
    has: (service, operation) => find(service, operation) !== undefined,
    async fault(service, operation) {
      if (find(service, operation)) return undefined;
      const known = services.get(service)?.service.operations.keys() ?? [];
      const near = nearest(operation, [...known]);
      return `Muster's ${service} has no operation ${operation}${near === undefined ? '.' : `: did you mean ${near}?`}`;
    },
    reads: (service, operation) => find(service, operation)?.access === 'read',
    repeats,
    isRepeatable: async (service, operation) => repeats(service, operation),
    async call(on, call, signal) {
      const implementation = services.get(call.service);
      const operation = find(call.service, call.operation);
      if (!implementation || !operation) throw new Error(`${call.service} ${call.operation} is not Muster's own`);
      return run(options, on, implementation, operation, call, signal);
    },
  };
}

/** The member whose token makes a repetition the same call. */
const tokenOf = ({ idempotencyToken, input }: Operation): string | undefined =>
  idempotencyToken ?? input.members.find((member) => member.token)?.name;

async function run(
  options: Options,
  on: Queries,
  implementation: Implementation<Tx>,
  operation: Operation,
  call: AwsCall,
  signal: AbortSignal,
): Promise<AwsAnswer> {
  const exchange: InnerExchange<Tx> = {
    ...{ requestId: randomId(), now: call.now, startedAt: performance.now(), signal, sourceIp: INVOKED_BY },
    identified: { implementation },
  };
  exchange.call = callOf(exchange, implementation, operation, call);
  const judged: GatewayOptions<Tx>['authorise'] = async (asked, { action, judgedByHandler }, input) => {
    if (judgedByHandler) return;
    const resources = await namedResources(on, options.rooms, asked, operation, input);
    const denied = await options.judge(on, call.authority, action, resources, callContext(asked, options.isSecure));
    if (denied !== undefined) throw new Refusal('accessDenied', denied);
  };
  const gateway = { options: { ...options, authorise: judged } };
  const failed = (thrown: unknown, step: string) => {
    if (!isForeseen(thrown)) {
      const fields = { err: thrown, requestId: exchange.requestId, step, operation: operation.action };
      options.log.error(fields, `a runbook's call failed at the step ${step}: ${messageOf(thrown)}`);
    }
    // What was done is done: a trail that cannot be written does not make a success a failure.
    if (step === 'record') return;
    exchange.failure = failureOf(thrown, implementation.service, exchange.requestId, call.now);
  };
  try {
    exchange.input = inputOf(operation, call);
  } catch (thrown) {
    failed(thrown, 'parse');
  }
  for (const step of innerSteps) {
    if (exchange.failure && !step.always) continue;
    try {
      await step.run(exchange, gateway);
    } catch (thrown) {
      failed(thrown, step.name);
    }
  }
  return exchange.failure ? failureAnswer(exchange.failure) : answerOf(operation, exchange.output);
}

function callOf(
  { requestId, now, signal, sourceIp }: InnerExchange<Tx>,
  { service }: Implementation<Tx>,
  operation: Operation,
  { authority: { account, region, principal } }: AwsCall,
): CallInfo {
  const actor = { account, region, principal, requestId, invokedBy: INVOKED_BY };
  return { actor, accessKeyId: '', now, requestId, signal, sourceIp, userAgent: INVOKED_BY, service, operation };
}

/** Throws `WireError` for a value of another type, a `Refusal` for a member that nobody knows. */
function inputOf(operation: Operation, { service, input, token }: AwsCall): Record<string, unknown> {
  const member = tokenOf(operation);
  const fills = member !== undefined && token !== undefined && input[member] === undefined;
  const { input: loose, strangers } = looseInput(operation.input, fills ? { ...input, [member]: token } : input);
  if (strangers.length > 0) {
    throw new Refusal('validation', `${service} ${operation.name}: ${strangers.join('; ')}`);
  }
  return decodeMembers(operation.input.members, loose);
}

/** Times and bytes as those of answers from outside. */
const writer: ScalarWriter = {
  timestamp: (instant) => instant.toISOString(),
  blob: (bytes) => Buffer.from(bytes).toString('base64'),
  number: (number) => (Number.isFinite(number) ? number : String(number)),
};

function answerOf({ output }: Operation, answered: unknown): AwsAnswer {
  const encoded = output ? encodeMembers(writer, output.members, answered ?? {}) : {};
  return { ok: true, output: encoded as Readonly<Record<string, Json>> };
}

function failureAnswer({ status, code, message }: { status: number; code: string; message: string }): AwsAnswer {
  const refused = status === 401 || status === 403;
  const kind = refused ? 'permission' : status === 429 ? 'throttling' : status >= 500 ? 'later' : 'client';
  return { ok: false, kind, code, message };
}
