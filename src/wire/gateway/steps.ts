import { check, redact } from '#kernel/shape';
import { mediaType, type WireRequest } from '../protocols/protocol.ts';
import { tooLarge, WireError } from '../protocols/wire-error.ts';
import type { CallInfo, Operation, Service } from '../service.ts';
import { refuse } from '../validation.ts';
import { type Exchange, type Gateway, type InnerExchange, type InnerGateway, needed } from './exchange.ts';
import { unknownOperation } from './failure.ts';
import { identify as identifyRequest, speaks } from './identify.ts';
import { receiveBody, unpack } from './receive.ts';

/** One step of the pipeline: reads what earlier steps put into the exchange, puts in its own, or throws. */
export interface Step {
  readonly name: string;
  /** Also after a failure: every call is recorded and answered. */
  readonly always?: true;
  run<C>(exchange: Exchange<C>, gateway: Gateway<C>): Promise<void> | void;
}

/** A step that calls in process go through, too. */
export interface InnerStep extends Step {
  run<C>(exchange: InnerExchange<C>, gateway: InnerGateway<C>): Promise<void> | void;
}

const identify: Step = {
  name: 'identify',
  run(exchange, { directory }) {
    exchange.identified = identifyRequest(directory, exchange.request);
  },
};

const receive: Step = {
  name: 'receive',
  async run(exchange, { limits, directory }) {
    exchange.request = await receiveBody(exchange.message, exchange.request, limits);
    // An unsigned form names its service in its body only.
    if (!exchange.identified?.implementation) exchange.identified = identifyRequest(directory, exchange.request);
  },
};

const authenticate: Step = {
  name: 'authenticate',
  async run(exchange, { verifier, anonymous }) {
    const { request } = exchange;
    const { implementation, scoped } = needed(exchange.identified, 'identified');
    if (implementation && scoped !== undefined) checkScope(implementation.service, scoped);
    exchange.verified = await verifier.verify(request, exchange.now);
    if (exchange.verified) return;
    if (!anonymous || !isUnsignedOperation(exchange, request)) throw missingToken();
    exchange.verified = anonymous;
  },
};

function checkScope({ signingName }: Service, scoped: string): void {
  if (scoped === signingName) return;
  throw new WireError(
    'SignatureDoesNotMatch',
    403,
    `Credential should be scoped to correct service: '${signingName}'.`,
  );
}

function isUnsignedOperation<C>({ identified }: Exchange<C>, request: WireRequest): boolean {
  const service = identified?.implementation?.service;
  return service !== undefined && (identified?.protocol.operation(service, request)?.unsigned ?? false);
}

function missingToken(): WireError {
  const message = 'Request is missing Authentication Token: sign it with Signature Version 4.';
  return new WireError('MissingAuthenticationToken', 403, message);
}

const parse: Step = {
  name: 'parse',
  async run(exchange, { limits }) {
    const { protocol, implementation } = needed(exchange.identified, 'identified');
    const sent = exchange.request;
    if (!implementation || !speaks(implementation.service, protocol)) {
      throw unknownOperation(protocol, protocol.operationName(sent));
    }
    const request = await unpack(sent, limits.bodyBytes);
    const operation = protocol.operation(implementation.service, request);
    if (!operation) throw unknownOperation(protocol, protocol.operationName(request));
    if (operation.maxBytes !== undefined && sent.body.length > operation.maxBytes) throw tooLarge(operation.maxBytes);
    exchange.call = callOf(exchange, implementation.service, operation);
    exchange.input = protocol.parse(operation, request, limits);
  },
};

function callOf<C>(exchange: Exchange<C>, service: Service, operation: Operation): CallInfo {
  const { accessKeyId, scope, credential } = needed(exchange.verified, 'verified');
  const { account, principal, session, invokedBy } = credential;
  const { requestId, now, signal, sourceIp, request } = exchange;
  return {
    actor: {
      ...{ account, region: scope.region, principal, requestId },
      ...(session && { session }),
      ...(invokedBy !== undefined && { invokedBy }),
    },
    accessKeyId,
    now,
    requestId,
    signal,
    sourceIp,
    userAgent: (request.headers.get('user-agent') ?? '').slice(0, 512),
    service,
    operation,
  };
}

const validate: InnerStep = {
  name: 'validate',
  run(exchange) {
    const refusal = refuse(check(needed(exchange.call, 'call').operation.input, exchange.input));
    if (refusal) throw refusal;
  },
};

/** Before authorisation, which is asked with the true ARN. */
const name: InnerStep = {
  name: 'name',
  async run(exchange, { options }) {
    const call = needed(exchange.call, 'call');
    if (call.operation.incident === undefined || !options.trueNames) return;
    const sent = exchange.input as Record<string, unknown>;
    exchange.input = await options.trueNames(call, call.operation, sent);
    if (exchange.input !== sent) exchange.call = { ...call, sent };
  },
};

const authorise: InnerStep = {
  name: 'authorise',
  async run(exchange, { options }) {
    const call = needed(exchange.call, 'call');
    await options.authorise(call, call.operation, exchange.input);
  },
};

const dispatch: InnerStep = {
  name: 'dispatch',
  async run(exchange, { options }) {
    const call = needed(exchange.call, 'call');
    const handlers = needed(exchange.identified?.implementation, 'implementation').handlers;
    const handler = needed(handlers.get(call.operation.name), 'handler');
    exchange.output = await options.execute(call, call.operation, exchange.input, handler);
  },
};

const record: InnerStep = {
  name: 'record',
  always: true,
  async run(exchange, { options }) {
    const { call, failure } = exchange;
    if (!call) return; // nobody who could be named, or no operation of ours
    const { input, output } = call.operation;
    await options.record({
      call,
      input: redact(input, exchange.input),
      output: output && redact(output, exchange.output),
      failure: failure && { code: failure.code, message: failure.message, status: failure.status },
      milliseconds: performance.now() - exchange.startedAt,
    });
  },
};

const serialise: Step = {
  name: 'serialise',
  always: true,
  run(exchange) {
    const { requestId, request, failure, identified, call } = exchange;
    if (!identified) return;
    const { protocol, implementation } = identified;
    const context = { requestId, service: implementation?.service, contentType: mediaType(request) };
    exchange.response = failure
      ? protocol.failure(context, failure)
      : protocol.success(context, needed(call, 'call').operation, exchange.output);
  },
};

/** What a call goes through that does not come over HTTP: a runbook's. */
export const innerSteps: readonly InnerStep[] = [validate, name, authorise, dispatch, record];

/** The way of every call, in this order. */
export const steps: readonly Step[] = [
  identify,
  receive,
  authenticate,
  parse,
  validate,
  name,
  authorise,
  dispatch,
  record,
  serialise,
];
