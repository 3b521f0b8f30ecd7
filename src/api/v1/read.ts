import { invalid } from '#kernel/refusal';
import { nestsDeeper } from '../nesting.ts';
import { type Fault, faultsOf } from './faults.ts';
import { faulty } from './problem.ts';
import type { Input, Route } from './route.ts';
import { object, type TObject } from './schema.ts';
import type { Known } from './wanted.ts';

/** A request's parts as they came. */
export interface Raw {
  params: Record<string, string>;
  /** Without its question mark. */
  query: string;
  body: Buffer;
  contentType: string | undefined;
}

/** How deep a body may nest, and how many parameters a query may have. */
const DEPTH = 24;
const PARAMETERS = 100;

const NOTHING = object({}, 'nothing');

/** The input that a route declares, checked whole: all that is wrong is told at once. */
export function readInput(route: Route, raw: Raw): Input {
  const { values: query, faults: excess } = readQuery(route.query ?? NOTHING, raw.query);
  const body = readBody(route, raw);
  const faults = [
    ...faultsOf(route.params ?? NOTHING, raw.params),
    ...excess,
    ...faultsOf(route.query ?? NOTHING, query),
    ...(route.body ? faultsOf(route.body, body) : []),
  ];
  if (faults.length > 0) throw faulty(faults);
  return { params: raw.params, query: withDefaults(route.query, query), body: withDefaults(route.body, body) };
}

function readQuery(schema: TObject, text: string): { values: Record<string, unknown>; faults: Fault[] } {
  const pairs = [...new URLSearchParams(text)];
  if (pairs.length > PARAMETERS) {
    const faults = [{ field: '?', wanted: `${PARAMETERS} parameters at most`, got: `${pairs.length}` }];
    return { values: {}, faults };
  }
  const given = Map.groupBy(pairs, ([name]) => name);
  const members = (schema as Known).properties ?? {};
  const values = [...given].map(([name, all]) => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    const texts = all.map(([, value]) => value);
    if (member?.type === 'array') return [name, texts.map((each) => readText(member.items, each))];
    return [name, texts.length === 1 ? readText(member, texts[0]!) : texts];
  });
  return { values: Object.fromEntries(values), faults: [] };
}

/** A query has texts only: a number's and a boolean's are read as such, and a wrong one is left for the check to tell. */
function readText(schema: Known | undefined, text: string): unknown {
  if (schema?.type === 'integer' && /^-?[0-9]{1,15}$/.test(text)) return Number(text);
  if (schema?.type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function readBody(route: Route, { body, contentType }: Raw): Record<string, unknown> {
  if (!route.body) {
    if (body.length === 0 || body.toString() === '{}') return {};
    throw invalid(`The body: wanted none, got ${body.length} bytes.`);
  }
  const type = (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (body.length > 0 && type !== 'application/json' && type !== 'application/merge-patch+json') {
    throw faulty([{ field: 'Content-Type', wanted: 'application/json', got: type.slice(0, 100) || 'nothing' }]);
  }
  const text = body.length === 0 ? '{}' : textOf(body);
  // Before anything recurses into it.
  if (nestsDeeper(body, DEPTH)) throw invalid(`The body: wanted at most ${DEPTH} levels of nesting, got more.`);
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw invalid(`The body: wanted JSON, got something else: ${(error as Error).message.slice(0, 200)}`);
  }
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw invalid('The body: wanted UTF-8, got bytes that are none.');
  }
}

function withDefaults(schema: TObject | undefined, given: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries((schema as Known | undefined)?.properties ?? {});
  const defaults = members.flatMap(([name, member]) => ('default' in member ? [[name, member.default]] : []));
  return { ...Object.fromEntries(defaults), ...given };
}
