/**
 * The service models' patterns, matched in bounded time. Some of them (`([\w]+)*` in every contact's ARN) make a
 * backtracking matcher take twice as long with each further character: one hostile string would stop the process.
 * Where a pattern is of such a kind, it runs as a set of states (Thompson's way), in time length × pattern.
 */
export interface Pattern {
  /** The model's own text, for messages. */
  readonly source: string;
  /** Whether the whole of `text` matches, as at AWS. */
  matches(text: string): boolean;
}

/** Throws where neither the engine nor the states can match in bounded time. */
export function compilePattern(source: string): Pattern {
  const text = source.replace(/^\(\?i\)/, '');
  // Unicode classes need the `u` flag, which in turn refuses the models' needless escapes (`\-`): only where they occur.
  const flags = (text === source ? '' : 'i') + (/\\p\{/i.test(text) ? 'u' : '');
  const native = new RegExp(`^(?:${text})$`, flags);
  const tree = parse(text);
  if (!tree && /\)[*+{]/.test(text)) {
    throw new Error(
      `pattern ${source}: a repeated group beside look-around or back-references has no bounded match; rewrite it`,
    );
  }
  if (!tree || !canExplode(tree)) return { source, matches: (value) => native.test(value) };
  const program = compile(tree, flags);
  return { source, matches: (value) => run(program, flags.includes('u') ? [...value] : value.split('')) };
}

type Node =
  | { readonly is: 'one'; readonly of: string }
  | { readonly is: 'start' | 'end' }
  | { readonly is: 'sequence' | 'either'; readonly parts: readonly Node[] }
  | { readonly is: 'repeat'; readonly body: Node; readonly min: number; readonly max: number };

/** Ways to match one text multiply when a repeated part can itself match a text in several ways. */
function canExplode(tree: Node): boolean {
  const repeats = all(tree).flatMap((node) => (node.is === 'repeat' && node.max > 1 ? [node] : []));
  const ambiguous = (node: Node) => node.is === 'either' || (node.is === 'repeat' && node.min !== node.max);
  return repeats.length > 3 || repeats.some(({ body }) => all(body).some(ambiguous));
}

function all(node: Node): Node[] {
  if (node.is === 'repeat') return [node, ...all(node.body)];
  return node.is === 'sequence' || node.is === 'either' ? [node, ...node.parts.flatMap(all)] : [node];
}

/** Tokens: groups, alternation, classes, escapes, counted repetition, single characters. */
const TOKEN =
  /\(\?:|\(\?|[()|^$]|\[(?:\\.|[^\]\\])+\]|\\p\{[^}]*\}|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\.|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gisy;

/** The tree of a pattern, or nothing when it holds what has no place in one: look-around, back-references, `\b`. */
function parse(source: string): Node | undefined {
  const tokens = source.match(TOKEN) ?? [];
  const foreign = tokens.some((token) => token === '(?' || /^\\[1-9bk]/i.test(token));
  if (foreign || tokens.join('') !== source) return undefined;
  const reader = { tokens, at: 0 };
  const tree = parseEither(reader);
  return reader.at === tokens.length ? tree : undefined;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function parseEither(reader: Reader): Node {
  const parts = [parseSequence(reader)];
  while (reader.tokens[reader.at] === '|') {
    reader.at += 1;
    parts.push(parseSequence(reader));
  }
  return parts.length === 1 ? parts[0]! : { is: 'either', parts };
}

function parseSequence(reader: Reader): Node {
  const parts: Node[] = [];
  for (let token = reader.tokens[reader.at]; token !== undefined && token !== '|' && token !== ')'; ) {
    reader.at += 1;
    const bounds = boundsOf(token);
    parts.push(bounds && parts.length > 0 ? { is: 'repeat', body: parts.pop()!, ...bounds } : parseAtom(token, reader));
    token = reader.tokens[reader.at];
  }
  return { is: 'sequence', parts };
}

function parseAtom(token: string, reader: Reader): Node {
  if (token === '^') return { is: 'start' };
  if (token === '$') return { is: 'end' };
  if (token !== '(' && token !== '(?:') return { is: 'one', of: token };
  const group = parseEither(reader);
  reader.at += 1;
  return group;
}

function boundsOf(token: string): { min: number; max: number } | undefined {
  const kind = token[0];
  if (kind === '*') return { min: 0, max: Number.POSITIVE_INFINITY };
  if (kind === '+') return { min: 1, max: Number.POSITIVE_INFINITY };
  if (kind === '?') return { min: 0, max: 1 };
  const [, min, comma, max] = /^\{(\d+)(,?)(\d*)\}/.exec(token) ?? [];
  if (min === undefined) return undefined;
  return { min: Number(min), max: max ? Number(max) : comma ? Number.POSITIVE_INFINITY : Number(min) };
}

/** One state: what it takes (nothing, a character, a place), and where it leads. */
interface State {
  takes?: (character: string) => boolean;
  at?: 'start' | 'end';
  to: State[];
  /** The last step in which it was entered: each state is entered once a step. */
  seen: number;
}

const state = (to: State[]): State => ({ to, seen: -1 });

interface Program {
  readonly first: State;
  readonly last: State;
}

function compile(tree: Node, flags: string): Program {
  const last = state([]);
  return { first: build(tree, last, flags), last };
}

/** The state that matches `node` and goes on to `next`. */
function build(node: Node, next: State, flags: string): State {
  switch (node.is) {
    case 'one':
      return { ...state([next]), takes: characterTest(node.of, flags) };
    case 'start':
    case 'end':
      return { ...state([next]), at: node.is };
    case 'sequence':
      return node.parts.reduceRight((rest, part) => build(part, rest, flags), next);
    case 'either':
      return state(node.parts.map((part) => build(part, next, flags)));
    case 'repeat':
      return buildRepeat(node, next, flags);
  }
}

function buildRepeat({ body, min, max }: Extract<Node, { is: 'repeat' }>, next: State, flags: string): State {
  let rest = next;
  if (max === Number.POSITIVE_INFINITY) {
    const loop = state([next]);
    loop.to.unshift(build(body, loop, flags));
    rest = loop;
  } else {
    for (let optional = min; optional < max; optional += 1) rest = state([build(body, rest, flags), next]);
  }
  for (let needed = 0; needed < min; needed += 1) rest = build(body, rest, flags);
  return rest;
}

/** A plain character is compared; of a class or escape the engine is asked once for each ASCII character. */
function characterTest(of: string, flags: string): (character: string) => boolean {
  const plain = /^\\?([^\w.\\])$|^(\w)$/su.exec(of);
  if (plain && !flags.includes('i')) return (character) => character === (plain[1] ?? plain[2]);
  const regexp = new RegExp(`^(?:${of})$`, flags);
  const ascii = Array.from({ length: 128 }, (_, code) => regexp.test(String.fromCharCode(code)));
  return (character) => ascii[character.charCodeAt(0)] ?? regexp.test(character);
}

let step = 0;

function run({ first, last }: Program, characters: readonly string[]): boolean {
  let current: State[] = [];
  step += 1;
  enter(first, current, true, characters.length === 0);
  for (const [index, character] of characters.entries()) {
    const following: State[] = [];
    step += 1;
    for (const { takes, to } of current) {
      if (takes?.(character)) enter(to[0]!, following, false, index === characters.length - 1);
    }
    if (following.length === 0) return false;
    current = following;
  }
  return current.includes(last);
}

function enter(from: State, into: State[], atStart: boolean, atEnd: boolean): void {
  const waiting = [from];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.seen === step) continue;
    next.seen = step;
    if (next.takes || next.to.length === 0) into.push(next);
    else if (!next.at || (next.at === 'start' ? atStart : atEnd)) waiting.push(...next.to);
  }
}
