import { type Member, resolve } from '#kernel/shape';
import type { Operation, Service } from '../service.ts';
import { decodeMembers } from './decode.ts';
import { decodePercent, parsePairs, scalarOfText } from './form.ts';
import { readJson, writeJson } from './json.ts';
import { errorMembers, failureHeaders, type Protocol, type WireRequest, type WireResponse } from './protocol.ts';

/** restJson1: the operation is method and path; members lie in the path, the query string and a JSON body. */
export const restJson: Protocol = {
  names: ['restJson1'],
  unknown: { code: 'UnknownOperationException', status: 404 },
  operationName: ({ method, path }) => `${method} ${path}`,
  operation: (service, request) => routeOf(service, request)?.operation,
  parse(operation, request, { depth }) {
    const route = compile(operation);
    const body = route.body.length > 0 ? decodeMembers(route.body, readJson(request.content, depth)) : {};
    return { ...body, ...fromQuery(route, request), ...fromPath(route, request) };
  },
  success(_context, { http, output: shape }, output): WireResponse {
    const status = http?.code ?? 200;
    if (status === 204) return { status, headers: {}, body: '' };
    return { status, headers: { 'content-type': JSON_TYPE }, body: writeJson(shape, output) };
  },
  failure: (_context, failure) => ({
    status: failure.status,
    headers: { 'content-type': JSON_TYPE, ...failureHeaders(failure) },
    body: JSON.stringify(errorMembers(failure)),
  }),
};

const JSON_TYPE = 'application/json';

interface Route {
  readonly operation: Operation;
  readonly method: string;
  readonly path: RegExp;
  readonly labels: readonly Member[];
  readonly query: readonly { readonly member: Member; readonly name: string }[];
  readonly body: readonly Member[];
}

const compiled = new WeakMap<Operation, Route>();
const routes = new WeakMap<Service, readonly Route[]>();

function routeOf(service: Service, { method, path }: WireRequest): Route | undefined {
  let known = routes.get(service);
  if (!known) {
    known = [...service.operations.values()].filter((operation) => operation.http).map(compile);
    routes.set(service, known);
  }
  return known.find((route) => route.method === method && route.path.test(path));
}

function compile(operation: Operation): Route {
  const known = compiled.get(operation);
  if (known) return known;
  const { http, input } = operation;
  if (!http) throw new Error(`operation ${operation.name} has no http binding`);
  const names = [...http.uri.matchAll(/\{(\w+)\+?\}/g)].map((match) => match[1]!);
  const member = (name: string) => input.members.find((each) => each.name === name)!;
  const queried = http.query ?? {};
  const route: Route = {
    operation,
    method: http.method,
    path: pathPattern(http.uri),
    labels: names.map(member),
    query: Object.entries(queried).map(([name, wire]) => ({ member: member(name), name: wire })),
    body: input.members.filter(({ name }) => !names.includes(name) && !Object.hasOwn(queried, name)),
  };
  compiled.set(operation, route);
  return route;
}

/** Matches the raw path: an encoded slash belongs to its label. */
function pathPattern(uri: string): RegExp {
  const pattern = uri
    .replace(/[.*?^$|()[\]\\]/g, '\\$&')
    .replace(/\{\w+(\+?)\}/g, (_, greedy) => (greedy ? '(.+)' : '([^/]+)'));
  return new RegExp(`^${pattern}$`);
}

function fromPath({ path, labels }: Route, request: WireRequest): Record<string, unknown> {
  const values = path.exec(request.path) ?? [];
  return Object.fromEntries(
    labels.map(({ name, shape }, index) => [
      name,
      scalarOfText(resolve(shape), decodePercent(values[index + 1]!), [name]),
    ]),
  );
}

function fromQuery({ query }: Route, request: WireRequest): Record<string, unknown> {
  if (query.length === 0) return {};
  const pairs = parsePairs(request.query);
  const parsed: Record<string, unknown> = {};
  for (const { member, name } of query) {
    const values = pairs.filter(([key]) => key === name).map(([, value]) => value);
    const shape = resolve(member.shape);
    if (values.length === 0) continue;
    parsed[member.name] =
      shape.kind === 'list'
        ? values.map((value, index) => scalarOfText(resolve(shape.member), value, [member.name, index + 1]))
        : scalarOfText(shape, values.at(-1)!, [member.name]);
  }
  return parsed;
}
