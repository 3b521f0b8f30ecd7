import assert from 'node:assert/strict';
import { test } from 'node:test';
import { muster, mustered } from '#test/kit/muster';
import { replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld } from '#test/kit/world';

test('a silence is made, listed, shown, changed and ended from the command line', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await responsePlan(world, 'payments', []);
  const none = await muster(world, ['silences', 'list']);
  assert.deepEqual([none.code, none.out], [0, '']);
  const reason = 'the database is moved';
  const [id] = await mustered(world, 'silences create --plan payments --until 2h --reason', reason);
  assert.match(id!, /^[0-9a-f-]{36}$/);
  assert.deepEqual(await mustered(world, 'silences list --status active'), [
    'ID                                    STATUS  OF             SEVERITIES        FROM                  UNTIL                 SILENCED  REASON',
    `${id}  active  plan payments  all but critical  2026-01-02 03:10:01Z  2026-01-02 05:10:01Z  0         ${reason}`,
  ]);
  await mustered(world, `silences update ${id} --until 4h --include-critical`);
  const shown = (await mustered(world, `silences show ${id}`)).join('\n');
  assert.match(shown, /Severities +all\n[\s\S]*Until +2026-01-02 07:10:01Z/);
  const all = await mustered(
    world,
    'silences create --everything --from 1d --until 26h --reason x --include-critical --json',
  );
  assert.equal((JSON.parse(all.join('')) as { status: string }).status, 'planned');
  await mustered(world, `silences end ${id}`);
  assert.match((await mustered(world, `silences show ${id}`)).join('\n'), /Status +over/);
  await world.runDue();
});

test('what the options of a silence lack is told', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const faults: [line: string, told: RegExp][] = [
    [
      'silences create --until 2h --reason x',
      /one of --plan, --rule, --alarm, --everything, --pattern or .*, got none/,
    ],
    ['silences create --plan p --everything --until 2h --reason x', /got 2 of them/],
    ['silences create --plan p --reason x', /--until is needed/],
    ['silences create --plan p --until 2h', /--reason is needed/],
    ['silences create --plan p --until later --reason x', /--until: wanted a time such as/],
    ['silences update 01a20c56-24ac-7399-b1a6-867dbabd3098', /nothing to change/],
    ['silences list --status quiet', /--status: wanted planned, active, over/],
  ];
  for (const [line, told] of faults) {
    const { code, out, err } = await muster(world, line.split(' '));
    assert.deepEqual([line, code, out], [line, 2, '']);
    assert.match(err, told);
  }
  const long = await muster(world, 'silences create --everything --until 8d --reason x'.split(' '));
  assert.equal(long.code, 1);
  assert.match(long.err, /at most 168 hours/);
});
