import type { Operation, Service } from '../service.ts';
import { parseJson, writeJson } from './json.ts';
import {
  type AnswerContext,
  errorMembers,
  type Failure,
  failureHeaders,
  type Protocol,
  type WireRequest,
} from './protocol.ts';

/** awsJson1.0 and 1.1: `POST /`, the operation in `X-Amz-Target`, a JSON object both ways. */
export const awsJson: Protocol = {
  names: ['awsJson1.0', 'awsJson1.1'],
  unknown: { code: 'UnknownOperationException', status: 400 },
  operationName,
  operation(service: Service, request: WireRequest): Operation | undefined {
    const [prefix, name] = splitTarget(request);
    return request.method === 'POST' && prefix === service.target ? service.operations.get(name) : undefined;
  },
  parse: (operation, request, limits) => parseJson(operation.input, request.content, limits.depth),
  success: (context, operation, output) => ({
    status: 200,
    headers: { 'content-type': contentType(context) },
    body: writeJson(operation.output, output),
  }),
  failure: (context, failure) => ({
    status: statusOf(failure),
    headers: { 'content-type': contentType(context), ...failureHeaders(failure) },
    body: JSON.stringify({ __type: failure.code, ...errorMembers(failure) }),
  }),
};

/** Prefix and operation of `X-Amz-Target`; the prefix may itself hold dots. */
export function splitTarget(request: Pick<WireRequest, 'headers'>): [prefix: string, name: string] {
  const target = request.headers.get('x-amz-target') ?? '';
  const dot = target.lastIndexOf('.');
  return [target.slice(0, Math.max(dot, 0)), target.slice(dot + 1)];
}

function operationName(request: WireRequest): string {
  return request.headers.get('x-amz-target') ?? '';
}

function contentType({ contentType: asked, service }: AnswerContext): string {
  if (asked === 'application/x-amz-json-1.0' || asked === 'application/x-amz-json-1.1') return asked;
  return service?.protocols.includes('awsJson1.0') ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1';
}

/** A service's errors are 400 or 500 here, whatever their model says; the gateway's own keep their status. */
function statusOf({ status, ofGateway }: Failure): number {
  return ofGateway || status >= 500 || status === 413 ? status : 400;
}
