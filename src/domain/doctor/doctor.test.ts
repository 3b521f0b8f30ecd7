import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Contact, ContactChannel, Stage } from '#domain/contacts';
import type { Rotation, Shift } from '#domain/oncall';
import { type Gap, gapsIn } from './gaps.ts';
import { planFindings, reachOf } from './reach.ts';
import { rotationFindings } from './rotation-check.ts';

const ref = (alias: string) => ({ account: '123456789012', region: 'us-east-1', alias });
const contact = (alias: string, type: Contact['type'], stages: Stage[]): Contact => ({
  ...ref(alias),
  type,
  stages,
  rotations: [],
  tags: {},
});
const channel = (owner: string, id: string, activated = true): ContactChannel => ({
  id,
  contact: ref(owner),
  name: id,
  type: 'EMAIL',
  address: `${id}@example.com`,
  activated,
});
const mail = (channelId: string): Stage['targets'][number] => ({ kind: 'channel', channelId, retryMinutes: 0 });
const whom = (alias: string): Stage['targets'][number] => ({ kind: 'contact', contact: ref(alias), essential: true });

/** Ana can be reached in her second stage, Bob nowhere, Carol has no plan; dora does not exist. */
const contacts = [
  contact('ana', 'PERSONAL', [
    { minutes: 5, targets: [mail('old')] },
    { minutes: 5, targets: [mail('ana')] },
  ]),
  contact('bob', 'PERSONAL', [{ minutes: 5, targets: [mail('bob')] }]),
  contact('carol', 'PERSONAL', []),
  contact('tiers', 'ESCALATION', [
    { minutes: 5, targets: [whom('bob'), whom('dora')] },
    { minutes: 3, targets: [] },
    { minutes: 1, targets: [whom('ana')] },
  ]),
  contact('lost', 'ESCALATION', [{ minutes: 5, targets: [whom('dora')] }]),
  contact('empty', 'ESCALATION', []),
];
const reach = reachOf(contacts, [channel('ana', 'ana'), channel('bob', 'bob', false), channel('carol', 'carol')]);
const told = (alias: string, named = true) =>
  planFindings(contacts.find((one) => one.alias === alias)!, reach, named).map(({ severity, subject, text }) =>
    [severity, subject, text].join(' | '),
  );

test('a stage that reaches nobody is told with its number; a wait is none', () => {
  assert.deepEqual(told('ana'), [
    'warning | person ana, stage 1 | This stage reaches nobody: a channel that is deleted or not activated. Its 5 minutes pass for nothing.',
  ]);
  assert.deepEqual(told('tiers'), [
    'warning | escalation plan tiers, stage 1 | This stage reaches nobody: bob, dora. Its 5 minutes pass for nothing.',
  ]);
});

test('whoever cannot be reached at all is a fault where something counts on them, else a warning', () => {
  assert.deepEqual(told('bob'), ['fault | person bob | No activated channel: nobody is reached.']);
  assert.deepEqual(told('bob', false), ['warning | person bob | No activated channel: nobody is reached.']);
  assert.deepEqual(told('carol'), ['fault | person carol | The plan has no stages: nobody is reached.']);
  assert.deepEqual(told('lost'), ['fault | escalation plan lost | None of the 1 stage reaches anybody.']);
  assert.deepEqual(told('empty'), ['fault | escalation plan empty | The plan has no stages: nobody is reached.']);
});

const T0 = Date.parse('2026-01-02T00:00:00Z');
const hour = (number: number) => new Date(T0 + number * 3_600_000);

test('gaps are just the instants at which no shift has anybody', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: -20, max: 220 }), { minLength: 2, maxLength: 20 });
  const kinds = fc.array(fc.constantFrom('shift', 'nobody', 'none'), { minLength: 20, maxLength: 20 });
  fc.assert(
    fc.property(cuts, kinds, (given, kind) => {
      const sorted = given.toSorted((a, b) => a - b);
      const shifts = sorted.slice(1).flatMap((end, at): Shift[] => {
        const members = kind[at] === 'shift' ? ['ana'] : [];
        return kind[at] === 'none' ? [] : [{ start: hour(sorted[at]!), end: hour(end), members }];
      });
      const within = shifts.filter(({ start, end }) => end > hour(0) && start < hour(168));
      const gaps = gapsIn(within, hour(0), hour(168));
      for (let at = 0; at < 168; at++) {
        const covered = shifts.some(
          ({ start, end, members }) => members.length > 0 && start <= hour(at) && hour(at) < end,
        );
        const inGap = gaps.filter(({ from, to }) => from <= hour(at) && hour(at) < to).length;
        assert.equal(inGap, covered ? 0 : 1, `hour ${at}`);
      }
    }),
  );
});

const rotation = { name: 'first line', recurrence: {} } as Rotation;
const covered = { name: 'first line', recurrence: { coverage: {} } } as Rotation;

test('a gap now is a fault, one to come a warning, and one outside the coverage a note', () => {
  const gaps: Gap[] = [
    { from: hour(0), to: hour(2), byOverride: true },
    { from: hour(30), to: hour(31), byOverride: false },
    { from: hour(54), to: hour(55), byOverride: false },
  ];
  const lines = (of: Rotation) =>
    rotationFindings(of, gaps, hour(0)).map(({ severity, text }) => `${severity}: ${text}`);
  assert.deepEqual(lines(rotation), [
    'fault: Nobody is on call now, until 2026-01-02 02:00 UTC, as an override says.',
    'warning: Nobody is on call from 2026-01-03 06:00 UTC to 2026-01-03 07:00 UTC.',
    'warning: Nobody is on call from 2026-01-04 06:00 UTC to 2026-01-04 07:00 UTC.',
  ]);
  assert.deepEqual(lines(covered), [
    'fault: Nobody is on call now, until 2026-01-02 02:00 UTC, as an override says.',
    'note: Nobody is on call outside its coverage; next from 2026-01-03 06:00 UTC to 2026-01-03 07:00 UTC.',
  ]);
  assert.match(rotationFindings(rotation, gaps, hour(0))[0]!.whatToDo, /overrides add "first line" --contact/);
});
