import assert from 'node:assert/strict';
import { test } from 'node:test';
import { statement } from '#storage/statement';
import { escalation, person, replicationSet, responsePlan } from '#test/kit/scenario';
import { ACCOUNT, openWorld, T0, type World } from '#test/kit/world';

const NAMES = ['ana', 'bo', 'cy', 'dee'];

const forbid = statement(
  'test.together.forbid',
  `create function test_forbid() returns trigger language plpgsql as $$
   begin if new.alias = 'cy' then raise exception 'no page for cy today'; end if; return new; end $$`,
);
const trigger = statement(
  'test.together.trigger',
  'create trigger test_forbid before insert on pages for each row execute function test_forbid()',
);
const allow = statement('test.together.allow', 'drop trigger test_forbid on pages');
const loseOne = statement('test.together.loseOne', 'update due set token = token + 1 where key = $1');
const sent = statement<{ status: string; attempts: number }>(
  'test.together.sent',
  `select m.status, m.attempts from messages m where m.kind = 'page' order by m.attempts`,
);
const receipts = statement<{ count: number }>(
  'test.together.receipts',
  `select count(*)::int as count from page_receipts r where r.type = 'SENT'`,
);

const actor = {
  account: ACCOUNT,
  region: 'us-east-1',
  principal: 'arn:aws:iam::123456789012:user/admin',
  requestId: 'r',
};

/** An incident for each person, all at once; each plan waits a minute before it pages. */
async function openAll(world: World): Promise<string[]> {
  await replicationSet(world);
  const addresses: string[] = [];
  for (const name of NAMES) {
    const one = await person(world, name, { minutes: 30 });
    addresses.push(one.address);
    const tiers = await escalation(world, `${name}-tiers`, [
      { minutes: 1, people: [] },
      { minutes: 30, people: [one] },
    ]);
    await responsePlan(world, name, [tiers]);
  }
  const trigger = { source: 'aws.ssm-incidents.custom', timestamp: T0 };
  const starts = NAMES.map((name) => ({ actor, plan: { account: ACCOUNT, name }, trigger, relatedItems: [] }));
  await world.db.tx((tx) => world.house.rooms.incidents.start(tx, world.now(), starts));
  return addresses;
}

test('timers that fall due together are decided together; one that fails is decided again, and costs the others nothing', async () => {
  await using world = await openWorld();
  const addresses = await openAll(world);
  await world.db.rows(forbid);
  await world.db.rows(trigger);
  await world.advance({ minutes: 1 });
  const got = () => addresses.map((address) => world.mail.take(address).length);
  assert.deepEqual(got(), [1, 1, 0, 1]);
  assert.equal(world.log.take('error', /due work failed; it is tried again/).length, 1);
  await world.db.rows(allow);
  await world.advance({ seconds: 5 });
  assert.deepEqual(got(), [0, 0, 1, 0]);
});

test('of messages that are recorded together, one whose work was taken over is sent again under its key, the others once', async () => {
  let lose = true;
  await using world = await openWorld({
    probe: async (point, message) => {
      if (!lose || point !== 'afterSend') return;
      lose = false;
      await world.db.rows(loseOne, [message]);
    },
  });
  lose = false;
  const addresses = await openAll(world);
  lose = true;
  await world.advance({ minutes: 1 });
  await world.advance({ minutes: 1 });
  const mails = addresses.map((address) => world.mail.take(address));
  assert.deepEqual(mails.map((each) => each.length).toSorted(), [1, 1, 1, 2]);
  for (const each of mails) assert.equal(new Set(each.map(({ key }) => key)).size, 1);
  assert.deepEqual(
    (await world.db.rows(sent)).map(({ status, attempts }) => [status, attempts]),
    [
      ['sent', 1],
      ['sent', 1],
      ['sent', 1],
      ['sent', 2],
    ],
  );
  assert.equal((await world.db.first(receipts))!.count, 4);
});
