import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNamedArn, slugOf } from './names.ts';

const slugs: [text: string, slug: string][] = [
  ['MyIncident', 'myincident'],
  ['My incident', 'myincident'],
  ['  my-INCIDENT! ', 'myincident'],
  ['Störung: Zahlungen (EU)', 'störungzahlungeneu'],
  ['Проблема №5', 'проблемаno5'],
  ['नमस्ते', 'नमस्ते'],
  ['ﬁle server', 'fileserver'],
  ['!?', ''],
];
for (const [text, slug] of slugs) {
  test(`the slug of ${JSON.stringify(text)} is ${JSON.stringify(slug)}`, () => assert.equal(slugOf(text), slug));
}

test('a name is taken from the one form of ARN that has it', () => {
  assert.deepEqual(parseNamedArn('arn:aws:ssm-incidents::123456789012:incident/My/own: incident'), {
    account: '123456789012',
    name: 'My/own: incident',
  });
  for (const other of [
    'arn:aws:ssm-incidents::123456789012:incident/',
    'arn:aws:ssm-incidents::123456789012:incident-record/web/x',
    'arn:aws-cn:ssm-incidents::123456789012:incident/x',
    'arn:aws:ssm-contacts::123456789012:incident/x',
    'arn:aws:ssm-incidents:::incident/x',
    'a label of somebody’s',
  ]) {
    assert.equal(parseNamedArn(other), undefined, other);
  }
});
