import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#kernel/refusal';
import type { AlarmState } from './alarm.ts';
import { alarmsIn, holds, parseRule, type Rule } from './rule.ts';

const state = (alarm: string, of: AlarmState = 'ALARM'): Rule => ({ kind: 'state', state: of, alarm });
const ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a b';

const read: [text: string, want: Rule][] = [
  ['ALARM(a)', state('a')],
  ['  ok( "a (b) \\"c\\" \\\\" )\n', state('a (b) "c" \\', 'OK')],
  [`INSUFFICIENT_DATA("${ARN}")`, state(ARN, 'INSUFFICIENT_DATA')],
  ['TRUE', { kind: 'constant', value: true }],
  ['not FALSE', { kind: 'not', rule: { kind: 'constant', value: false } }],
  ['ALARM(AND)', state('AND')],
  [
    'ALARM(a) OR ALARM(b) AND NOT ALARM(c)',
    {
      kind: 'or',
      rules: [state('a'), { kind: 'and', rules: [state('b'), { kind: 'not', rule: state('c') }] }],
    },
  ],
  [
    '(ALARM(a) OR ALARM(b)) AND ALARM(c)',
    { kind: 'and', rules: [{ kind: 'or', rules: [state('a'), state('b')] }, state('c')] },
  ],
];
for (const [text, want] of read) test(`read: ${text.trim()}`, () => assert.deepEqual(parseRule(text), want));

const refused: [text: string, says: RegExp][] = [
  ['', /at character 1 wanted ALARM, OK, INSUFFICIENT_DATA, NOT, TRUE.*got the end of the rule/],
  ['ALARM(a) AND', /at character 13 wanted ALARM/],
  ['ALARM(a) ALARM(b)', /at character 10 wanted AND, OR or the end of the rule, got "ALARM"/],
  ['ALARM a', /at character 7 wanted an opening parenthesis after ALARM, got "a"/],
  ['ALARM(my alarm)', /at character 10 wanted a closing parenthesis; names with spaces/],
  ['ALARM()', /at character 7 wanted the name or the ARN of an alarm/],
  ['(ALARM(a)', /at character 10 wanted a closing parenthesis/],
  ['BAD(a)', /at character 1 wanted .* got "BAD"/],
  ['ALARM("a)', /at character 7 wanted a closing double quote/],
  [`${'('.repeat(200)}TRUE${')'.repeat(200)}`, /at most 100 deep/],
  [`${'NOT '.repeat(200)}TRUE`, /at most 100 deep/],
];
for (const [text, says] of refused) {
  test(`refused: ${text.slice(0, 40)}`, () => {
    assert.throws(
      () => parseRule(text),
      (error: unknown) => error instanceof Refusal && error.kind === 'validation' && says.test(error.message),
    );
  });
}

const names = fc.constantFrom('a', 'b c', 'd(e)', 'f"g', 'h\\', ARN);
const states = fc.constantFrom<AlarmState>('OK', 'ALARM', 'INSUFFICIENT_DATA');
const plain = { noNullPrototype: true } as const;
const { rules } = fc.letrec<{ rules: Rule; leaf: Rule }>((tie) => ({
  leaf: fc.oneof(
    fc.record({ kind: fc.constant('constant' as const), value: fc.boolean() }, plain),
    fc.record({ kind: fc.constant('state' as const), state: states, alarm: names }, plain),
  ),
  rules: fc.oneof(
    { maxDepth: 4 },
    tie('leaf'),
    fc.record({ kind: fc.constant('not' as const), rule: tie('rules') }, plain),
    fc.record(
      {
        kind: fc.constantFrom('and' as const, 'or' as const),
        rules: fc.array(tie('rules'), { minLength: 2, maxLength: 3 }),
      },
      plain,
    ),
  ),
}));

/** Every part in parentheses, so that only the reading of parts is at stake. */
function written(rule: Rule): string {
  if (rule.kind === 'constant') return rule.value ? 'TRUE' : 'FALSE';
  if (rule.kind === 'state') return `${rule.state}("${rule.alarm.replace(/["\\]/g, '\\$&')}")`;
  if (rule.kind === 'not') return `NOT (${written(rule.rule)})`;
  return `(${rule.rules.map(written).join(`) ${rule.kind} (`)})`;
}

test('what is written of a rule is read as that rule', () => {
  fc.assert(fc.property(rules, (rule) => assert.deepEqual(parseRule(written(rule)), rule)));
});

test('a rule holds where the same words hold in JavaScript', () => {
  fc.assert(
    fc.property(rules, states, states, (rule, one, other) => {
      const stateOf = (alarm: string) => (alarm === 'a' ? one : other);
      const slow = (given: Rule): boolean => {
        if (given.kind === 'constant') return given.value;
        if (given.kind === 'state') return stateOf(given.alarm) === given.state;
        if (given.kind === 'not') return !slow(given.rule);
        const values = given.rules.map(slow);
        return given.kind === 'and' ? !values.includes(false) : values.includes(true);
      };
      assert.equal(holds(rule, stateOf), slow(rule));
    }),
  );
});

test('any text is read or refused, in a time that does not explode', () => {
  const words = fc.constantFrom('ALARM', 'OK', '(', ')', '"', 'AND', 'or', 'NOT', 'x', ' ', '\\', '\u{1F600}', 'TRUE');
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      try {
        parseRule(parts.join(' '));
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error));
      }
    }),
  );
});

test('a rule names each alarm once', () => {
  assert.deepEqual(alarmsIn(parseRule('ALARM(a) AND NOT OK(b) OR (ALARM("a") AND TRUE)')), ['a', 'b']);
});
