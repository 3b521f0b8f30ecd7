import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Stage } from '#domain/contacts';
import { decide } from './decide.ts';
import type { Book, Engagement, EngagementTree } from './engagement.ts';
import { inVain, nextLevel } from './hurry.ts';

const START = new Date('2026-01-02T03:10:00Z');
const at = (minutes: number) => new Date(START.getTime() + minutes * 60_000);
const ref = (alias: string) => ({ account: '1', region: 'r', alias });
const channel = (id: string, minutes: number, retryMinutes = 0): Stage => ({
  minutes,
  targets: [{ kind: 'channel', channelId: id, retryMinutes }],
});
const book: Book = {
  contacts: new Map([
    [
      '1/r/ana',
      {
        type: 'PERSONAL',
        repeats: 0,
        acknowledgementMinutes: 0,
        name: 'ana',
        stages: [channel('sms', 10, 1), channel('call', 10)],
      },
    ],
    [
      '1/r/tiers',
      {
        type: 'ESCALATION',
        repeats: 0,
        acknowledgementMinutes: 0,
        name: 'tiers',
        stages: ['ana', 'bo'].map((alias) => ({
          minutes: 30,
          targets: [{ kind: 'contact', contact: ref(alias), essential: true }],
        })),
      },
    ],
    ['1/r/bo', { type: 'PERSONAL', repeats: 0, acknowledgementMinutes: 0, name: 'bo', stages: [channel('bo', 10)] }],
  ]),
  schedules: new Map(),
  channels: new Map(['sms', 'call', 'bo'].map((id) => [id, { type: 'SMS', activated: true }])),
  minuteMs: 60_000,
};
const fresh = {
  status: 'engaging',
  stage: -1,
  attempts: {},
  attemptedAt: {},
  cycle: 0,
  round: 0,
  startedAt: START,
  stageStartedAt: START,
} as const;
let ids = 0;
const step = (minute: number, was: EngagementTree, input: Parameters<typeof decide>[3]) =>
  decide(at(minute), was, book, input, () => `id-${ids++}`);
const begin = () => {
  const root: Engagement = { ...fresh, id: 'root', contact: ref('tiers'), contactType: 'ESCALATION', essential: true };
  return step(0, { root, all: [root] }, { kind: 'started' }).next;
};
const pagesOf = (decision: ReturnType<typeof step>) =>
  decision.effects.flatMap((effect) => (effect.kind === 'page' ? [effect.channelId] : []));

test('a stage that is over before its time: the next one begins now, and nothing of the first is repeated', () => {
  const was = begin();
  const ana = was.all[1]!.id;
  assert.equal(inVain(was, book, ana, 0), ana);
  const hurried = step(2.5, was, { kind: 'hurried', engagementId: ana });
  assert.deepEqual(pagesOf(hurried), ['call']);
  const one = hurried.next.all[1]!;
  assert.deepEqual([one.stage, one.stageStartedAt], [1, at(2.5)]);
  assert.deepEqual(
    hurried.effects.at(-1),
    { kind: 'wakeAt', at: at(12.5) },
    'the next stage lasts as long as the plan says',
  );
});

test('after a person’s last stage the plan above goes on; a page of a stage that is over long since hurries nothing', () => {
  const was = begin();
  const ana = was.all[1]!.id;
  const second = step(10, was, { kind: 'woken' }).next;
  assert.equal(inVain(second, book, ana, 0), undefined);
  assert.equal(inVain(second, book, ana, 1), 'root');
  const hurried = step(11, second, { kind: 'hurried', engagementId: 'root' });
  assert.deepEqual(pagesOf(hurried), ['bo']);
  assert.equal(inVain(hurried.next, book, ana, 1), undefined, 'the plan has gone on by itself');
  assert.equal(nextLevel(hurried.next, book, hurried.next.all[2]!.id), undefined, 'nothing follows');
});

test('who asks for the next stage gets that of the plan above; what is settled is hurried by nobody', () => {
  const was = begin();
  const ana = was.all[1]!.id;
  assert.equal(nextLevel(was, book, ana), 'root');
  const over = step(1, was, { kind: 'acknowledged', engagementId: ana }).next;
  assert.deepEqual([inVain(over, book, ana, 0), nextLevel(over, book, ana)], [undefined, undefined]);
  assert.deepEqual(step(2, over, { kind: 'hurried', engagementId: 'root' }).effects, []);
});
