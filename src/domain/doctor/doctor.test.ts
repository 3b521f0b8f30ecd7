import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Contact, type ContactChannel, contactArn, type Stage } from '#domain/contacts';
import { type GapCause, type Rotation, rotationArn } from '#domain/oncall';
import { rotationFindings, scheduleFindings } from './gap-checks.ts';
import { planFindings, reachOf } from './reach.ts';

const ref = (alias: string) => ({ account: '123456789012', region: 'us-east-1', alias });
const contact = (alias: string, type: Contact['type'], stages: Stage[]): Contact => ({
  ...ref(alias),
  type,
  stages,
  rotations: [],
  repeats: 0,
  acknowledgementTimeoutMinutes: 0,
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

const gap = (from: number, to: number, ...causes: GapCause[]) => ({ start: hour(from), end: hour(to), causes });
const gaps = [gap(0, 2, 'override'), gap(30, 31, 'notBegun'), gap(54, 55, 'coverage')];
const texts = (findings: { severity: string; text: string }[]) =>
  findings.map(({ severity, text }) => `${severity}: ${text}`);

test('a rotation’s gap now is a fault, one to come a warning, and one outside the coverage a note', () => {
  const found = rotationFindings({ name: 'first line' }, gaps, hour(0));
  assert.deepEqual(texts(found), [
    'fault: Nobody is on call now, until 2026-01-02 02:00 UTC, as an override says.',
    'warning: Nobody is on call from 2026-01-03 06:00 UTC to 2026-01-03 07:00 UTC.',
    'note: Nobody is on call outside its coverage; next from 2026-01-04 06:00 UTC to 2026-01-04 07:00 UTC.',
  ]);
  assert.match(found[0]!.whatToDo, /overrides add "first line" --contact/);
});

const line = (rotations: string[]) => ({ type: 'ONCALL_SCHEDULE' as const, alias: 'line', rotations });

test('a schedule without rotations, and one by which nobody is on call, is a fault where a plan counts on it', () => {
  const none = (named: boolean) => texts(scheduleFindings(line([]), [], hour(0), named));
  assert.deepEqual(
    [none(true), none(false)],
    [['fault: It has no rotation: nobody is reached.'], ['warning: It has no rotation: nobody is reached.']],
  );
  // Nobody means the hours that all rotations of a schedule leave out.
  assert.deepEqual(
    texts(scheduleFindings(line(['r']), [gap(0, 2, 'coverage'), gap(30, 31, 'coverage')], hour(0), true)),
    [
      'fault: Nobody is on call now, until 2026-01-02 02:00 UTC.',
      'warning: Nobody is on call from 2026-01-03 06:00 UTC to 2026-01-03 07:00 UTC.',
    ],
  );
  const many = Array.from({ length: 7 }, (_, at) => gap(10 * at + 5, 10 * at + 6, 'override'));
  assert.equal(
    texts(scheduleFindings(line(['r']), many, hour(0), true)).at(-1),
    'warning: There are 2 more such times within 7 days.',
  );
});

test('a schedule reaches whom its rotations reach, and a plan whom its schedules do', () => {
  const rotation = (id: string, ...people: string[]) =>
    ({ ...ref(''), id, contacts: people.map((alias) => contactArn(ref(alias))) }) as unknown as Rotation;
  const [good, bad] = [rotation('good', 'bob', 'ana'), rotation('bad', 'bob')];
  const schedule = (alias: string, ...of: Rotation[]): Contact => ({
    ...contact(alias, 'ONCALL_SCHEDULE', []),
    rotations: of.map(rotationArn),
  });
  const all = [
    ...contacts,
    schedule('sound', bad, good),
    schedule('dead', bad),
    contact('over', 'ESCALATION', [{ minutes: 5, targets: [whom('dead')] }]),
  ];
  const seen = reachOf(all, [channel('ana', 'ana'), channel('bob', 'bob', false)], [good, bad]);
  const of = (alias: string) => texts(planFindings(all.find((one) => one.alias === alias)!, seen, true));
  assert.deepEqual(of('sound'), []);
  assert.deepEqual(of('dead'), ['fault: Nobody of its rotations can be reached.']);
  assert.deepEqual(of('over'), ['fault: None of the 1 stage reaches anybody.']);
});
