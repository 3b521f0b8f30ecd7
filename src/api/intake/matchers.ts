import { runInNewContext } from 'node:vm';
import { wanted } from './read.ts';

/** Alertmanager's matchers: `alertname="Disk"`, `zone!=a`, `instance=~"db-.*"`, `team!~x`. A label that is not there is the empty text. */
interface Matcher {
  label: string;
  negated: boolean;
  value: string | RegExp;
}

const MATCHER = /^\s*([a-zA-Z_:][\w:.-]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"]*))\s*$/s;
const MOST = 50;
const LONGEST = 1_024;
/** All expressions of one request together. A person who asks waits less than this; one that takes longer is refused. */
const TIMEOUT_MS = 100;

/** Answers those whose labels match all of them. Refuses (validation) a matcher that cannot be read, or that takes too long. */
export function matching<T extends { labels: Readonly<Record<string, string>> }>(
  items: readonly T[],
  texts: readonly string[],
): T[] {
  if (texts.length > MOST) throw wanted('filter', `at most ${MOST} matchers`, texts);
  const matchers = texts.map(read);
  const plain = matchers.filter((one) => typeof one.value === 'string');
  const found = items.filter(({ labels }) =>
    plain.every(({ label, value, negated }) => (textAtLabel(labels, label) === value) !== negated),
  );
  const expressions = matchers.filter((one) => one.value instanceof RegExp);
  return expressions.reduce(byExpression, found);
}

/** Whether a text matches an expression as a whole; as for labels. */
export const matchesWhole = (expression: string, text: string): boolean =>
  tried(expressionOf(expression), [text], 'receiver')[0]!;

const textAtLabel = (labels: Readonly<Record<string, string>>, label: string) =>
  Object.hasOwn(labels, label) ? labels[label]! : '';

function byExpression<T extends { labels: Readonly<Record<string, string>> }>(items: T[], matcher: Matcher): T[] {
  const { label, value, negated } = matcher;
  const hits = tried(
    value as RegExp,
    items.map(({ labels }) => textAtLabel(labels, label)),
    'filter',
  );
  return items.filter((_, at) => hits[at] !== negated);
}

/** Run where it can be stopped: whoever asks wrote the expression. */
function tried(expression: RegExp, texts: readonly string[], field: string): boolean[] {
  try {
    const context = { texts: JSON.stringify(texts), source: expression.source, flags: expression.flags };
    const code =
      '{ const e = new RegExp(source, flags); JSON.stringify(JSON.parse(texts).map((text) => e.test(text))) }';
    return JSON.parse(runInNewContext(code, context, { timeout: TIMEOUT_MS }) as string) as boolean[];
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw wanted(field, `an expression that is done within ${TIMEOUT_MS} ms`, expression.source);
  }
}

function read(text: string): Matcher {
  const [, label, sign, quoted, bare] = (text.length <= LONGEST && MATCHER.exec(text)) || [];
  if (label === undefined) throw wanted('filter', 'a matcher such as alertname="Disk" or zone=~"a|b"', text);
  const value =
    quoted === undefined ? bare!.trim() : quoted.replace(/\\(["\\n])/g, (_, one) => (one === 'n' ? '\n' : one));
  const negated = sign!.startsWith('!');
  return { label, negated, value: sign!.endsWith('~') ? expressionOf(value) : value };
}

/** Of RE2's beginnings the one that people write. */
function expressionOf(text: string): RegExp {
  const [, own = ''] = /^\(\?([is]{1,2})\)/.exec(text) ?? [];
  try {
    return new RegExp(`^(?:${own ? text.slice(own.length + 3) : text})$`, `u${own || ''}`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw wanted('filter', 'a regular expression that can be read', text);
  }
}
