import type { DeadLetterQueue, FailureCode, FunctionCaller, Heard } from '#domain/events';
import { parseArn } from '#kernel/arn';
import { type Signer, sign } from '#kernel/sign';
import { cut, messageOf } from '#kernel/text';
import { type Outgoing, OutgoingError } from '#providers/outgoing';

/** With what AWS itself is called. */
export interface AwsAccess {
  accessKeyId: string | undefined;
  secret: string | undefined;
  sessionToken?: string | undefined;
  /** Where its services are; AWS's own addresses unless given. */
  baseUrl: string | undefined;
  outgoing: Outgoing;
}

interface AwsCall {
  service: string;
  region: string;
  path: string;
  query?: string;
  headers: Record<string, string>;
  body: string;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 65_536;
const NO_KEY =
  'AWS cannot be called: set MUSTER_AWS_ACCESS_KEY_ID and MUSTER_AWS_SECRET_ACCESS_KEY, with a policy that allows it';
/** Errors that say: not now. */
const LATER = /Throttl|TooManyRequests|ServiceUnavailable|InternalFailure|ServiceException|RequestTimeout|RequestLimit/;
/** Errors about this machine, which somebody will mend: tried again. */
const OURS = /ExpiredToken|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|RequestExpired/;

/** Signed calls of Lambda and SQS; none throws. */
export function createAwsCalls(access: AwsAccess): { functions: FunctionCaller; deadLetters: DeadLetterQueue } {
  return {
    functions: {
      async invoke(now, { arn, input }, signal) {
        const { region, resource } = parseArn(arn)!;
        const [, name = '', qualifier] = resource.split(':');
        const heard = await post(access, now, signal, {
          ...{ service: 'lambda', region, path: `/2015-03-31/functions/${encodeURIComponent(name)}/invocations` },
          ...(qualifier === undefined ? {} : { query: `Qualifier=${encodeURIComponent(qualifier)}` }),
          headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'Event' },
          body: input,
        });
        return heard;
      },
    },
    deadLetters: {
      async send(now, { queueArn, body, attributes }, signal) {
        const { region, account, resource } = parseArn(queueArn)!;
        const base = access.baseUrl ?? `https://sqs.${region}.amazonaws.com`;
        const message = {
          QueueUrl: `${base.replace(/\/+$/, '')}/${account}/${resource}`,
          MessageBody: body,
          MessageAttributes: Object.fromEntries(
            Object.entries(attributes).map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
          ),
        };
        const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.SendMessage' };
        return post(access, now, signal, { service: 'sqs', region, path: '/', headers, body: JSON.stringify(message) });
      },
    },
  };
}

async function post(access: AwsAccess, now: Date, signal: AbortSignal, call: AwsCall): Promise<Heard> {
  const { accessKeyId, secret, sessionToken, outgoing } = access;
  if (!accessKeyId || !secret) return { ok: false, permanent: false, code: 'NO_PERMISSIONS', reason: NO_KEY };
  const signer: Signer = { accessKeyId, secret, ...(sessionToken ? { sessionToken } : {}) };
  const base = (access.baseUrl ?? `https://${call.service}.${call.region}.amazonaws.com`).replace(/\/+$/, '');
  const url = new URL(`${base}${call.path}${call.query === undefined ? '' : `?${call.query}`}`);
  const { headers, body } = call;
  const signed = sign(
    { method: 'POST', url, headers, body },
    signer,
    { region: call.region, service: call.service },
    now,
  );
  const hidden = [secret, sessionToken].flatMap((one) => one ?? []);
  try {
    const bounds = { timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES, maxRedirects: 0, signal };
    const answer = await outgoing.request({ method: 'POST', url: url.href, headers: signed, body, ...bounds });
    return toHeard(call.service, answer.status, answer.headers, answer.body.toString('utf8'), hidden);
  } catch (error) {
    if (!(error instanceof OutgoingError) && !signal.aborted) throw error;
    const timeout = error instanceof OutgoingError && error.reason === 'timeout';
    const reason = `AWS ${call.service} at ${url.origin} could not be used: ${messageOf(error)}`;
    return { ok: false, permanent: false, code: timeout ? 'TIMEOUT' : 'FAILED_INVOCATION', reason: cut(reason, 400) };
  }
}

function toHeard(
  service: string,
  status: number,
  headers: Record<string, string>,
  body: string,
  hidden: readonly string[],
): Heard {
  if (status >= 200 && status < 300) return { ok: true, result: headers['x-amzn-requestid'] ?? String(status) };
  const error = errorIn(headers, body);
  const later = status >= 500 || status === 429 || LATER.test(error.code) || OURS.test(error.code);
  const said = hidden.reduce((text, one) => text.replaceAll(one, '***'), `${error.code} ${error.message}`.trim());
  return {
    ok: false,
    permanent: !later,
    code: codeOf(status, error.code),
    reason: cut(`AWS ${service} refused it (${status}${said ? `, ${said}` : ''})`.replace(/[\s\p{Cc}]+/gu, ' '), 400),
  };
}

function codeOf(status: number, code: string): FailureCode {
  if (/NotFound|NonExistent/.test(code) || status === 404) return 'NO_RESOURCE';
  if (/Throttl|TooManyRequests/.test(code) || status === 429) return 'THROTTLING';
  if (status === 401 || status === 403 || OURS.test(code) || /AccessDenied/.test(code)) return 'NO_PERMISSIONS';
  return status < 500 ? 'INVALID_PARAMETER' : 'FAILED_INVOCATION';
}

function errorIn(headers: Record<string, string>, body: string): { code: string; message: string } {
  const read = objectIn(body);
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  const code = text(read['__type']).split('#').at(-1) || (headers['x-amzn-errortype'] ?? '').split(':')[0]!;
  return { code, message: text(read['message']) || text(read['Message']) };
}

function objectIn(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // No JSON: a proxy's page. The status is all that is known.
    return {};
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
