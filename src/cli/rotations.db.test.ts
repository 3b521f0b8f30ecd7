import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { muster, mustered } from '#test/kit/muster';
import { person, replicationSet } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';

/** It is Friday, 2 January 2026, 03:10. */
let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  for (const alias of ['ana', 'bob', 'dora']) await person(world, alias);
});
after(() => world[Symbol.asyncDispose]());

const idOf = (arn: string) => arn.slice(arn.lastIndexOf('/') + 1);
const make = async (name: string, options: string) =>
  (await mustered(world, `oncall rotations create ${name} ${options}`))[0]!;
/** A refused or wrong call: its exit code, and that standard error says what was wrong. */
async function fails(words: string[], code: number, says: RegExp): Promise<void> {
  const ended = await muster(world, words);
  assert.deepEqual([ended.code, ended.out], [code, '']);
  assert.match(ended.err, says);
}

test('a rotation is made, shown, changed and deleted', async () => {
  const people = '--person ana --person bob --start 2026-01-01T09:00Z';
  const arn = await make(
    'weekly',
    `${people} --weekly MON@09:00 --every 2 --zone Europe/Berlin --coverage fri@18:00-08:00`,
  );
  assert.match(arn, /^arn:aws:ssm-contacts:us-east-1:123456789012:rotation\/[0-9a-f-]{36}$/);
  assert.deepEqual(await mustered(world, 'oncall rotations show weekly'), [
    'name       weekly',
    'turn 1     ana',
    'turn 2     bob',
    'hands off  every 2 weeks, monday 09:00',
    'at once    1',
    'zone       Europe/Berlin',
    'began      2026-01-01T09:00:00.000Z',
    'coverage   friday 18:00-08:00',
    `arn        ${arn}`,
  ]);
  await mustered(
    world,
    'oncall rotations update weekly --all-hours --hourly 0 --hourly 30 --every 8 --person bob --person dora',
  );
  const [, row = ''] = await mustered(world, 'oncall rotations list');
  assert.match(row, /^weekly {4}bob, dora {2}every 8 hours, :00, :30 {2}Europe\/Berlin {2}/);
  const told = JSON.parse((await mustered(world, `oncall rotations show ${idOf(arn)} --json`)).join(''));
  assert.deepEqual([told.coverage, told.people.length], [null, 2]);
  await mustered(world, 'oncall rotations delete weekly');
  await fails(['oncall', 'rotations', 'show', 'weekly'], 2, /no rotation is called "weekly"/);
});

test('what is wrong with a rotation is said before anything is sent, or by the server', async () => {
  const create = ['oncall', 'rotations', 'create', 'x'];
  await fails(create, 2, /--person is needed/);
  await fails([...create, '--person', 'ana'], 2, /when it hands off is needed/);
  await fails([...create, '--person', 'ana', '--daily', '25:00'], 2, /--daily: wanted a time/);
  await fails([...create, '--person', 'ana', '--daily', '09:00', '--hourly', '0'], 2, /give one of --hourly/);
  await fails([...create, '--person', 'ana', '--daily', '09:00', '--zone', 'PST'], 1, /timeZone: wanted an IANA zone/);
  await fails(['oncall', 'rotations', 'update', 'x'], 2, /nothing to change/);
});

test('an on-call schedule is made of rotations, shown with their names, and given others', async () => {
  const [one, other] = [
    await make('one', '--person ana --daily 09:00'),
    await make('other', '--person bob --daily 09:00'),
  ];
  await mustered(world, 'contacts create line --type schedule --rotation one');
  const shown = await mustered(world, 'contacts show line');
  assert.ok(shown.includes(`rotation  one (${idOf(one)})`), shown.join('\n'));
  await mustered(world, `contacts plan set line --rotation ${idOf(other)} --rotation one`);
  assert.deepEqual(await mustered(world, 'contacts plan show line'), [
    'ROTATION  ID',
    `other     ${idOf(other)}`,
    `one       ${idOf(one)}`,
  ]);
  await fails(['contacts', 'create', 'y', '--type', 'schedule', '--stage', '5:ana'], 2, /has rotations/);
  await fails(['contacts', 'plan', 'set', 'ana', '--rotation', 'one'], 2, /--rotation is for on-call schedules/);
});

test('gaps are found with their causes, and a name that fits two things is refused', async () => {
  await make('office', '--person ana --daily 09:00 --coverage FRI@08:00-18:00 --start 2026-01-01T00:00Z');
  await mustered(world, 'contacts create desk --type schedule --rotation office');
  for (const named of ['office', 'desk']) {
    assert.deepEqual(await mustered(world, `oncall gaps ${named} --to 2026-01-03T00:00Z`), [
      'FROM                  TO                    WHY',
      '2026-01-02 03:10:01Z  2026-01-02 08:00:00Z  its coverage leaves it out',
      '2026-01-02 18:00:00Z  2026-01-03 00:00:00Z  its coverage leaves it out',
    ]);
  }
  await world.runDue();
  const warned = await mustered(world, 'oncall warnings');
  assert.match(warned[1]!, /^desk {2}2026-01-02 03:10:/);
  await make('bob', '--person bob --daily 09:00');
  await fails(['oncall', 'gaps', 'bob'], 2, /more than one rotation, person or on-call schedule is called "bob"/);
});

