import { SyntaxKind } from 'typescript/unstable/ast';
import { clockFiles, generatedFiles, inlineSql, MAX_LINES, timeless } from '../../../architecture.ts';
import type { SourceFile, Violation } from './files.ts';
import { covers, placeOf } from './place.ts';
import { isString, type Token } from './tokens.ts';

type Found = { line: number; message: string };

/** What every file keeps to. */
export function habitFaults(files: SourceFile[]): Violation[] {
  const each = (rule: string, find: (file: SourceFile) => Found[]) =>
    files.flatMap((file) => find(file).map((found) => ({ file: file.path, rule, ...found })));
  return [
    ...each('length', length),
    ...each('no export *', starExports),
    ...each('no any', anys),
    ...each('nothing left undone', leftovers),
    ...each('no swallowed error', emptyCatches),
    ...each('SQL in its place', straySql),
    ...each('now is a parameter', clockReads),
  ];
}

export const lineCount = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

function length({ path, text }: SourceFile): Found[] {
  if (generatedFiles.includes(path)) return [];
  const lines = lineCount(text);
  return lines > MAX_LINES
    ? [{ line: MAX_LINES + 1, message: `wanted ${MAX_LINES} lines at most, got ${lines}; divide the file` }]
    : [];
}

function starExports({ imports }: SourceFile): Found[] {
  return imports.filter(({ star }) => star).map(({ line }) => ({ line, message: 'name what is exported' }));
}

const BEFORE_TYPE = new Set([':', '<', '|', '&', 'as', 'satisfies', 'extends', 'readonly', 'keyof']);

/** `any` where a type stands; a member or a function of that name is none. */
function anys({ tokens }: SourceFile): Found[] {
  return tokens.flatMap(({ kind, line }, at) => {
    if (kind !== SyntaxKind.AnyKeyword) return [];
    const before = tokens[at - 1]?.text ?? '';
    const after = tokens[at + 1]?.text ?? '';
    const isType =
      BEFORE_TYPE.has(before) || (before === ',' && after === '>') || (after === '[' && tokens[at + 2]?.text === ']');
    return isType && after !== '(' && after !== ':'
      ? [{ line, message: 'wanted a type, got any; unknown and a check say what is meant' }]
      : [];
  });
}

/** The words are put together so that this file does not name them. */
const UNDONE = new RegExp(
  ['TO DO', 'FIX ME', '@ts-ig nore', '@ts-no check'].map((word) => word.replace(' ', '')).join('|'),
);

function leftovers({ text }: SourceFile): Found[] {
  return text.split('\n').flatMap((source, index) => {
    const word = UNDONE.exec(source)?.[0];
    return word ? [{ line: index + 1, message: `do it, or write an issue: ${word}` }] : [];
  });
}

function emptyCatches({ tokens }: SourceFile): Found[] {
  return tokens.flatMap(({ kind, line }, at) => {
    if (kind !== SyntaxKind.CatchKeyword) return [];
    const open = tokens[at + 1]?.text === '(' ? at + 4 : at + 1;
    const empty = tokens[open]?.text === '{' && tokens[open + 1]?.text === '}';
    return empty ? [{ line, message: 'handle the error, name the one that is expected, or let it go up' }] : [];
  });
}

