import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { compilePattern } from './shape-pattern.ts';

const ARN = 'arn:(aws|aws-cn|aws-us-gov):ssm-contacts:[-\\w+=\\/,.@]*:[0-9]+:([\\w+=\\/,.@:-]+)*';
const HEADER = '^[ \\t]*[\\x20-\\x7E]+([ \\t]+[\\x20-\\x7E]+)*[ \\t]*$';
/** Patterns of the kinds that the service models hold, most of which a backtracking matcher may choke on. */
const patterns = [
  ARN,
  HEADER,
  '^([a-z]+-)+\\d+$',
  '((/[A-Za-z0-9\\.,\\+@=_-]+)*)/',
  '^[a-zA-Z0-9](-*[a-zA-Z0-9])*$',
  '(^arn:aws([a-z]|\\-)*:s:[a-z0-9-.]+:.*)|(\\$(\\.[\\w_-]+(\\[(\\d+|\\*)\\])*)*)',
  "^((%[0-9A-Fa-f]{2}|[-()_.!~*';/?:@\\x26=+$,A-Za-z0-9])+)([).!';/?:,])?$",
  'aws\\.partner(/[\\.\\-_A-Za-z0-9]+){2,}',
  '^item/(ANALYSIS|OTHER)/([0-9]|[A-F]){4}$',
  '(a|ab)(c|bcd)*(d*)',
  '(\\p{L}+\\s?)*\\p{N}{1,3}',
  '(a?){3}b*|',
  '^(?:^a$|^$)+$',
  '(?!aws:)[a-z:]+',
];
const texts = [
  'arn:aws:ssm-contacts:us-east-1:123456789012:contact/ana',
  'us-east-1',
  '/a/b/',
  'a--b',
  'arn:aws-cn:s:x:y',
  '$.a[1][*].b',
  'https://x/%2F)',
  'aws.partner/a/b',
  'item/OTHER/00AF',
  'abcd',
  'aabb',
  'žluť 12',
  'aws:a',
  'a',
  ']a]',
  'xx',
  '',
  'a  b\t',
];

test('a pattern matches just what the engine says it matches', () => {
  const piece = fc.oneof(
    fc.constantFrom(...texts),
    fc.string({ maxLength: 6 }),
    fc.constantFrom('\n', '-', '/', ':', '%2', 'a'),
  );
  const text = fc.oneof(
    fc.constantFrom(...texts),
    // Bounded: the engine, which is the oracle here, backtracks for minutes over what is longer.
    fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join('').slice(0, 60)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...patterns), text, (source, given) => {
      const engine = new RegExp(`^(?:${source})$`, source.includes('\\p') ? 'u' : '');
      assert.equal(compilePattern(source).matches(given), engine.test(given), `${source} on ${JSON.stringify(given)}`);
    }),
    { numRuns: 3_000 },
  );
});

test('each of the patterns matches something, and refuses something', () => {
  for (const source of patterns.slice(0, 11)) {
    const pattern = compilePattern(source);
    assert.ok(
      texts.some((text) => pattern.matches(text)),
      source,
    );
    assert.ok(
      texts.some((text) => !pattern.matches(text)),
      source,
    );
  }
});

test("Java's mark for either case is understood", () => {
  assert.ok(compilePattern('(?i)all|[0-9]{12}').matches('All'));
  assert.ok(compilePattern('(?i)(all+)+').matches('AllALL'));
});

test('a pattern that cannot be bounded is refused where it is declared', () => {
  assert.throws(() => compilePattern('(?!aws:)(a+)+'), /has no bounded match; rewrite it/);
});

test('hostile text takes milliseconds where backtracking would take ages', () => {
  const hostile: [source: string, text: string][] = [
    [ARN, `arn:aws:ssm-contacts:x:1:${'a'.repeat(2_000)}!`],
    [HEADER, `${' '.repeat(500)}a${' a'.repeat(250)}\u0000`],
    ['^(a+)+$', `${'a'.repeat(5_000)}b`],
    ['(a|a)*', `${'a'.repeat(5_000)}b`],
    ['(a|ab?)*c', 'ab'.repeat(2_500)],
  ];
  const start = performance.now();
  for (const [source, text] of hostile) assert.equal(compilePattern(source).matches(text), false);
  assert.ok(performance.now() - start < 2_000);
});
