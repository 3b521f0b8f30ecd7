import { LanguageVariant, SyntaxKind } from 'typescript/unstable/ast';
import { createScanner } from 'typescript/unstable/ast/scanner';

/** One token of a TypeScript file. Comments are not among them. */
export interface Token {
  kind: SyntaxKind;
  /** As written; of a string or template part, without its quotes and with escapes resolved. */
  text: string;
  /** Counted from 1. */
  line: number;
}

/** After these a slash divides; after anything else it begins a regular expression. */
const ENDS_EXPRESSION = new Set([
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateTail,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.CloseParenToken,
  SyntaxKind.CloseBracketToken,
  SyntaxKind.CloseBraceToken,
  SyntaxKind.ThisKeyword,
  SyntaxKind.SuperKeyword,
  SyntaxKind.NullKeyword,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
]);

const STRINGS = new Set([
  SyntaxKind.StringLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
]);

/** Whether a token is a string, or a part of a template between its holes. */
export const isString = (token: Token | undefined): token is Token => token !== undefined && STRINGS.has(token.kind);

/** The tokens of a source text, read by TypeScript's own scanner. */
export function tokensOf(source: string): Token[] {
  const scanner = createScanner(true, LanguageVariant.Standard, source);
  const lineOf = lines(source);
  const tokens: Token[] = [];
  // How many braces are open inside each template hole that we are in: the brace that closes a hole goes on with its text.
  const holes: number[] = [];
  for (let kind = scanner.scan(); kind !== SyntaxKind.EndOfFile; kind = scanner.scan()) {
    if (isSlash(kind) && !ENDS_EXPRESSION.has(tokens.at(-1)?.kind ?? SyntaxKind.Unknown))
      kind = scanner.reScanSlashToken();
    if (kind === SyntaxKind.OpenBraceToken && holes.length > 0) holes.push(holes.pop()! + 1);
    if (kind === SyntaxKind.CloseBraceToken && holes.length > 0) {
      const open = holes.pop()!;
      if (open > 0) holes.push(open - 1);
      else kind = scanner.reScanTemplateToken(false);
    }
    if (kind === SyntaxKind.TemplateHead || kind === SyntaxKind.TemplateMiddle) holes.push(0);
    const text = STRINGS.has(kind) ? scanner.getTokenValue() : scanner.getTokenText();
    tokens.push({ kind, text, line: lineOf(scanner.getTokenStart()) });
  }
  return tokens;
}

const isSlash = (kind: SyntaxKind) => kind === SyntaxKind.SlashToken || kind === SyntaxKind.SlashEqualsToken;

/** Answers the line of a position; positions must not go back. */
function lines(source: string): (position: number) => number {
  let line = 1;
  let at = 0;
  return (position) => {
    for (; at < position; at++) if (source[at] === '\n') line++;
    return line;
  };
}