test('a swap is offered and accepted, and one is declined', async () => {
  await make('shared', '--person ana --person bob --daily 09:00 --start 2026-01-01T09:00Z');
  const [give, take] = ['ana@2026-01-05T09:00Z/2026-01-06T09:00Z', 'bob@2026-01-06T09:00Z/2026-01-07T09:00Z'];
  const offer = `oncall swaps offer shared --give ${give} --take ${take}`;
  const [id = ''] = await mustered(world, offer);
  assert.match(
    (await mustered(world, 'oncall swaps list --status offered'))[1]!,
    new RegExp(`^${id} {2}offered {2}ana 2026-01-05`),
  );
  await mustered(world, `oncall swaps accept ${id}`);
  const shifts = await mustered(world, 'oncall shifts shared --from 2026-01-05T09:00Z --to 2026-01-07T08:00Z');
  assert.deepEqual(
    shifts.slice(1).map((line) => line.split(/ {2,}/)[2]),
    ['bob', 'ana'],
  );
  await fails(['oncall', 'swaps', 'accept', id], 1, /accepted/);
  const later = offer.replaceAll('2026-01-0', '2026-01-1');
  const second = await muster(world, later.split(' '));
  assert.equal(second.code, 0, second.err);
  await mustered(world, `oncall swaps decline ${second.out.trim()}`);
  assert.match((await mustered(world, 'oncall swaps list --status declined'))[1]!, /declined/);
  await fails(
    ['oncall', 'swaps', 'offer', 'shared', '--give', 'ana', '--take', take],
    2,
    /--give: wanted CONTACT@FROM\/TO/,
  );
});

test('a calendar feed’s address is shown once, and is good until it is revoked', async () => {
  const [url = ''] = await mustered(world, 'oncall feeds create ana');
  assert.match(url, /\/calendar\/.+\.ics$/);
  const path = new URL(url).pathname;
  assert.equal((await fetch(new URL(path, world.url))).status, 200);
  const [, row = ''] = await mustered(world, 'oncall feeds list');
  const [id = ''] = row.split(' ');
  assert.match(row, /^[0-9a-f-]{36} {2}ana {2}good {3}On call$/);
  await mustered(world, `oncall feeds revoke ${id}`);
  assert.equal((await fetch(new URL(path, world.url))).status, 403);
});

test('an incident goes by its title while it is open, and by part of its id before that', async () => {
  const [arn = ''] = (await muster(world, ['incidents', 'start', '--title', 'Checkout: it fails!'])).out.split('\n');
  const id = idOf(arn);
  assert.equal((await muster(world, ['incidents', 'resolve', 'checkout it FAILS'])).out, `${arn}\n`);
  await fails(['incidents', 'resolve', 'checkout it fails'], 2, /no one incident is called "checkout it fails"/);
  // A title that is another one's id: the id comes first.
  const [titled = ''] = (await muster(world, ['incidents', 'start', '--title', id.slice(-12)])).out.split('\n');
  assert.notEqual(titled, arn);
  assert.equal(JSON.parse((await muster(world, ['incidents', 'show', id.slice(-12), '--json'])).out).arn, arn);
  await fails(['incidents', 'show', 'abcd'], 2, /no one incident is called "abcd"/);
});

test('an export tells how an incident was to end, and how it did', async () => {
  const [arn = ''] = (await muster(world, ['incidents', 'start', '--title', 'Slow'])).out.split('\n');
  const plan = ['--resolution-plan', 'Roll back', '--by', 'ana', '--until', '2026-01-02T18:00Z'];
  assert.equal((await muster(world, ['incidents', 'update', arn, ...plan])).code, 0);
  assert.equal((await muster(world, ['incidents', 'resolve', arn, '--note', 'The cache was cold'])).code, 0);
  const report = await mustered(world, `incidents export ${arn} --format md`);
  assert.ok(report.includes('| Resolution plan | Roll back, by ana, until 2026-01-02 18:00:00Z |'), report.join('\n'));
  assert.ok(report.includes('| Resolution note | The cache was cold |'));
  const rows = await mustered(world, `incidents export ${arn} --format csv`);
  assert.ok(rows.some((line) => line.includes('"resolution plan"') && line.includes('"Roll back, by ana, until')));
  assert.ok(rows.some((line) => line.includes('"resolution note"') && line.includes('"The cache was cold"')));
});
