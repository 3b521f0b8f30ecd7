import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import { call, done } from '../kit/api.ts';
import { type Person, person, replicationSet, responsePlan, rotation, schedule } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** What our own face says of on-call time is what wakes people. The world begins at 03:10; hand-off is daily at 04:00. */

const got = (world: World, ...all: Person[]) => all.map(({ address }) => world.mail.take(address).length);
const post = (world: World, path: string, body: object = {}, status = 201) =>
  done<{ id: string }>(call(world, 'POST', path, { body }), status);
const idOf = (arn: string) => arn.split('/').at(-1)!;

/** A new incident each time: nothing of the last one is left to be told. */
async function fire(world: World, responsePlanArn: string): Promise<void> {
  const input = {
    responsePlanArn,
    triggerDetails: { source: `check-${world.now().getTime()}`, timestamp: world.now() },
  };
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand(input));
  await world.runDue();
  const path = `/incidents/${incidentRecordArn!.split('/').at(-1)}`;
  await done(call(world, 'PATCH', path, { body: { status: 'resolved' }, headers: { 'if-match': '*' } }));
}

test('who is added, who stands in by a swap and who is in a temporary schedule is paged, and nobody else', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [ana, bo, cy] = [await person(world, 'ana'), await person(world, 'bo'), await person(world, 'cy')];
  const [one, other] = [await rotation(world, 'one', [ana, bo]), await rotation(world, 'other', [bo, ana])];
  const rota = await schedule(world, 'rota', [one, other]);
  const plan = await responsePlan(world, 'checkout', [rota.arn]);
  await fire(world, plan);
  assert.deepEqual(got(world, ana, bo, cy), [1, 1, 0], 'one of each rotation');

  const over = { kind: 'add', startsAt: '2026-01-02T03:00:00Z', endsAt: '2026-01-02T04:00:00Z', people: ['cy'] };
  const added = await post(world, `/rotations/${idOf(one)}/overrides`, over);
  await fire(world, plan);
  assert.deepEqual(got(world, ana, bo, cy), [1, 1, 1], 'cy, too');
  await done(call(world, 'DELETE', `/rotations/${idOf(one)}/overrides/${added.id}`), 204);

  const window = { startsAt: '2026-01-02T03:00:00Z', endsAt: '2026-01-02T04:00:00Z' };
  const shifts = [{ ...window, people: ['cy'] }];
  await post(world, '/temporary-schedules', { ...window, rotations: [idOf(one), idOf(other)], shifts });
  await fire(world, plan);
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 1], 'cy alone');

  const side = (alias: string, arn: string, day: number) => ({
    person: alias,
    rotationId: idOf(arn),
    startsAt: `2026-01-0${day}T04:00:00Z`,
    endsAt: `2026-01-0${day + 1}T04:00:00Z`,
  });
  const swap = await post(world, '/swaps', { give: side('bo', one, 2), take: side('ana', one, 3) });
  await post(world, `/swaps/${swap.id}/accept`, {}, 200);
  await world.advance({ hours: 2 });
  await fire(world, plan);
  assert.deepEqual(got(world, ana, bo, cy), [1, 0, 0], 'ana by the swap in one, and by turn in the other: one message');
  const path = `/on-call?of=${rota.arn}`;
  const { people } = await done<{ people: { alias: string }[] }>(call(world, 'GET', path));
  assert.deepEqual(
    people.map(({ alias }) => alias),
    ['ana'],
  );
  const feed = await done<{ jsonUrl: string }>(call(world, 'POST', '/calendar-feeds', { body: { of: rota.arn } }), 201);
  const calendar = await fetch(feed.jsonUrl.replace('https://muster.example', world.url));
  const told = (await calendar.json()) as { shifts: { start: string; people: { alias: string }[] }[] };
  assert.deepEqual(
    told.shifts.slice(0, 2).map((shift) => [shift.start, shift.people[0]!.alias]),
    [
      ['2026-01-02T04:00:00.000Z', 'ana'],
      ['2026-01-02T04:00:00.000Z', 'ana'],
    ],
    'the calendar of a schedule has both rotations',
  );
});
