import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomId } from '#kernel/ids';
import { messageOf } from '#kernel/text';
import type { Exchange, Gateway, GatewayOptions, Limits } from './gateway/exchange.ts';
import { failureOf, isForeseen } from './gateway/failure.ts';
import { directoryOf } from './gateway/identify.ts';
import { ClientGone, receiveHead } from './gateway/receive.ts';
import { steps } from './gateway/steps.ts';
import { createVerifier } from './signing/verify.ts';

/**
 * The AWS face: one listener for every service. A request goes through `steps`; the first error ends its way to the
 * handler, and is then recorded and answered like a success, in the words of the service and the form of the protocol.
 */
export type { GatewayOptions, Limits, Outcome } from './gateway/exchange.ts';
export { isAwsRequest } from './gateway/identify.ts';
export { type Step, steps } from './gateway/steps.ts';
export type { Credential, FindCredential, Verified } from './signing/verify.ts';

const defaultLimits: Limits = { bodyBytes: 2 * 1024 * 1024, bodyMilliseconds: 20_000, depth: 64 };

export type Handle = (message: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The gateway as a request handler. It never throws and never leaves a request without its answer. */
export function createGateway<C>(options: GatewayOptions<C>): Handle {
  const gateway: Gateway<C> = {
    options,
    directory: directoryOf(options.services),
    verifier: createVerifier(options.credentials),
    anonymous: options.anonymous,
    limits: { ...defaultLimits, ...options.limits },
  };
  const requestId = options.requestId ?? randomId;
  const sourceIp = options.sourceIp ?? ((message) => message.socket.remoteAddress ?? '');
  return async (message, response) => {
    const gone = new AbortController();
    response.once('close', () => response.writableFinished || gone.abort());
    // A socket that breaks while we write: the 'close' above tells it; unheard, this event would end the process.
    response.on('error', (error) => options.log.debug({ err: error }, 'an answer could not be written'));
    const exchange: Exchange<C> = {
      message,
      requestId: requestId(),
      now: options.clock.now(),
      startedAt: performance.now(),
      signal: gone.signal,
      sourceIp: sourceIp(message),
      request: receiveHead(message),
    };
    await runSteps(exchange, gateway);
    send(exchange, response);
  };
}

async function runSteps<C>(exchange: Exchange<C>, gateway: Gateway<C>): Promise<void> {
  for (const step of steps) {
    if (exchange.failure && !step.always) continue;
    try {
      await step.run(exchange, gateway);
    } catch (thrown) {
      if (thrown instanceof ClientGone) return;
      note(exchange, gateway, step.name, thrown);
      // What was done is done: a trail that cannot be written does not make a success a failure.
      if (step.name !== 'record') {
        const service = exchange.identified?.implementation?.service;
        exchange.failure = failureOf(thrown, service, exchange.requestId, exchange.now);
      }
      if (step.name === 'serialise') await step.run(exchange, gateway);
    }
  }
}

/** Bugs and outages are for the log; what the caller did wrong is for the caller. */
function note<C>({ requestId, call }: Exchange<C>, { options }: Gateway<C>, step: string, thrown: unknown): void {
  const fields = { err: thrown, requestId, step, service: call?.service.serviceName, operation: call?.operation.name };
  if (!isForeseen(thrown)) options.log.error(fields, `an AWS call failed at the step ${step}: ${messageOf(thrown)}`);
  else if (step === 'record') options.log.error(fields, `an AWS call could not be recorded: ${thrown.message}`);
  else if ('kind' in thrown && thrown.kind === 'unavailable')
    options.log.warn(fields, `an AWS call was put off: ${thrown.message}`);
}

function send<C>({ response: answer, requestId, message, now }: Exchange<C>, response: ServerResponse): void {
  if (!answer || response.destroyed || response.headersSent) return;
  const body = typeof answer.body === 'string' ? Buffer.from(answer.body) : answer.body;
  response.writeHead(answer.status, {
    ...answer.headers,
    'x-amzn-requestid': requestId,
    // Clients correct their clock by this one: it must be the clock by which signatures are judged.
    date: now.toUTCString(),
    ...(answer.status !== 204 && { 'content-length': body.length }),
    // Of a body that was not read to its end nobody knows where the next request begins.
    ...(!message.complete && { connection: 'close' }),
  });
  response.end(answer.status === 204 ? undefined : body);
}
