import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIncidentText, unknownInIncidentText } from './incident-text.ts';

const event = {
  source: 'aws.cloudwatch',
  'detail-type': 'CloudWatch Alarm State Change',
  resources: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:p99'],
  detail: {
    alarmName: 'p99',
    state: { value: 'ALARM', reason: 'too\nslow {{alarm.name}}' },
    n: 3,
    list: [{ a: true }],
  },
};

const rows: [typed: string, filled: string, why: string][] = [
  ['{{alarm.name}} is {{ alarm.state }}', 'p99 is ALARM', 'an alarm by its event'],
  ['{{alarm.arn}}', 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:p99', 'its ARN'],
  ['{{alarm.reason}}', 'too slow {{alarm.name}}', 'what is put in is one line, and not read again'],
  ['{{event.source}} {{event.detail-type}}', 'aws.cloudwatch CloudWatch Alarm State Change', 'members with hyphens'],
  ['{{event.detail.n}} {{event.detail.list.0.a}}', '3 true', 'numbers, and places in lists'],
  ['{{event.detail.list}}', '[{"a":true}]', 'what is no text is JSON'],
  ['({{event.detail.none}})', '()', 'what is not there is nothing'],
  [
    '{{incident.title}} {{x}} {{}} {{ {{alarm.name}}',
    '{{incident.title}} {{x}} {{}} {{ p99',
    'what is unknown stays as typed',
  ],
  ['{{event}} {{event.}} {{constructor}}', '{{event}} {{event.}} {{constructor}}', 'so does what is no path'],
];
for (const [typed, filled, why] of rows)
  test(`${typed}: ${why}`, () => assert.equal(fillIncidentText(typed, event), filled));

test('without an event everything stays as it is typed', () =>
  assert.equal(fillIncidentText('{{alarm.name}} {{event.source}}', undefined), '{{alarm.name}} {{event.source}}'));

test('an event that is no alarm’s has no alarm', () =>
  assert.equal(fillIncidentText('<{{alarm.name}}>', { source: 'app', detail: 1 }), '<>'));

test('unknown placeholders are told, each once', () => {
  assert.deepEqual(unknownInIncidentText('{{alarm.name}} {{alram.name}} {{ alram.name }} {{event.a.b}}'), [
    '{{alram.name}}',
  ]);
  assert.deepEqual(unknownInIncidentText('plain { text }} {{'), []);
});
