import { createHash } from 'node:crypto';
import type { ActionCall, Authority, AwsAnswer, AwsApi } from '#domain/runbooks';
import { messageOf } from '#kernel/text';
import type { Queries } from '#storage/db';
import { operationNames } from './operation-names.ts';
import type { AskedCall, Desk, DeskAnswer } from './runner.ts';

/** Calls that one script may make. */
const MOST_CALLS = 500;
/** Characters of one call's input. */
const MOST_INPUT = 262_144;

export interface DeskOptions {
  aws: AwsApi;
  on: Queries;
  call: ActionCall;
  /** The time of each call: a script may run for minutes. */
  now(): Date;
}

/**
 * Answers what a script asks of AWS: by the one broker, under the step's authority, and so many times at most. Without an
 * authority everything is denied. Never throws.
 */
export function createDesk({ aws, on, call, now }: DeskOptions): Desk {
  let count = 0;
  return async (asked, signal) => {
    count++;
    const { authority } = call;
    if (authority === undefined) return denied(operationNames(asked.method)[0]!);
    if (count > MOST_CALLS) return tooMany(asked);
    if (JSON.stringify(asked.input).length > MOST_INPUT)
      return refused(asked, 'RequestEntityTooLarge', 413, 'the input is longer than 262144 characters');
    try {
      const found = await operationOf(aws, asked);
      if ('fault' in found) return refused(asked, 'UnknownOperation', 400, found.fault);
      const { operation } = found;
      const { service, input } = asked;
      const acting: Authority = { ...authority, region: asked.region ?? authority.region };
      const token = tokenOf(call.token, count, asked);
      return toAnswer(
        operation,
        await aws.call(on, { authority: acting, service, operation, input, token, now: now() }, signal),
      );
    } catch (error) {
      // A fault of ours is told to the script as AWS tells its own.
      return refused(asked, 'InternalFailure', 500, messageOf(error));
    }
  };
}

/** The first of the possible names that the service has. */
async function operationOf(
  aws: AwsApi,
  { service, method }: AskedCall,
): Promise<{ operation: string } | { fault: string }> {
  const names = operationNames(method);
  let first: string | undefined;
  for (const operation of names) {
    const fault = await aws.fault(service, operation);
    if (fault === undefined) return { operation };
    first ??= fault;
  }
  return { fault: first ?? 'it has no name' };
}

/** The same when the script is run again and asks the same in the same place. */
function tokenOf(token: string, count: number, { service, method, input }: AskedCall): string {
  return createHash('sha256')
    .update(JSON.stringify([token, count, service, method, input]))
    .digest('hex')
    .slice(0, 32);
}

function toAnswer(operation: string, answer: AwsAnswer): DeskAnswer {
  if (answer.ok) return { output: answer.output };
  const status = { permission: 403, client: 400, throttling: 400, later: 503, unavailable: 503 }[answer.kind];
  return { error: { code: answer.code, message: answer.message, operation, status } };
}

const refused = ({ method }: AskedCall, code: string, status: number, message: string): DeskAnswer => ({
  error: { code, message, operation: operationNames(method)[0]!, status },
});

const denied = (operation: string): DeskAnswer => ({
  error: {
    ...{ code: 'AccessDenied', operation, status: 403 },
    message: 'this script has no role, so it may do nothing: name one in the document’s assumeRole',
  },
});

const tooMany = (asked: AskedCall) =>
  refused(
    asked,
    'TooManyCalls',
    400,
    `a script may make ${MOST_CALLS} calls; use more steps, or a loop of the document`,
  );
