import { type MapShape, type Member, resolve, type Shape } from '#kernel/shape';
import type { Operation, Service } from '../service.ts';
import { parsePairs, scalarOfText } from './form.ts';
import { type Failure, mediaType, type Protocol, type WireRequest, type WireResponse } from './protocol.ts';
import { place, utf8 } from './text.ts';
import { unreadable } from './wire-error.ts';
import { element, escapeXml, xmlMembers } from './xml.ts';

/** awsQuery: a form (or query string) with `Action` and flattened members in, XML out. */
export const awsQuery: Protocol = {
  names: ['awsQuery'],
  unknown: { code: 'InvalidAction', status: 400 },
  operationName: (request) => actionOf(request) ?? '',
  operation(service: Service, request: WireRequest): Operation | undefined {
    return service.operations.get(actionOf(request) ?? '');
  },
  parse(operation, request, { depth }) {
    const root = growTree(parsePairs(formText(request)), depth);
    return members(operation.input.members, root, []);
  },
  success({ requestId, service }, { name, output: shape }, output) {
    const result = shape ? element(`${name}Result`, xmlMembers(shape.members, output ?? {})) : '';
    const metadata = element('ResponseMetadata', element('RequestId', requestId));
    return xml(200, `<${name}Response${namespace(service?.xmlNamespace)}>${result}${metadata}</${name}Response>`);
  },
  failure({ requestId }, failure) {
    const error = element('Error', errorElements(failure));
    const body = `<ErrorResponse${namespace(failure.xmlNamespace)}>${error}${element('RequestId', requestId)}</ErrorResponse>`;
    return xml(failure.status, body, failure.retryAfter);
  },
};

const FORM = 'application/x-www-form-urlencoded';

/** Where the pairs are: in the body of a POST, in the query string of a GET. */
function formText(request: WireRequest): string {
  return request.content.length > 0 && mediaType(request) === FORM ? utf8(request.content) : request.query;
}

/** The `Action` of a form or query string, found without reading the rest. */
export function actionOf(request: WireRequest): string | undefined {
  const text =
    request.content.length > 0 && mediaType(request) === FORM ? request.content.toString('latin1') : request.query;
  return /(?:^|&)Action=(\w+)(?:&|$)/.exec(text)?.[1];
}

function xml(status: number, body: string, retryAfter?: number): WireResponse {
  const headers = {
    'content-type': 'text/xml',
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}\n` };
}

function namespace(uri: string | undefined): string {
  return uri ? ` xmlns="${escapeXml(uri)}"` : '';
}

function errorElements({ status, code, queryCode, message }: Failure): string {
  const type = element('Type', status >= 500 ? 'Receiver' : 'Sender');
  return type + element('Code', escapeXml(queryCode ?? code)) + element('Message', escapeXml(message));
}

/** Names with dots as a tree: `Plan.Stages.member.1.Minutes=5`. */
interface Node {
  text: string | undefined;
  readonly children: Map<string, Node>;
}

function growTree(pairs: readonly [string, string][], depth: number): Node {
  const root: Node = { text: undefined, children: new Map() };
  for (const [name, value] of pairs) {
    const steps = name.split('.', depth + 2);
    if (steps.length > depth + 1) throw unreadable(`The parameter names nest deeper than ${depth} levels.`);
    let node = root;
    for (const step of steps) {
      let child = node.children.get(step);
      if (!child) {
        child = { text: undefined, children: new Map() };
        node.children.set(step, child);
      }
      node = child;
    }
    node.text = value;
  }
  return root;
}

type Path = readonly (string | number)[];

function members(declared: readonly Member[], node: Node, path: Path): Record<string, unknown> {
  const parsed: Record<string, unknown> = {};
  for (const { name, shape } of declared) {
    const child = node.children.get(name);
    if (child) parsed[name] = parseValue(shape, child, [...path, name]);
  }
  return parsed;
}

function parseValue(given: Shape, node: Node, path: Path): unknown {
  const shape = resolve(given);
  switch (shape.kind) {
    case 'structure':
    case 'union':
      return members(shape.members, node, path);
    case 'list':
      return numbered(node.children.get('member') ?? node).map((child, index) =>
        parseValue(shape.member, child, [...path, index + 1]),
      );
    case 'map':
      return mapOf(shape, node, path);
    default:
      if (node.text === undefined) throw unreadable(`The parameter ${place(path)} must be a single value.`);
      return scalarOfText(shape, node.text, path);
  }
}

/** The children named by numbers, in the order of the numbers; gaps are closed. `Names=` alone is an empty list. */
function numbered(node: Node): Node[] {
  return [...node.children]
    .filter(([step]) => /^\d{1,9}$/.test(step))
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, child]) => child);
}

function mapOf(shape: MapShape, node: Node, path: Path): Record<string, unknown> {
  return Object.fromEntries(
    numbered(node.children.get('entry') ?? node).map((entry) => {
      const key = entry.children.get(shape.keyName)?.text;
      const value = entry.children.get(shape.valueName);
      if (key === undefined) throw unreadable(`An entry of ${place(path)} has no ${shape.keyName}.`);
      return [key, value && parseValue(shape.value, value, [...path, key])];
    }),
  );
}
