import type { DeadLetterQueue } from './dead-letters.ts';
import type { Heard, OutsideTarget } from './target.ts';

/** How deliveries leave the house; providers implement it. */
export interface EventOutside {
  http: HttpCaller;
  functions: FunctionCaller;
  deadLetters: DeadLetterQueue;
}

export interface HttpRequest {
  method: string;
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** Any answer, or why there was none. */
export type HttpAnswer =
  | { status: number; body: string; retryAfterMs?: number }
  | { failed: Extract<Heard, { ok: false }> };

export interface HttpCaller {
  /** Never throws for what the outside does; gives up within its own time-out, and when `signal` is aborted. */
  request(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
  /** What is wrong with an address that a user names, in words. */
  urlFault(url: string): string | undefined;
}

export interface FunctionCaller {
  /** Invokes a Lambda function of AWS's; its answer is not waited for. */
  invoke(now: Date, call: { arn: string; input: string }, signal: AbortSignal): Promise<Heard>;
}

/** Of the answers from 400 to 499 those that say: not now (as AWS has it for API destinations). */
const LATER = new Set([401, 407, 408, 409, 425, 429]);

/** What an answer over HTTP means for a delivery. `said`: what may be told of it. */
export function heardOf(answer: HttpAnswer, said: (body: string) => string = (body) => body): Heard {
  if ('failed' in answer) return answer.failed;
  const { status, body, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { ok: true, result: String(status) };
  const permanent = status >= 300 && status < 500 && !LATER.has(status);
  const told = said(body)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300);
  return {
    ok: false,
    permanent,
    code: codeOf(status),
    reason: `the endpoint answered ${status}${told ? `: ${told}` : ''}; wanted 200 to 299`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

function codeOf(status: number) {
  if (status === 401 || status === 403) return 'NO_PERMISSIONS';
  if (status === 404 || status === 410) return 'NO_RESOURCE';
  if (status === 429) return 'THROTTLING';
  return status >= 400 && status < 500 ? 'SDK_CLIENT_ERROR' : 'FAILED_INVOCATION';
}

const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,140}(?::[A-Za-z0-9$_-]{1,128})?$/;

/** Whether it names a Lambda function of AWS's, or a version or alias of one; in any account and region. */
export const isFunctionArn = (arn: string): boolean => FUNCTION.test(arn);

/** A Lambda function of AWS's, as the target of a rule. */
export const lambdaTarget = (functions: FunctionCaller): OutsideTarget => ({
  name: 'Lambda function',
  queue: 'events.lambda',
  accepts: isFunctionArn,
  call: (_on, now, { targetArn, input }, signal) => functions.invoke(now, { arn: targetArn, input }, signal),
});

/** Any function that is called over HTTP: the target's ARN is its address. What it answers besides its status is not read. */
export const httpTarget = (http: HttpCaller): OutsideTarget => ({
  name: 'function by its https:// address',
  queue: 'events.http',
  accepts: (arn) => /^https?:\/\//i.test(arn),
  fault({ targetArn }) {
    const wrong = http.urlFault(targetArn);
    return wrong && `Arn: ${wrong}`;
  },
  async call(_on, _now, { targetArn, input, key }, signal) {
    const headers = { 'content-type': 'application/json; charset=utf-8', 'x-muster-key': key };
    return heardOf(await http.request({ method: 'POST', url: targetArn, headers, body: input }, signal));
  },
});
