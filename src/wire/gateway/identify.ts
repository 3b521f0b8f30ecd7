import type { IncomingMessage } from 'node:http';
import { awsJson, splitTarget } from '../protocols/aws-json.ts';
import { actionOf, awsQuery } from '../protocols/aws-query.ts';
import { mediaType, type Protocol, type WireRequest } from '../protocols/protocol.ts';
import { restJson } from '../protocols/rest-json.ts';
import { rpcCbor, rpcTarget } from '../protocols/rpc-cbor.ts';
import type { Implementation, Service } from '../service.ts';
import { scopeService } from '../signing/presented.ts';
import { receiveHead } from './receive.ts';

/** Which service a request is for and which protocol it speaks, before anything of it is believed. */

const FORM = 'application/x-www-form-urlencoded';
const ACTION = /(^|&)Action=/;
const PROTOCOLS: readonly Protocol[] = [awsJson, restJson, awsQuery, rpcCbor];

/** Services by signing name and by what else a request may call them. */
export interface Directory<C> {
  readonly all: readonly Implementation<C>[];
  readonly bySigningName: ReadonlyMap<string, Implementation<C>>;
}

/** Throws when two services answer to one signing name. */
export function directoryOf<C>(services: readonly Implementation<C>[]): Directory<C> {
  const bySigningName = new Map<string, Implementation<C>>();
  for (const each of services) {
    const { signingName } = each.service;
    if (bySigningName.has(signingName)) throw new Error(`two services have the signing name ${signingName}: keep one`);
    bySigningName.set(signingName, each);
  }
  return { all: services, bySigningName };
}

export interface Identified<C> {
  readonly protocol: Protocol;
  readonly implementation: Implementation<C> | undefined;
  /** The signing name in the credential scope, where the request is signed. */
  readonly scoped: string | undefined;
}

export function identify<C>(directory: Directory<C>, request: WireRequest): Identified<C> {
  const scoped = scopeService(request);
  const byScope = scoped === undefined ? undefined : directory.bySigningName.get(scoped);
  // What else the request says of its service wins: the scope is then checked against it.
  const implementation = byAddress(directory, request) ?? byScope;
  return { protocol: protocolOf(request, implementation?.service), implementation, scoped };
}

/** The service by target prefix, path, or (unsigned forms only) the API's version. */
function byAddress<C>({ all }: Directory<C>, request: WireRequest): Implementation<C> | undefined {
  const target =
    rpcTarget(request.path)?.service ?? (request.headers.has('x-amz-target') ? splitTarget(request)[0] : '');
  if (target !== '') return all.find(({ service }) => service.target === target);
  if (scopeService(request) !== undefined || !isQuery(request)) return undefined;
  const text = request.body.length > 0 ? request.body.toString('latin1') : request.query;
  const version = /(?:^|&)Version=([\w-]+)/.exec(text)?.[1];
  return all.find(({ service }) => service.apiVersion === version && service.operations.has(actionOf(request) ?? ''));
}

function protocolOf(request: WireRequest, service: Service | undefined): Protocol {
  if (request.headers.get('smithy-protocol') === 'rpc-v2-cbor' || rpcTarget(request.path)) return rpcCbor;
  if (request.headers.has('x-amz-target')) return awsJson;
  if (isQuery(request)) return awsQuery;
  // Nothing tells: answer in the service's own way.
  const own = service && !service.protocols.includes('restJson1') ? service.protocols[0] : undefined;
  return PROTOCOLS.find(({ names }) => own !== undefined && names.includes(own)) ?? restJson;
}

function isQuery(request: Pick<WireRequest, 'headers' | 'query'>): boolean {
  return mediaType(request) === FORM || ACTION.test(request.query);
}

export function speaks(service: Service, protocol: Protocol): boolean {
  return protocol.names.some((name) => service.protocols.includes(name));
}

/** Where restJson1 has its operations: a verb and its noun, or the tags of a resource. Nothing of our own lies there. */
const REST_PATH = /^\/((batchGet|create|delete|get|list|put|start|update)[A-Z][A-Za-z]*|tags\/.+)$/;

/** Whether a request is for the AWS face: signed, presigned, or unsigned but written as an AWS client writes. */
export function isAwsRequest(message: IncomingMessage): boolean {
  // Nearly every call; the rest is read only for the others.
  if (message.headers.authorization?.startsWith('AWS4-')) return true;
  const request = receiveHead(message);
  if (/(^|&)X-Amz-(Algorithm|Signature)=/.test(request.query)) return true;
  if (request.headers.has('x-amz-target') || request.headers.has('smithy-protocol')) return true;
  return REST_PATH.test(request.path) || (request.path === '/' && isQuery(request));
}
