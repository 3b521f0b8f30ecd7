import { cbor, tag } from '@smithy/core/cbor';
import type { Operation, Service } from '../service.ts';
import { readCbor } from './cbor.ts';
import { decodeMembers } from './decode.ts';
import { encodeMembers, type ScalarWriter } from './encode.ts';
import { errorMembers, failureHeaders, type Protocol, type WireRequest } from './protocol.ts';

/** Smithy RPC v2 CBOR: `POST /service/<target>/operation/<Operation>`, CBOR maps both ways. */
export const rpcCbor: Protocol = {
  names: ['rpcv2Cbor'],
  unknown: { code: 'UnknownOperationException', status: 404 },
  operationName: ({ path }) => path,
  operation(service: Service, request: WireRequest): Operation | undefined {
    const target = rpcTarget(request.path);
    if (request.method !== 'POST' || !target || target.service !== service.target) return undefined;
    return service.operations.get(target.operation);
  },
  parse(operation, request, { depth }) {
    const body = request.content.length === 0 ? {} : readCbor(request.content, depth);
    return decodeMembers(operation.input.members, body);
  },
  success: (_context, { output: shape }, output) => ({
    status: 200,
    headers,
    body: cbor.serialize(shape ? encodeMembers(writer, shape.members, output ?? {}) : {}),
  }),
  failure: (_context, failure) => ({
    status: failure.status,
    headers: { ...headers, ...failureHeaders(failure) },
    body: cbor.serialize({ __type: failure.code, ...errorMembers(failure) }),
  }),
};

/** Without the protocol's name in the answer, clients refuse to read it. */
const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };

const writer: ScalarWriter = {
  timestamp: (instant) => tag({ tag: 1, value: instant.getTime() / 1000 }),
  blob: (bytes) => bytes,
  number: (number) => number,
};

/** A prefix before `/service/` is permitted by the protocol. */
export function rpcTarget(path: string): { service: string; operation: string } | undefined {
  const match = /\/service\/([^/]+)\/operation\/([^/]+)$/.exec(path);
  return match ? { service: match[1]!, operation: match[2]! } : undefined;
}
