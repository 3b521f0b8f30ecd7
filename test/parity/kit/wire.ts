import { resolve, type Shape } from '#kernel/shape';
import { type Signer, sign } from '#kernel/sign';
import type { Operation, Service } from '#wire/service';
import { KEY, REGION, type World } from '../../kit/world.ts';
import type { Clients } from '../../kit/world-clients.ts';

/** An answer as it came over the wire. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The error's name, wherever the protocol tells it; undefined for a success. */
  code: string | undefined;
  /** The JSON body; of an XML answer an empty object. */
  body: Record<string, unknown>;
}

export interface Raw {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string;
}

export type Wire = 'awsJson1.0' | 'awsJson1.1' | 'awsQuery' | 'restJson1';

/** The key that a client signs with. */
export async function signerOf(clients: Clients): Promise<Signer> {
  const { accessKeyId, secretAccessKey } = await clients.sts.config.credentials();
  return { accessKeyId, secret: secretAccessKey };
}

const ADMIN: Signer = { accessKeyId: KEY.id, secret: KEY.secret };

export interface CallOptions {
  signer?: Signer | 'none';
  region?: string;
  wire?: Wire;
}

/** Calls an operation with any input at all, valid or not, as no SDK would. */
export function call(
  world: World,
  service: Service,
  name: string,
  input: Record<string, unknown>,
  options: CallOptions = {},
): Promise<Answer> {
  const operation = service.operations.get(name);
  if (!operation) throw new Error(`${service.serviceName} has no operation ${name}`);
  const wire = options.wire ?? (service.protocols.find((protocol) => protocol !== 'rpcv2Cbor') as Wire);
  return send(world, service, writeRequest(service, operation, input, wire), options);
}

export async function send(
  world: World,
  service: Pick<Service, 'signingName'>,
  raw: Raw,
  { signer = ADMIN, region = REGION }: CallOptions = {},
): Promise<Answer> {
  const url = new URL(raw.path, world.url);
  const request = { method: raw.method, url, headers: raw.headers, body: raw.body };
  const headers =
    signer === 'none' ? raw.headers : sign(request, signer, { region, service: service.signingName }, world.now());
  const { host: _host, ...sent } = headers as Record<string, string>;
  const response = await fetch(url, {
    method: raw.method,
    headers: sent,
    ...(raw.method === 'GET' ? {} : { body: raw.body }),
  });
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return {
    status: response.status,
    headers: response.headers,
    text,
    body,
    code: response.ok ? undefined : codeOf(response, body, text),
  };
}

function codeOf(response: Response, body: Record<string, unknown>, text: string): string {
  const named =
    body['__type'] ?? response.headers.get('x-amzn-errortype') ?? /<Code>([^<]*)<\/Code>/.exec(text)?.[1] ?? '';
  return String(named).replace(/^.*#/, '').replace(/:.*$/, '');
}

function writeRequest(service: Service, operation: Operation, input: Record<string, unknown>, wire: Wire): Raw {
  if (wire === 'restJson1') return writeRest(operation, input);
  if (wire === 'awsQuery') {
    const form = new URLSearchParams({ Action: operation.name, Version: service.apiVersion });
    for (const [name, value] of flatten(operation.input, '', input)) form.append(name, value);
    return {
      method: 'POST',
      path: '/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: form.toString(),
    };
  }
  const headers = {
    'content-type': `application/x-amz-json-${wire.slice(-3)}`,
    'x-amz-target': `${service.target}.${operation.name}`,
  };
  return { method: 'POST', path: '/', headers, body: JSON.stringify(wireValue(input)) };
}

function writeRest({ http, name }: Operation, input: Record<string, unknown>): Raw {
  if (!http) throw new Error(`${name} has no HTTP binding`);
  const encoded = (value: unknown) => encodeURIComponent(String(value).toWellFormed());
  const search = Object.entries(http.query ?? {})
    .flatMap(([member, wire]) => [input[member] ?? []].flat().map((value) => `${wire}=${encoded(value)}`))
    .join('&');
  const bound = new Set([...labelsOf(http.uri), ...Object.keys(http.query ?? {})]);
  const rest = Object.fromEntries(Object.entries(input).filter(([member]) => !bound.has(member)));
  const body = http.method === 'POST' ? JSON.stringify(wireValue(rest)) : '';
  const labelled = http.uri.replaceAll(/\{(\w+)\}/g, (_, member: string) => encoded(input[member] ?? ''));
  const path = `${labelled}${search === '' ? '' : `?${search}`}`;
  return { method: http.method, path, headers: body === '' ? {} : { 'content-type': 'application/json' }, body };
}

/** The members that stand in an operation's path. */
export const labelsOf = (uri: string): string[] => [...uri.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);

/** Instants as AWS's JSON has them: seconds since 1970. Bytes in base64. */
function wireValue(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(wireValue);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, wireValue(part)]));
}

/** Members as awsQuery has them: `Dimensions.member.1.Name`, `Attributes.entry.1.key`. What is not of its shape is written as it is. */
function flatten(given: Shape | undefined, prefix: string, value: unknown): [string, string][] {
  if (value === undefined) return [];
  if (value instanceof Date) return [[prefix, value.toISOString()]];
  if (value instanceof Uint8Array) return [[prefix, Buffer.from(value).toString('base64')]];
  const shape = given && resolve(given);
  if (Array.isArray(value)) {
    const member = shape?.kind === 'list' ? shape.member : undefined;
    return value.flatMap((item, index) => flatten(member, `${prefix}.member.${index + 1}`, item));
  }
  if (typeof value !== 'object' || value === null) return [[prefix, String(value).toWellFormed()]];
  const entries = Object.entries(value);
  if (shape?.kind === 'map') {
    return entries.flatMap(([key, part], index) => {
      const entry = `${prefix}.entry.${index + 1}`;
      return [[`${entry}.${shape.keyName}`, key], ...flatten(shape.value, `${entry}.${shape.valueName}`, part)];
    });
  }
  const members = shape?.kind === 'structure' || shape?.kind === 'union' ? shape.members : [];
  const shapeOf = (name: string) => members.find((member) => member.name === name)?.shape;
  return entries.flatMap(([name, part]) => flatten(shapeOf(name), prefix === '' ? name : `${prefix}.${name}`, part));
}
