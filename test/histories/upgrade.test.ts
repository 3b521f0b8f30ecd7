import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { migrate } from '#storage/migrate';
import { accept, got, resolve, startIncident } from '../kit/deeds.ts';
import { copyRows, databaseAt } from '../kit/earlier.ts';
import { escalation, type Person, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { answersTo, people, wordsOn } from './people.ts';

/** The behaviours that the field's pagers are tested for: work in flight survives an upgrade of the schema. */

/** The last migration of the first version that paged. */
const FIRST = '0012_audit';

interface Before {
  people: [Person, Person, Person];
  arn: string;
}

/** Ana for five minutes, then Bo, then Cy; an incident is open, and `act` has happened. */
async function begin(world: World, act: (before: Before) => Promise<void>): Promise<Before> {
  const all = await people(world);
  const tiers = await escalation(
    world,
    'tiers',
    all.map((one) => ({ minutes: 5, people: [one] })),
  );
  const before = { people: all, arn: await startIncident(world, await responsePlan(world, 'p', [tiers])) };
  await act(before);
  return before;
}

/** Lets the first version's database, with what `act` left in flight in it, be brought to this version, and goes on in it. */
async function upgraded(
  act: (world: World, before: Before) => Promise<void>,
  after: (world: World, before: Before) => Promise<void>,
): Promise<void> {
  const database = await databaseAt(FIRST);
  let before: Before;
  let left: Pick<World, 'keyring' | 'now'>;
  {
    await using world = await openWorld();
    before = await begin(world, (given) => act(world, given));
    await copyRows(world.connection, database.connection);
    left = world;
  }
  const ran = await migrate(database.connection);
  assert.ok(ran.length > 0, 'something was upgraded');
  await using world = await openWorld({ found: { database, keyring: left.keyring }, now: left.now() });
  await after(world, before);
}

test('19 inprogress: pages and stages in flight go on after an upgrade of the schema, each once', () =>
  upgraded(
    // Ana's page waits in the outbox; nobody has run.
    async () => undefined,
    async (world, { people: [ana, bo, cy], arn }) => {
      await world.runDue();
      assert.deepEqual(got(world, ana, bo, cy), [1, 0, 0]);
      await world.advance({ minutes: 5 });
      await accept(world, await world.firstMail(bo.address));
      await world.advance({ hours: 1 });
      assert.deepEqual(got(world, ana, bo, cy), [0, 0, 0]);
      assert.equal(await answersTo(world, arn), 1);
      const incidentId = arn.split('/').at(-1)!;
      assert.deepEqual(await world.house.rooms.timeline.verify(world.db, { account: ACCOUNT, incidentId }), []);
    },
  ));

test('20 statusinprogress: what was told, answered and resolved before an upgrade stays so, and nobody is paged for it', () =>
  upgraded(
    async (world, { people: [ana, bo], arn }) => {
      await world.runDue();
      assert.deepEqual(got(world, ana), [1]);
      await world.advance({ minutes: 5 });
      await accept(world, await world.firstMail(bo.address));
      await resolve(world, arn);
    },
    async (world, { arn }) => {
      await world.advance({ hours: 1 });
      const { incidentRecord } = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }));
      assert.equal(incidentRecord?.status, 'RESOLVED');
      assert.equal(await answersTo(world, arn), 1);
      assert.equal(await wordsOn(world, arn), '');
    },
  ));
