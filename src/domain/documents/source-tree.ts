import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';
import { type Fault, MOST_FAULTS } from './fault.ts';
import type { Source, Spot } from './source.ts';

export const DEEPEST = 64;
/** Parts of a document, with everything that aliases repeat. */
const MOST_PARTS = 20_000;
const LONGEST_NAME = 1024;
const CORE_TAGS = 'tag:yaml.org,2002:';

export type PlaceOf = (offset: number) => { line: number; column: number };

interface Reading {
  document: Document.Parsed;
  placeOf: PlaceOf;
  faults: Fault[];
  parts: number;
  /** Nodes that lie around the one that is read: an alias of one of them would have no end. */
  around: unknown[];
}

/** The tree of what was read as YAML. Faults: tags, keys that are no text, aliases without an end, too much of it all. */
export function sourceOf(document: Document.Parsed, placeOf: PlaceOf): { source: Source } | { faults: Fault[] } {
  const reading: Reading = { document, placeOf, faults: [], parts: 0, around: [] };
  const source = read(reading, document.contents, '', { path: '', line: 1, column: 1 });
  return source && reading.faults.length === 0 ? { source } : { faults: reading.faults };
}

function read(on: Reading, node: unknown, path: string, from: Spot): Source | undefined {
  if (isAlias(node)) return readAlias(on, node, path, from);
  const at = spotOf(on, node, path, from);
  if (node === null || node === undefined) return { is: 'scalar', value: null, ...at };
  if (++on.parts > MOST_PARTS) return tell(on, at, `wanted at most ${MOST_PARTS} parts, got more; make it shorter`);
  if (on.around.length > DEEPEST) return tell(on, at, `wanted at most ${DEEPEST} parts within one another, got more`);
  const { tag } = node as { tag?: string };
  if (tag !== undefined && !tag.startsWith(CORE_TAGS))
    return tell(on, at, `wanted a plain value, got the tag ${tag}; runbooks have no tags`);
  on.around.push(node);
  const found = readPlain(on, node, at);
  on.around.pop();
  return found;
}

function readPlain(on: Reading, node: unknown, at: Spot): Source | undefined {
  if (isSeq(node)) {
    const items = node.items.map((item, index) => read(on, item, `${at.path}[${index}]`, at));
    return { is: 'list', items: items.filter((item) => item !== undefined), ...at };
  }
  if (isMap(node)) {
    const members = new Map<string, Source>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : undefined;
      const place = spotOf(on, key, at.path, at);
      if (name === undefined || name.length > LONGEST_NAME)
        tell(on, place, 'wanted a name before the colon, got another thing');
      else {
        if (members.has(name)) tell(on, { ...place, path: pathTo(at.path, name) }, 'is there twice; leave one out');
        // What is empty has its name's place.
        const member = read(on, value, pathTo(at.path, name), place);
        if (member) members.set(name, member);
      }
    }
    return { is: 'map', members, ...at };
  }
  const value: unknown = isScalar(node) ? node.value : undefined;
  if (typeof value === 'number' && !Number.isFinite(value)) return tell(on, at, 'wanted a finite number');
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || value === null)
    return { is: 'scalar', value, ...at };
  return tell(on, at, 'wanted text, a number, true, false, a list or a map');
}

function readAlias(on: Reading, node: { source: string }, path: string, from: Spot): Source | undefined {
  const at = spotOf(on, node, path, from);
  const target = (node as Parameters<typeof isAlias>[0] & { resolve(of: unknown): unknown }).resolve(on.document);
  if (!target) return tell(on, at, `wanted an anchor &${node.source} before *${node.source}, found none`);
  if (on.around.includes(target)) return tell(on, at, `*${node.source} is within what it stands for: that has no end`);
  const source = read(on, target, path, at);
  return source && { ...source, line: at.line, column: at.column };
}

function tell(on: Reading, at: Spot, message: string): undefined {
  // What is over a bound is told once; the rest is not walked through.
  if (on.parts <= MOST_PARTS + 1 && on.faults.length < MOST_FAULTS)
    on.faults.push({ path: at.path, line: at.line, column: at.column, message });
  return undefined;
}

function spotOf(on: Reading, node: unknown, path: string, from: Spot): Spot {
  const range = (node as { range?: readonly number[] | null } | null | undefined)?.range;
  return range ? { path, ...on.placeOf(range[0]!) } : { ...from, path };
}

const pathTo = (path: string, name: string): string =>
  /^[\w:$-]+$/.test(name) ? `${path}${path ? '.' : ''}${name}` : `${path}['${name}']`;
