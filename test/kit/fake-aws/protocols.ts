import type { IncomingMessage } from 'node:http';

/** What reached the fake, read by the protocol of its service. */
export interface Asked {
  service: string;
  operation: string;
  region: string;
  accessKeyId: string;
  sessionToken: string | undefined;
  /** Of forms flat, by their dotted names; of JSON as it is. */
  input: Record<string, unknown>;
  method: string;
  path: string;
}

export interface Told {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** How an operation answers: an object, or an error by its code. */
export type Answer = { [name: string]: unknown } | FakeError;

export class FakeError {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    this.code = code;
    this.message = message;
    this.status = status;
  }
}

const FORMS = new Set(['ec2', 'autoscaling', 'cloudformation', 'iam', 'sts']);
const REQUEST_ID = '11111111-2222-4333-8444-555555555555';

export function readAsked(request: IncomingMessage, body: string): Asked {
  const [, accessKeyId = '', region = '', service = ''] =
    /Credential=([^/]+)\/\d{8}\/([\w-]+)\/([\w-]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const token = request.headers['x-amz-security-token'];
  const { method = '', url: path = '' } = request;
  const common = {
    service,
    region,
    accessKeyId,
    sessionToken: token === undefined ? undefined : String(token),
    method,
    path,
  };
  if (FORMS.has(service)) {
    const form = Object.fromEntries(new URLSearchParams(body));
    return { ...common, operation: String(form['Action']), input: form };
  }
  if (service === 's3') return { ...common, operation: method, input: { body } };
  const json = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
  const target = String(request.headers['x-amz-target'] ?? '')
    .split('.')
    .at(-1)!;
  return { ...common, operation: target || restOperation(method, path), input: json };
}

/** Lambda's operations, by their addresses. */
function restOperation(method: string, path: string): string {
  if (/\/invocations(\?|$)/.test(path)) return 'Invoke';
  if (/\/aliases\//.test(path)) return method === 'GET' ? 'GetAlias' : 'UpdateAlias';
  return `${method} ${path}`;
}

export function writeTold({ service, operation }: Asked, answer: Answer): Told {
  if (FORMS.has(service)) return formTold(service, operation, answer);
  const headers: Record<string, string> = { 'x-amzn-requestid': REQUEST_ID };
  if (answer instanceof FakeError) {
    const body =
      service === 's3' ? `<Error><Code>${answer.code}</Code><Message>${answer.message}</Message></Error>` : '';
    headers['x-amzn-errortype'] = answer.code;
    return {
      status: answer.status,
      headers,
      body: body || JSON.stringify({ __type: answer.code, message: answer.message }),
    };
  }
  const { raw, headers: more, ...json } = answer as { raw?: string; headers?: Record<string, string> };
  const told = { ...headers, ...more };
  if (service === 's3') return { status: 200, headers: { ...told, etag: '"1"' }, body: '' };
  return { status: 200, headers: told, body: raw ?? JSON.stringify(json) };
}

function formTold(service: string, operation: string, answer: Answer): Told {
  const headers = { 'content-type': 'text/xml' };
  const ec2 = service === 'ec2';
  if (answer instanceof FakeError) {
    const error = `<Error><Code>${answer.code}</Code><Message>${answer.message}</Message></Error>`;
    const body = ec2
      ? `<Response><Errors>${error}</Errors><RequestID>${REQUEST_ID}</RequestID></Response>`
      : `<ErrorResponse>${error}<RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`;
    return { status: answer.status, headers, body };
  }
  const inner = Object.entries(answer)
    .map(([name, value]) => element(name, value, ec2 ? 'item' : 'member'))
    .join('');
  const body = ec2
    ? `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${REQUEST_ID}</requestId>${inner}</${operation}Response>`
    : `<${operation}Response xmlns="https://${service}.amazonaws.com/doc/"><${operation}Result>${inner}</${operation}Result><ResponseMetadata><RequestId>${REQUEST_ID}</RequestId></ResponseMetadata></${operation}Response>`;
  return { status: 200, headers, body };
}

function element(name: string, value: unknown, item: string): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return `<${name}>${value.map((one) => element(item, one, item)).join('')}</${name}>`;
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value).map(([key, one]) => element(key, one, item));
    return `<${name}>${inner.join('')}</${name}>`;
  }
  return `<${name}>${String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`;
}

/** The values of a form's list: `InstanceId.1`, `InstanceId.2`. */
export const listed = (input: Record<string, unknown>, name: string): string[] =>
  Object.entries(input).flatMap(([key, value]) => (new RegExp(`^${name}\\.\\d+$`).test(key) ? [String(value)] : []));
