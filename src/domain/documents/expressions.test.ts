import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holds } from './conditions.ts';
import { fill } from './expressions.ts';
import { lookupIn } from './lookup.ts';
import { parameterValues, storedNamesOf } from './parameter-values.ts';
import type { Condition, Json, Parameter, StepOutput } from './runbook.ts';
import { outputsOf } from './step-outputs.ts';

const lookup = lookupIn({
  parameters: { Name: 'web', Ids: ['i-1', 'i-2'], Tags: { team: 'pay' }, Count: 3, On: true },
  outputs: { look: { State: 'running', Found: { Size: [1, 2] }, Text: '{"a": {"b": 5}}' } },
  variables: { attempt: 2 },
  account: '123456789012',
  region: 'eu-west-1',
  executionId: '4ba4e1c1-0000-7000-8000-000000000000',
  now: new Date('2026-01-02T03:10:05Z'),
});

const filled: [text: Json, wanted: Json][] = [
  ['{{ Name }}', 'web'],
  ['{{Ids}}', ['i-1', 'i-2']],
  [' {{ Count }} ', 3],
  ['{{ On }}', true],
  ['of {{ Ids }}', 'of ["i-1","i-2"]'],
  ['{{ Name }}-{{ Count }}', 'web-3'],
  ['{{ look.State }}', 'running'],
  ['{{ look.Found.Size[1] }}', 2],
  ['{{ look.Text.a.b }}', 5],
  ['{{ Tags.team }}', 'pay'],
  ['{{ Ids[1] }}', 'i-2'],
  ['{{ variable:attempt }}', 2],
  ['{{ global:ACCOUNT_ID }}/{{ global:REGION }}/{{ global:AWS_PARTITION }}', '123456789012/eu-west-1/aws'],
  ['{{ global:DATE }} {{ global:DATE_TIME }}', '2026-01-02 2026-01-02_03.10.05'],
  ['{{ automation:EXECUTION_ID }}', '4ba4e1c1-0000-7000-8000-000000000000'],
  ['{ { Name } }', '{ { Name } }'],
  ['{{ "a": 1 }}', '{{ "a": 1 }}'],
  [{ '{{ Name }}': ['{{ Name }}', 1, null] }, { '{{ Name }}': ['web', 1, null] }],
];
for (const [value, wanted] of filled)
  test(`${JSON.stringify(value)} is filled in`, () =>
    assert.deepEqual(fill(value, lookup), { ok: true, value: wanted }));

for (const text of [
  '{{ None }}',
  '{{ look.None }}',
  '{{ look.State.none }}',
  '{{ Ids[9] }}',
  '{{ variable:x }}',
  '{{ toString }}',
  '{{ look.constructor }}',
])
  test(`of ${text} there is no value, and it is named`, () => {
    const got = fill(['x', text], lookup);
    assert.equal(got.ok, false);
    assert.ok(!got.ok && got.fault.includes(text), JSON.stringify(got));
  });

test('what is filled in is bounded', () => {
  const got = fill('{{ Big }}'.repeat(1000), () => 'x'.repeat(5_000));
  assert.match(got.ok ? '' : got.fault, /longer than 1000000 characters/);
});

const compared: [operator: string, variable: Json, value: Json, wanted: boolean][] = [
  ['StringEquals', 'a', 'a', true],
  ['StringEquals', 'a', 'A', false],
  ['StringEquals', 5, '5', true],
  ['EqualsIgnoreCase', 'a', 'A', true],
  ['StartsWith', 'abc', 'ab', true],
  ['EndsWith', 'abc', 'ab', false],
  ['Contains', 'abc', 'b', true],
  ['Contains', ['abc', 'd'], 'b', false],
  ['Contains', ['abc', 'd'], 'd', true],
  ['NumericEquals', '5', 5, true],
  ['NumericEquals', 'five', 5, false],
  ['NumericEquals', '', 0, false],
  ['NumericGreater', 6, 5, true],
  ['NumericGreater', 10, '9', true],
  ['NumericLesser', 6, 5, false],
  ['NumericGreaterOrEquals', 5, 5, true],
  ['NumericLesserOrEquals', 5, 5, true],
  ['BooleanEquals', 'True', true, true],
  ['BooleanEquals', 'yes', true, false],
];
for (const [operator, variable, value, wanted] of compared)
  test(`${JSON.stringify(variable)} ${operator} ${JSON.stringify(value)} is ${wanted}`, () =>
    assert.equal(
      holds({ variable: '{{ x }}', operator, value }, (given) => (given === '{{ x }}' ? variable : given)),
      wanted,
    ));

test('conditions are joined by and, or, not', () => {
  const of = (value: string): Condition => ({ variable: 'a', operator: 'StringEquals', value });
  const same = (value: Json) => value;
  assert.equal(holds({ and: [of('a'), { or: [of('b'), { not: of('c') }] }] }, same), true);
  assert.equal(holds({ and: [of('a'), of('b')] }, same), false);
  assert.equal(holds({ or: [of('b'), of('c')] }, same), false);
});

