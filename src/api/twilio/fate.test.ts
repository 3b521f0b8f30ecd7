import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fateOf } from './fate.ts';

const kind = (fields: Record<string, string>) => {
  const fate = fateOf(new Map(Object.entries(fields)));
  return typeof fate === 'object' ? fate.kind : fate;
};

const rows: [fields: Record<string, string>, want: string | undefined][] = [
  [{ MessageStatus: 'delivered' }, 'delivered'],
  [{ MessageStatus: 'sent' }, undefined],
  [{ MessageStatus: 'undelivered', ErrorCode: '30003' }, 'failed'],
  [{ MessageStatus: 'failed' }, 'failed'],
  [{ CallStatus: 'ringing' }, undefined],
  [{ CallStatus: 'in-progress' }, 'underWay'],
  [{ CallStatus: 'completed', AnsweredBy: 'human' }, 'delivered'],
  [{ CallStatus: 'completed', AnsweredBy: 'machine_end_silence' }, 'failed'],
  [{ CallStatus: 'completed', AnsweredBy: 'fax' }, 'failed'],
  [{ CallStatus: 'no-answer' }, 'failed'],
  [{}, undefined],
];
for (const [fields, want] of rows) test(`${JSON.stringify(fields)} is ${want}`, () => assert.equal(kind(fields), want));

test('an error code tells what to do', () => {
  const fate = fateOf(
    new Map([
      ['MessageStatus', 'undelivered'],
      ['ErrorCode', '30006'],
    ]),
  );
  assert.ok(typeof fate === 'object' && fate.kind === 'failed');
  assert.match(fate.info, /30006.*use a voice channel/);
});
