import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FilterScope, parseFilterPolicy, passes } from './filter-policy.ts';

const text = (value: string) => ({ type: 'String', value });
const number = (value: string) => ({ type: 'Number', value });
const list = (...items: unknown[]) => ({ type: 'String.Array', value: JSON.stringify(items) });

const byAttributes: [
  what: string,
  policy: object,
  attributes: Parameters<typeof passes>[2]['attributes'],
  want: boolean,
][] = [
  ['one of the values', { team: ['a', 'b'] }, { team: text('b') }, true],
  ['none of the values', { team: ['a', 'b'] }, { team: text('c') }, false],
  ['every key must hold', { team: ['a'], stage: ['prod'] }, { team: text('a') }, false],
  ['a number as a number', { cost: [100] }, { cost: number('100.0') }, true],
  ['a number in a range', { cost: [{ numeric: ['>', 0, '<=', 5] }] }, { cost: number('5') }, true],
  ['a number that is written as text is none', { cost: [100] }, { cost: text('100') }, false],
  ['an item of a list', { teams: ['a'] }, { teams: list('x', 'a') }, true],
  ['no item of a list', { teams: ['a'] }, { teams: list('x', 1, null) }, false],
  ['a prefix', { team: [{ prefix: 'pay' }] }, { team: text('payments') }, true],
  ['anything but', { team: [{ 'anything-but': ['a'] }] }, { team: text('a') }, false],
  ['absent, wanted so', { team: [{ exists: false }] }, {}, true],
  ['present, wanted absent', { team: [{ exists: false }] }, { team: text('a') }, false],
  ['a name with a dot', { 'a.b': ['x'] }, { 'a.b': text('x') }, true],
  ['bytes are not looked at', { key: [{ exists: true }] }, { key: { type: 'Binary', value: 'AA==' } }, false],
  ['a kind of text', { team: ['a'] }, { team: { type: 'String.team', value: 'a' } }, true],
];
for (const [what, policy, attributes, want] of byAttributes) {
  test(`by attributes: ${what}`, () => {
    const parsed = parseFilterPolicy(JSON.stringify(policy));
    assert.equal(passes(parsed, 'MessageAttributes', { body: '{"team":"a"}', attributes }), want);
  });
}

const byBody: [what: string, body: string, want: boolean][] = [
  ['what is nested', '{"detail":{"state":"ALARM"}}', true],
  ['another value', '{"detail":{"state":"OK"}}', false],
  ['text', 'ALARM', false],
  ['a list', '[{"detail":{"state":"ALARM"}}]', false],
  ['null', 'null', false],
  ['more arrays than can be judged', `{"detail":${'['.repeat(200)}${']'.repeat(200)}}`, false],
];
for (const [what, body, want] of byBody) {
  test(`by the body: ${what}`, () => {
    const scope: FilterScope = 'MessageBody';
    const parsed = parseFilterPolicy('{"detail":{"state":["ALARM"]}}');
    assert.equal(passes(parsed, scope, { body, attributes: { 'detail.state': text('ALARM') } }), want);
  });
}

test('what is no policy is refused in SNS’s words', () => {
  for (const wrong of ['', 'x', '[]', '{}', '{"a":"b"}', '{"a":[]}', '{"a":[{"like":"b"}]}'])
    assert.throws(() => parseFilterPolicy(wrong), /^Refusal: Invalid parameter: FilterPolicy Reason: /);
});
