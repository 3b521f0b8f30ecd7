import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill } from './expressions.ts';
import { lint } from './lint.ts';
import { readRunbook } from './read-runbook.ts';
import { shippedDocuments } from './shipped/index.ts';

/** Texts that nobody means: whatever comes, the reader answers with data or with faults. */

const SEED = 20_261_124;
const ROUNDS = 400;

/** A small generator of chance, the same for the same seed (mulberry32). */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const whole = `schemaVersion: '0.3'
assumeRole: '{{ Role }}'
parameters: &p
  Role: {type: String, default: ''}
  Ids: {type: 'List<AWS::EC2::Instance::Id>', allowedPattern: 'i-[0-9a-f]+', maxItems: 5}
variables: {n: {type: Integer, default: 0}}
mainSteps:
  - name: look
    action: aws:executeAwsApi
    inputs: {Service: ec2, Api: DescribeInstances, InstanceIds: '{{ Ids }}'}
    outputs: [{Name: States, Selector: '$..State[*].Name', Type: StringList}]
    onFailure: step:last
  - name: each
    action: aws:loop
    inputs:
      Iterators: '{{ look.States }}'
      Steps: [{name: inner, action: 'aws:sleep', inputs: {Duration: PT1S}}]
  - name: choose
    action: aws:branch
    inputs:
      Choices:
        - {NextStep: last, Variable: '{{ variable:n }}', NumericGreater: 3}
        - {NextStep: last, And: [{Variable: '{{ look.States }}', Contains: a}, {Not: {Variable: '{{ Role }}', StringEquals: ''}}]}
  - {name: last, action: 'aws:pause', isEnd: true}
outputs: [look.States]
`;
const SHARDS = [
  '{{',
  '}}',
  '*p',
  '&p ',
  '!!map ',
  '- ',
  ': ',
  '[',
  ']',
  '{',
  '}',
  "'",
  '"',
  '|',
  '>',
  '\n',
  '\t',
  '  ',
  '#',
  '%',
  '@',
  '\u0000',
  '\ud800',
  '<<: ',
  '? ',
  '---\n',
  '$..',
  '__proto__',
  'constructor',
  'step:',
  'null',
  '~',
  '.inf',
  '1e999',
  '0x1f',
];

/** Takes out, doubles, or puts in a shard, some times. */
function broken(text: string, below: (most: number) => number): string {
  let result = text;
  for (let times = 1 + below(6); times > 0; times -= 1) {
    const [at, length] = [below(result.length + 1), below(30)];
    const shard = SHARDS[below(SHARDS.length)]!;
    const middle = [shard, '', result.slice(at, at + length).repeat(2), shard.repeat(below(50))][below(4)]!;
    result = result.slice(0, at) + middle + result.slice(at + (below(2) === 0 ? length : 0));
  }
  return result;
}

test(`${ROUNDS} broken texts are read or refused, each fault with its place (seed ${SEED})`, () => {
  const below = chance(SEED);
  for (let round = 0; round < ROUNDS; round += 1) {
    const text = broken(whole, below);
    for (const format of ['YAML', 'JSON'] as const) {
      const read = readRunbook(text, format);
      const where = `seed ${SEED}, round ${round}, ${format}`;
      if (read.ok) assert.ok(read.runbook.steps.length > 0, where);
      else {
        assert.ok(read.faults.length > 0 && read.faults.length <= 50, where);
        for (const { line, column, message } of read.faults) {
          assert.ok(line >= 1 && line <= text.split('\n').length + 1 && column >= 1 && message !== '', where);
        }
      }
      assert.equal(
        lint(text, format).findings.some(({ rule }) => rule === 'document'),
        !read.ok,
        where,
      );
    }
  }
});

test('names of Object are no steps, parameters or values', () => {
  const text = `schemaVersion: '0.3'\nparameters: {__proto__: {type: String, default: x}, constructor: {type: String}}\nmainSteps:\n  - {name: toString, action: 'aws:invokeWebhook', inputs: {IntegrationName: '{{ __proto__ }}', Body: '{{ constructor }}'}}\n`;
  const read = readRunbook(text, 'YAML');
  assert.ok(read.ok, JSON.stringify(read));
  assert.deepEqual(Object.keys(read.runbook.parameters), ['__proto__', 'constructor']);
  assert.equal(({} as Record<string, unknown>)['type'], undefined);
  assert.equal(fill('{{ hasOwnProperty }}', () => undefined).ok, false);
});

test('what is shipped can be stored, and the linter has nothing to say of it', () => {
  for (const { name, type, format, content } of shippedDocuments.values()) {
    if (type === 'Automation') assert.deepEqual(lint(content, format).findings, [], name);
    else assert.ok(JSON.parse(content).sections.length > 0, name);
  }
});