const answer = {
  Instances: [
    { Id: 'i-1', Tags: [{ Key: 'a' }], Count: 2 },
    { Id: 'i-2', Tags: [], Count: 3 },
  ],
  Done: 'True',
};
const selected: [selector: string, type: StepOutput['type'], wanted: Json][] = [
  ['$', 'StringMap', answer],
  ['$.Instances[0].Id', 'String', 'i-1'],
  ['$.Instances[*].Id', 'StringList', ['i-1', 'i-2']],
  ['$..Key', 'StringList', ['a']],
  ['$..Count', 'String', '[2,3]'],
  ['$.Instances[1].Count', 'Integer', 3],
  ['$.Done', 'Boolean', true],
  ['$.Instances[0].Tags', 'MapList', [{ Key: 'a' }]],
  ['$.Instances[0].Id', 'StringList', ['i-1']],
  ['$.None', 'String', ''],
  ['$.None.Deeper[3]', 'StringList', []],
  ['$.None', 'StringMap', {}],
];
for (const [selector, type, wanted] of selected)
  test(`${selector} as ${type} is ${JSON.stringify(wanted).slice(0, 40)}`, () =>
    assert.deepEqual(outputsOf({ outputs: [{ name: 'X', selector, type }] }, answer), { X: wanted }));

const of = (type: Parameter['type'], rest: Partial<Parameter> = {}): Parameter => ({
  type,
  writtenType: type,
  ...rest,
});
const given: [name: string, parameter: Parameter, texts: string[] | undefined, wanted: Json | RegExp][] = [
  ['text', of('String'), ['a'], 'a'],
  ['two texts', of('String'), ['a', 'b'], /Parameter "P" wants a value of type String, got 2 values/],
  ['a list', of('StringList'), ['a', 'b'], ['a', 'b']],
  ['a number', of('Integer'), ['5'], 5],
  ['no number', of('Integer'), ['five'], /wants a value of type Integer, got "five"/],
  ['a flag', of('Boolean'), ['True'], true],
  ['a map', of('StringMap'), ['{"a":1}'], { a: 1 }],
  ['no map', of('StringMap'), ['[1]'], /type StringMap/],
  ['maps in one text', of('MapList'), ['[{"a":1},{"b":2}]'], [{ a: 1 }, { b: 2 }]],
  ['maps in several', of('MapList'), ['{"a":1}', '{"b":2}'], [{ a: 1 }, { b: 2 }]],
  ['nothing', of('String'), undefined, /^Missing required parameter: P in user inputs\.$/],
  ['a default', of('String', { default: 'd' }), undefined, 'd'],
  [
    'another word',
    of('String', { allowedValues: ['Install', 'Uninstall'] }),
    ['install'],
    /^Parameter "P" has value "install" not found in \[Install, Uninstall\]\.$/,
  ],
  [
    'another pattern',
    of('StringList', { allowedPattern: 'i-\\w+' }),
    ['i-1', 'x'],
    /has value "x" not matching "i-\\w\+"/,
  ],
  ['too few', of('StringList', { minItems: 2 }), ['a'], /has 1 items, wanted at least 2/],
  ['too long', of('String', { maxChars: 2 }), ['abc'], /has 3 characters, wanted at most 2/],
  ['a stored default', of('String', { default: '{{ ssm:/a/b }}' }), undefined, 'stored'],
  [
    'a default that is not stored',
    of('String', { default: '{{ssm:none}}' }),
    undefined,
    /ssm:none, which does not exist/,
  ],
];
for (const [name, parameter, texts, wanted] of given)
  test(`a run that is given ${name} begins with it, or is refused`, () => {
    const runbook = { parameters: { P: parameter } };
    const got = parameterValues(runbook, texts ? { P: texts } : {}, (key) => (key === '/a/b' ? 'stored' : undefined));
    if (wanted instanceof RegExp) assert.match(got.ok ? 'nothing wrong' : got.fault, wanted);
    else assert.deepEqual(got, { ok: true, values: { P: wanted } });
  });

test('a parameter that is not declared is refused by name, and a secret is not told', () => {
  const refused = parameterValues({ parameters: { P: of('String') } }, { Q: ['1'] });
  assert.match(refused.ok ? '' : refused.fault, /\[Q\] are not declared .* it declares P/);
  const secret = parameterValues(
    { parameters: { ApiToken: of('String', { allowedPattern: 'x+' }) } },
    { ApiToken: ['s3cr3t'] },
  );
  assert.match(secret.ok ? '' : secret.fault, /has value "\*\*\*\*" not matching/);
  assert.deepEqual(storedNamesOf({ parameters: { P: of('String', { default: '{{ ssm:/a/b }}' }) } }), ['/a/b']);
});
