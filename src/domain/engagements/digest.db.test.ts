import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import { answersIn, escalation, person, replicationSet, responsePlan } from '#test/kit/scenario';
import { ACCOUNT, openWorld } from '#test/kit/world';
import { lockTree } from './lock.ts';

const roots = statement<{ id: string; incident_id: string }>(
  'test.digestRoots',
  'select e.id, e.incident_id from engagements e where e.parent_id is null order by e.id',
);
const waiting = statement<{ count: number }>(
  'test.digestWaiting',
  `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
);

test('an answer to a digest locks all of its engagements before it writes, so that no other decider blocks it', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  const tiers = await escalation(world, 'tiers', [{ minutes: 30, people: [ana] }]);
  const responsePlanArn = await responsePlan(world, 'twice', [ana.arn, tiers]);
  world.mail.behave('unreachable');
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  await world.advance({ seconds: 15 });
  world.mail.behave('ok');
  await world.advance({ minutes: 2 });
  const [mail, ...more] = world.mail.take(ana.address);
  assert.deepEqual(more, []);
  const { token } = answersIn(mail!);
  const last = (await world.db.rows(roots)).at(-1)!;
  let runs = 0;
  let answering: Promise<unknown> = Promise.resolve();
  const note = {
    account: ACCOUNT,
    incidentId: last.incident_id,
    eventId: last.id,
    time: world.now(),
    type: 'Note',
    data: '"x"',
    actor: 'x',
  };
  await world.db.tx(async (tx) => {
    runs++;
    await lockTree(tx, last.id);
    if (runs === 1) {
      answering = world.db.tx((other) => {
        runs++;
        return world.house.rooms.acknowledging.acknowledgeByLink(other, world.now(), token);
      });
    }
    for (let tries = 0; runs < 3 && (await world.db.first(waiting))!.count === 0; tries++) assert.ok(tries < 60_000);
    await world.house.rooms.timeline.append(tx, world.now(), [note]);
  });
  await answering;
  assert.equal(runs, 2, 'neither ran into a deadlock and had to run again');
});
