import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestPage } from '#domain/test-pages';
import { MINUTE, SECOND } from '#kernel/clock';
import { isPoor, scoreOf } from './score.ts';

const NOW = new Date('2026-01-05T12:00:00Z');

/** Test pages, newest first: seconds until the answer, or why there was none. */
function pages(...fates: (number | 'none' | 'late' | 'failed' | 'cancelled')[]): TestPage[] {
  return fates.map((fate, age): TestPage => {
    const createdAt = new Date(NOW.getTime() - (age + 1) * 60 * MINUTE);
    const at = (ms: number) => new Date(createdAt.getTime() + ms);
    const answered = typeof fate === 'number' ? at(fate * SECOND) : fate === 'late' ? at(20 * MINUTE) : undefined;
    const status = answered ? 'answered' : fate === 'failed' || fate === 'cancelled' ? fate : 'sent';
    return {
      id: `${age}`,
      contact: { account: '1', region: 'r', alias: 'ana' },
      ...{ channelId: 'c', channelType: 'EMAIL', origin: 'drill', requestedBy: 'x', attempts: [], tries: 0 },
      ...{ createdAt, answerBy: at(10 * MINUTE), sentAt: createdAt, status },
      ...(answered ? { answeredAt: answered } : {}),
    };
  });
}

const rows: [name: string, given: TestPage[], score: object, poor: boolean][] = [
  ['nothing was sent', [], { sent: 0, answered: 0 }, false],
  ['all were answered', pages(10, 30, 20), { sent: 3, answered: 3, percent: 100, medianSeconds: 20 }, false],
  ['one that was not answered proves nothing', pages('none'), { sent: 1, answered: 0, percent: 0 }, false],
  ['two in a row do', pages('none', 'none', 5, 5, 5), { sent: 5, answered: 3, percent: 60, medianSeconds: 5 }, true],
  ['a late answer is none in time', pages('late', 4), { sent: 2, answered: 1, percent: 50, medianSeconds: 4 }, false],
  ['less than half is poor', pages(8, 'none', 'failed'), { sent: 3, answered: 1, percent: 33, medianSeconds: 8 }, true],
  [
    'what was called off does not count',
    pages('cancelled', 6, 7),
    { sent: 2, answered: 2, percent: 100, medianSeconds: 7 },
    false,
  ],
];
for (const [name, given, score, poor] of rows)
  test(`${name}: its score`, () => {
    assert.deepEqual(scoreOf(NOW, given, 10), score);
    assert.equal(isPoor(NOW, given, 10), poor);
  });

test('only the last so many count, and none that is waited for', () => {
  assert.deepEqual(scoreOf(NOW, pages(1, 2, 'none', 'none'), 2), {
    sent: 2,
    answered: 2,
    percent: 100,
    medianSeconds: 2,
  });
  const waiting = { ...pages('none')[0]!, answerBy: new Date(NOW.getTime() + 1) };
  assert.equal(scoreOf(NOW, [waiting], 10).sent, 0);
});
