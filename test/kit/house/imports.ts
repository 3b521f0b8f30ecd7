import { SyntaxKind } from 'typescript/unstable/ast';
import { isString, type Token } from './tokens.ts';

/** One import or re-export, in any of its forms: static, `import type`, dynamic, of a type (`import('x').T`). */
export interface Import {
  specifier: string;
  line: number;
  /** `export * from` or `export * as name from`. */
  star: boolean;
  /** `import type`, `export type`: gone at run time. */
  typeOnly: boolean;
}

/** What a file imports and re-exports; `computed` are the lines of dynamic imports of no plain string. */
export function importsOf(tokens: Token[]): { imports: Import[]; computed: number[] } {
  const imports: Import[] = [];
  const computed: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (isMemberName(tokens, at)) continue;
    if (token.kind === SyntaxKind.ImportKeyword) {
      if (tokens[at + 1]?.kind === SyntaxKind.OpenParenToken) {
        const address = tokens[at + 2];
        if (isPlain(address)) imports.push({ specifier: address.text, line: token.line, star: false, typeOnly: false });
        else computed.push(token.line);
      } else if (tokens[at + 1]?.kind !== SyntaxKind.DotToken) {
        imports.push(...clause(tokens, at));
      }
    }
    if (token.kind === SyntaxKind.ExportKeyword) imports.push(...reExport(tokens, at));
  }
  return { imports, computed };
}

/** `x.import`, `{ import: 1 }`: a name, not the statement. */
function isMemberName(tokens: Token[], at: number): boolean {
  const before = tokens[at - 1]?.kind;
  const after = tokens[at + 1]?.kind;
  return before === SyntaxKind.DotToken || before === SyntaxKind.QuestionDotToken || after === SyntaxKind.ColonToken;
}

function isPlain(token: Token | undefined): token is Token {
  return token?.kind === SyntaxKind.StringLiteral || token?.kind === SyntaxKind.NoSubstitutionTemplateLiteral;
}

/** From the keyword to the string that names the module. */
function clause(tokens: Token[], at: number): Import[] {
  // `import type from 'x'` imports a value that is called type.
  const typeOnly = tokens[at + 1]?.kind === SyntaxKind.TypeKeyword && tokens[at + 2]?.kind !== SyntaxKind.FromKeyword;
  for (let next = at + 1; next < tokens.length; next++) {
    const token = tokens[next]!;
    if (isString(tokens[next])) return [{ specifier: token.text, line: tokens[at]!.line, star: false, typeOnly }];
    if (token.text === ';') return [];
  }
  return [];
}

/** `export * from 'x'`, `export { a } from 'x'`, `export type { A } from 'x'`; any other export names no module. */
function reExport(tokens: Token[], at: number): Import[] {
  const typeOnly = tokens[at + 1]?.kind === SyntaxKind.TypeKeyword;
  let next = typeOnly ? at + 2 : at + 1;
  const star = tokens[next]?.kind === SyntaxKind.AsteriskToken;
  if (!star && tokens[next]?.kind !== SyntaxKind.OpenBraceToken) return [];
  while (next < tokens.length && tokens[next]!.kind !== SyntaxKind.FromKeyword) {
    if (tokens[next]!.kind === SyntaxKind.CloseBraceToken && tokens[next + 1]?.kind !== SyntaxKind.FromKeyword)
      return [];
    next++;
  }
  const module = tokens[next + 1];
  return isString(module) ? [{ specifier: module.text, line: tokens[at]!.line, star, typeOnly }] : [];
}