const SQL_TEXT =
  /^\s*(select\s|insert\s+into\s|update\s+\w+(\s+\w+)?\s+set\s|delete\s+from\s|with\s+\w+\s+as\s*\(|(create|alter|drop)\s+(table|index)\s)/i;

function straySql({ path, tokens }: SourceFile): Found[] {
  if (
    !path.startsWith('src/') ||
    placeOf(path).kind === 'test' ||
    path.endsWith('.sql.ts') ||
    path.startsWith('src/storage/')
  )
    return [];
  const mayDeclare = inlineSql.some((entry) => covers(entry, path));
  const inside = insideStatement(tokens);
  return tokens.flatMap((token, at) => {
    if (isCallOf(tokens, at, 'statement') && !mayDeclare)
      return [{ line: token.line, message: 'declare statements in a *.sql.ts of the room' }];
    const stray = isString(token) && SQL_TEXT.test(token.text) && !inside.has(at);
    return stray ? [{ line: token.line, message: 'SQL stands in a *.sql.ts, as a declared statement' }] : [];
  });
}

const isCallOf = (tokens: Token[], at: number, name: string) =>
  tokens[at]!.text === name &&
  tokens[at]!.kind === SyntaxKind.Identifier &&
  ['(', '<'].includes(tokens[at + 1]?.text ?? '') &&
  tokens[at - 1]?.kind !== SyntaxKind.FunctionKeyword;

/** The tokens that are arguments of a call of `statement`. */
function insideStatement(tokens: Token[]): Set<number> {
  const inside = new Set<number>();
  tokens.forEach((_, at) => {
    if (!isCallOf(tokens, at, 'statement')) return;
    let next = at + 1;
    while (next < tokens.length && tokens[next]!.text !== '(') next++;
    for (let depth = 0; next < tokens.length; next++) {
      if (tokens[next]!.text === '(') depth++;
      if (tokens[next]!.text === ')' && --depth === 0) break;
      inside.add(next);
    }
  });
  return inside;
}

const TIMERS = new Set(['setTimeout', 'setInterval', 'setImmediate']);
const MEMBERS = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'process.env',
  'process.hrtime',
  'Temporal.Now',
]);
const MODULES = new Set(['node:timers', 'node:timers/promises', 'node:process', 'node:perf_hooks']);

/** Every use of the machine's clock, timers, chance or environment, by name. */
function usesOf({ tokens, imports }: SourceFile): { line: number; use: string }[] {
  const uses = tokens.flatMap(({ text, line, kind }, at) => {
    const [before, after, second, third] = [tokens[at - 1], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
    if (isString(tokens[at]) || before?.text === '.' || before?.text === '?.') return [];
    const member = `${text}.${second?.text}`;
    if ((after?.text === '.' || after?.text === '?.') && MEMBERS.has(member)) return [{ line, use: member }];
    if (kind === SyntaxKind.NewKeyword && after?.text === 'Date' && !(second?.text === '(' && third?.text !== ')'))
      return [{ line, use: 'new Date()' }];
    if (text === 'Date' && after?.text === '(' && before?.kind !== SyntaxKind.NewKeyword)
      return [{ line, use: 'Date()' }];
    return TIMERS.has(text) && after?.text !== ':' ? [{ line, use: text }] : [];
  });
  return [
    ...uses,
    ...imports
      .filter(({ specifier }) => MODULES.has(specifier))
      .map(({ line, specifier }) => ({ line, use: specifier })),
  ];
}

const isTimeless = (path: string) => placeOf(path).kind !== 'test' && timeless.some((entry) => covers(entry, path));
const exceptionsFor = (path: string) => Object.entries(clockFiles).filter(([entry]) => covers(entry, path));

function clockReads(file: SourceFile): Found[] {
  if (!isTimeless(file.path)) return [];
  const allowed = exceptionsFor(file.path).flatMap(([, { uses }]) => uses);
  return usesOf(file)
    .filter(({ use }) => !allowed.includes(use))
    .map(({ line, use }) => ({ line, message: `${use} is not for here; take what it would answer as a parameter` }));
}

/** Exceptions in architecture.ts that nothing needs any more. */
export function staleExceptions(files: SourceFile[]): Violation[] {
  return Object.entries(clockFiles).flatMap(([entry, { uses }]) => {
    const covered = files.filter(({ path }) => covers(entry, path) && isTimeless(path));
    const used = new Set(covered.flatMap((file) => usesOf(file).map(({ use }) => use)));
    return uses
      .filter((use) => !used.has(use))
      .map((use) => ({
        file: 'architecture.ts',
        line: 1,
        rule: 'exceptions are needed',
        message: `clockFiles allows ${entry} to use ${use}, and nothing there does; take it out`,
      }));
  });
}
