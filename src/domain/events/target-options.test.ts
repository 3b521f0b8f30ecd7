import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPath, valueAt } from '#kernel/json-path';
import { inputFor, optionsFault, type TargetOptions } from './target-options.ts';

const event = {
  version: '0',
  id: 'e1',
  'detail-type': 'Order',
  source: 'shop',
  account: '123456789012',
  time: '2026-01-02T03:10:00Z',
  region: 'us-east-1',
  resources: ['arn:a', 'arn:b'],
  detail: { state: 'RUNNING', count: 3, 'in quotes': 'say "hi"', nested: { a: [1, { b: null }] }, ok: true },
};
const fired = {
  event,
  body: JSON.stringify(event),
  ruleName: 'r',
  ruleArn: 'arn:aws:events:us-east-1:123456789012:rule/r',
  ingestedAt: new Date('2026-01-02T03:10:05.678Z'),
};
const made = (options: TargetOptions) => inputFor(options, fired);
const transformed = (template: string, paths: Record<string, string> = {}) =>
  made({ inputTransformer: { template, paths } });

test('without anything a target gets the event, byte by byte', () => assert.equal(made({}), fired.body));
test('a constant is given as it stands', () => assert.equal(made({ input: '{ "a": 1 }' }), '{ "a": 1 }'));

const paths: [string, unknown][] = [
  ['$', event],
  ['$.detail.state', 'RUNNING'],
  ['$.detail-type', 'Order'],
  ['$.resources[1]', 'arn:b'],
  ['$.resources', ['arn:a', 'arn:b']],
  ["$.detail['in quotes']", 'say "hi"'],
  ['$.detail["nested"].a[1].b', null],
  ['$.detail.none.deeper', undefined],
  ['$.detail.state.length', undefined],
  ['$.constructor', undefined],
];
for (const [path, want] of paths) {
  test(`the path ${path} leads to ${JSON.stringify(want)}`, () => {
    const read = readPath(path);
    assert.ok(!('fault' in read));
    assert.deepEqual(valueAt(event, read), want);
    assert.equal(made({ inputPath: path }), JSON.stringify(want ?? null));
  });
}
for (const path of ['', 'detail.state', '$.', '$..state', '$.a[*]', '$.a.*', '$.a[-1]', '$.a[', "$.a['b", '$.a b']) {
  test(`${JSON.stringify(path)} is no path to one value`, () => assert.ok('fault' in readPath(path)));
}

const P = {
  state: '$.detail.state',
  count: '$.detail.count',
  all: '$.detail.nested',
  say: "$.detail['in quotes']",
  no: '$.no',
};
const templates: [template: string, want: string, why: string][] = [
  ['{"s":<state>}', '{"s":"RUNNING"}', 'a text without quotes around it is a JSON string'],
  ['{"n":<count>,"o":<all>}', '{"n":3,"o":{"a":[1,{"b":null}]}}', 'numbers and objects are JSON'],
  ['{"s":"it is <state>"}', '{"s":"it is RUNNING"}', 'within quotes it is the bare text'],
  ['"<count> of <state>"', '"3 of RUNNING"', 'a quoted text is a template, too'],
  ['"<all>"', '"{"a":[1,{"b":null}]}"', 'an object within quotes is put in without escapes'],
  ['"<say>"', '"say "hi""', 'so are quotes'],
  ['"<no>."', '"."', 'a path that leads nowhere is nothing within quotes'],
  ['{"a":<no>}', '{"a":}', 'and nothing outside of them, whatever becomes of the JSON'],
  ['"one <state>"\n"two <count>"', '"one RUNNING"\n"two 3"', 'several lines, each quoted'],
  ['"5 < 6 <state>"', '"5 < 6 RUNNING"', 'a lone < is itself'],
  ['"a \\"<state>\\" b"', '"a \\"RUNNING\\" b"', 'escaped quotes end no text'],
  ['{"r":<aws.events.rule-name>,"a":"<aws.events.rule-arn>"}', `{"r":"r","a":"${fired.ruleArn}"}`, 'the rule'],
  ['{"t":<aws.events.event.ingestion-time>}', '{"t":"2026-01-02T03:10:05Z"}', 'when it was taken in'],
  ['<aws.events.event.json>', fired.body, 'the whole event'],
  ['{"e":<aws.events.event>}', JSON.stringify({ e: { ...event, detail: undefined } }), 'the event without its detail'],
];
for (const [template, want, why] of templates) {
  test(`${template}: ${why}`, () => {
    assert.equal(optionsFault({ inputTransformer: { template, paths: P } }, 'us-east-1'), undefined);
    assert.equal(transformed(template, P), want);
  });
}

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:dead';
const faults: [options: TargetOptions, say: RegExp][] = [
  [{ input: '{}', inputPath: '$' }, /at most one of .*got Input, InputPath/],
  [{ input: '{' }, /Input: wanted JSON/],
  [{ inputPath: 'x' }, /InputPath: wanted a path/],
  [{ inputTransformer: { template: '"<x>"', paths: {} } }, /<x> is not in InputPathsMap, which has 0 variables/],
  [{ inputTransformer: { template: '{"a":x}', paths: {} } }, /InputTemplate: wanted JSON or a quoted text/],
  [{ inputTransformer: { template: 'plain words', paths: {} } }, /InputTemplate: wanted JSON or a quoted text/],
  [{ inputTransformer: { template: '"<aws.events.event.json>"', paths: {} } }, /cannot stand within quotes/],
  [{ inputTransformer: { template: '"<aws.events.event>"', paths: {} } }, /cannot stand within quotes/],
  [{ inputTransformer: { template: '"a"', paths: { AWSx: '$' } } }, /do not begin with AWS/],
  [{ inputTransformer: { template: '"a"', paths: { x: 'y' } } }, /InputPathsMap.x: wanted a path/],
  [{ deadLetterArn: 'arn:aws:sns:us-east-1:123456789012:t' }, /wanted the ARN of a standard SQS queue/],
  [{ deadLetterArn: `${QUEUE}.fifo` }, /not a FIFO one/],
  [{ deadLetterArn: QUEUE.replace('us-east-1', 'eu-west-1') }, /in the rule's region us-east-1/],
];
for (const [options, say] of faults) {
  test(`${JSON.stringify(options)} is refused`, () => assert.match(optionsFault(options, 'us-east-1') ?? '', say));
}
test('a good queue, a retry policy and parameters are taken', () =>
  assert.equal(
    optionsFault({ deadLetterArn: QUEUE, retry: { attempts: 0 }, http: { path: ['a'] } }, 'us-east-1'),
    undefined,
  ));
