/**
 * Patterns with wildcards: `*` is any text, `?` any one character. Variables (`${aws:username}`) are filled in from the
 * context, and what they bring has no wildcards; `${*}`, `${?}`, `${$}` are the characters themselves.
 */
export type Token = { text: string } | { any: 'one' | 'many' };

const VARIABLE = /\$\{([^}]*)\}/y;
/** `key` or `key, 'what is taken without it'`. */
const INSIDE = /^\s*([^,\s]+)\s*(?:,\s*'([^']*)'\s*)?$/;

/** The value of a variable; undefined: it has none, or more than one. */
export type ResolveKey = (key: string) => string | undefined;

/** The tokens of a pattern; undefined where a variable has no value. `resolveKey` absent: `${` is text as any other. */
export function tokensOf(pattern: string, resolveKey: ResolveKey | undefined, wildcards = true): Token[] | undefined {
  const tokens: Token[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') tokens.push({ text });
    text = '';
  };
  for (let at = 0; at < pattern.length; at += 1) {
    VARIABLE.lastIndex = at;
    const found = resolveKey && pattern[at] === '$' ? VARIABLE.exec(pattern) : null;
    const character = pattern[at]!;
    if (found && resolveKey) {
      const value = filled(found[1]!, resolveKey);
      if (value === undefined) return undefined;
      text += value;
      at += found[0].length - 1;
    } else if (wildcards && (character === '*' || character === '?')) {
      flush();
      tokens.push({ any: character === '*' ? 'many' : 'one' });
    } else text += character;
  }
  flush();
  return tokens;
}

function filled(inside: string, resolveKey: ResolveKey): string | undefined {
  if (inside === '*' || inside === '?' || inside === '$') return inside;
  const [, key, otherwise] = INSIDE.exec(inside) ?? [];
  return key === undefined ? undefined : (resolveKey(key.toLowerCase()) ?? otherwise);
}

type Step = 'one' | 'many' | { is: string };

/** Whether the whole of `text` is of the pattern. At most as many steps as the pattern is long times the text. */
export function fits(tokens: readonly Token[], text: string): boolean {
  const steps = tokens.flatMap((token): Step[] =>
    'any' in token ? [token.any] : [...token.text].map((is) => ({ is })),
  );
  const characters = [...text];
  let [step, at] = [0, 0];
  // Where the last `*` stands, and how much it has taken: what comes after it failed, so it takes one more.
  let star: { step: number; at: number } | undefined;
  while (at < characters.length) {
    const wanted = steps[step];
    if (wanted === 'many') {
      star = { step, at };
      step += 1;
    } else if (wanted !== undefined && (wanted === 'one' || wanted.is === characters[at])) {
      step += 1;
      at += 1;
    } else if (star) {
      star.at += 1;
      at = star.at;
      step = star.step + 1;
    } else return false;
  }
  while (steps[step] === 'many') step += 1;
  return step === steps.length;
}

/** The tokens of a pattern for an ARN by its six parts; fewer, where it has fewer. */
function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if ('any' in token) {
      parts.at(-1)!.push(token);
      continue;
    }
    let rest = token.text;
    while (parts.length < ARN_PARTS && rest.includes(':')) {
      const colon = rest.indexOf(':');
      parts.at(-1)!.push({ text: rest.slice(0, colon) });
      parts.push([]);
      rest = rest.slice(colon + 1);
    }
    parts.at(-1)!.push({ text: rest });
  }
  return parts;
}

const ARN_PARTS = 6;

/** Whether an ARN fits a pattern part by part: no wildcard reaches over a colon but in the last part. `*` alone fits all. */
export function fitsArn(tokens: readonly Token[], arn: string): boolean {
  if (tokens.length === 1 && 'any' in tokens[0]! && tokens[0].any === 'many') return true;
  const patterns = partsOf(tokens);
  const [parts, rest] = [arn.split(':', ARN_PARTS - 1), restOf(arn)];
  if (patterns.length !== ARN_PARTS || rest === undefined) return false;
  return patterns.every((pattern, at) => fits(pattern, at < ARN_PARTS - 1 ? parts[at]! : rest));
}

/** All after the fifth colon. */
function restOf(arn: string): string | undefined {
  let at = -1;
  for (let colons = 0; colons < ARN_PARTS - 1; colons += 1) {
    at = arn.indexOf(':', at + 1);
    if (at < 0) return undefined;
  }
  return arn.slice(at + 1);
}
