import { Composer, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { cut } from '#kernel/text';
import type { Fault } from './fault.ts';
import type { Json } from './runbook.ts';
import { DEEPEST, type PlaceOf, sourceOf } from './source-tree.ts';

/** A part of a document's text, with its place and the path that leads to it. */
export interface Spot {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}
export interface ScalarSource extends Spot {
  readonly is: 'scalar';
  readonly value: string | number | boolean | null;
}
export interface ListSource extends Spot {
  readonly is: 'list';
  readonly items: readonly Source[];
}
export interface MapSource extends Spot {
  readonly is: 'map';
  /** In the order of the text; no name twice. */
  readonly members: ReadonlyMap<string, Source>;
}
export type Source = ScalarSource | ListSource | MapSource;

export type Format = 'YAML' | 'JSON';

/** AWS's bound on a document's text, in bytes. */
export const LARGEST_DOCUMENT = 65_536;
/** What follows the first faults of a grammar are mostly consequences of them. */
const MOST_SYNTAX = 5;
const WHOLE: Spot = { path: '', line: 1, column: 1 };

/**
 * The parts of a text, or what is wrong with it as YAML or JSON. Takes no tags, no second document, no key twice; an alias
 * stands for what it names, and what comes of all of them is bounded.
 */
export function readSource(text: string, format: Format): { source: Source } | { faults: Fault[] } {
  const fail = (at: Spot, message: string) => ({ faults: [{ ...at, message }] });
  const size = Buffer.byteLength(text);
  if (size > LARGEST_DOCUMENT)
    return fail(WHOLE, `wanted at most ${LARGEST_DOCUMENT} bytes, got ${size}; move scripts or data out of it`);
  const deep = deepPlace(text);
  if (deep) return fail(deep, `wanted at most ${DEEPEST} parts within one another, got more; make it flatter`);
  const syntax = format === 'JSON' ? jsonFault(text) : undefined;
  if (syntax) return { faults: [syntax] };
  const lines = new LineCounter();
  const placeOf: PlaceOf = (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const [document, second] = composed(text, lines);
  if (!document) return fail(WHOLE, 'wanted a document, got an empty text');
  const errors = document.errors
    .slice(0, MOST_SYNTAX)
    .map(({ pos, message }) => ({ path: '', ...placeOf(pos[0]), message: inWords(message, format) }));
  if (errors.length > 0) return { faults: errors };
  if (second)
    return fail({ path: '', ...placeOf(second.range[0]) }, 'wanted one document, got a second one; leave it out');
  return sourceOf(document, placeOf);
}

/** The parts as a value. */
export function jsonOf(source: Source): Json {
  if (source.is === 'scalar') return source.value;
  if (source.is === 'list') return source.items.map(jsonOf);
  return Object.fromEntries([...source.members].map(([name, member]) => [name, jsonOf(member)]));
}

function composed(text: string, lines: LineCounter): Document.Parsed[] {
  const parser = new Parser(lines.addNewLine);
  // The kernel of YAML 1.2 and no more: no dates, no sets, no `yes`, and no tag of anybody's makes a value.
  const composer = new Composer({ version: '1.2', schema: 'core', merge: false, uniqueKeys: true });
  return [...composer.compose(parser.parse(text))].filter(({ contents }) => contents !== null) as Document.Parsed[];
}

const inWords = (message: string, format: Format) => `not ${format}: ${cut(message.split('\n')[0]!, 200)}`;

/** JSON is read by its own rules first: the reader of YAML takes more than it. */
function jsonFault(text: string): Fault | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = (error as Error).message;
    const position = /at position (\d+)/.exec(message)?.[1];
    const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
    const words = message.replace(/ at position .*$|, ".*$/s, '');
    return { path: '', line: before.length, column: before.at(-1)!.length + 1, message: inWords(words, 'JSON') };
  }
}

/** Where brackets or the dashes of one line go too deep: the reader itself would recurse as deep. */
function deepPlace(text: string): Spot | undefined {
  let [line, column, flow, dashes] = [1, 1, 0, 0];
  for (const token of new Lexer().lex(text)) {
    if (token === '{' || token === '[') flow++;
    else if (token === '}' || token === ']') flow = Math.max(0, flow - 1);
    else if (token === '-' || token === '?') dashes++;
    if (flow > DEEPEST || dashes > DEEPEST) return { path: '', line, column };
    const newLines = token.split('\n');
    if (newLines.length > 1) {
      line += newLines.length - 1;
      column = newLines.at(-1)!.length + 1;
      dashes = 0;
    } else if (!'\x02\x18\x1f'.includes(token)) column += token.length;
  }
  return undefined;
}
