import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { call, done, refused } from '../kit/api.ts';
import { mustered } from '../kit/muster.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';

/** Buses, rules and deliveries on the native API, and from the command line. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

interface Page<Item> {
  items: Item[];
  next: string | null;
}

const LOG = `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/orders`;
const pattern = '{"source":["shop"]}';
const put = async (source: string, bus?: string) => {
  const { events } = world.aws;
  const entry = { Source: source, DetailType: 'Order', Detail: '{"id":"o-1"}', EventBusName: bus };
  await events.send(new PutEventsCommand({ Entries: [entry] }));
};

test('a bus is made, changed, listed and deleted; one with rules stays', async () => {
  const made = await done(call(world, 'PUT', '/buses/shop', { body: { description: 'The shop' } }));
  assert.deepEqual(made, {
    ...{ arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/shop`, name: 'shop', description: 'The shop' },
    ...{ policy: null, tags: {}, createdAt: world.now().toISOString() },
  });
  const changed = await done<{ description: string }>(
    call(world, 'PUT', '/buses/shop', { body: { description: 'Shop' } }),
  );
  assert.equal(changed.description, 'Shop');
  const page = await done<Page<{ name: string }>>(call(world, 'GET', '/buses'));
  assert.deepEqual(
    page.items.map(({ name }) => name),
    ['default', 'shop'],
  );
  await done(call(world, 'PUT', '/rules/busy?bus=shop', { body: { pattern, targets: [] } }));
  await refused(call(world, 'DELETE', '/buses/shop'), 400, 'validation');
  await done(call(world, 'DELETE', '/rules/busy?bus=shop'), 204);
  await done(call(world, 'DELETE', '/buses/shop'), 204);
  await refused(call(world, 'DELETE', '/buses/shop'), 404, 'notFound');
  await refused(call(world, 'DELETE', '/buses/default'), 400, 'validation');
});

test('a rule is put with its targets, replaced, switched and deleted; its deliveries and lines are read', async () => {
  const target = { id: 'log', arn: LOG, inputTransformer: { paths: { id: '$.detail.id' }, template: '"order <id>"' } };
  const other = { id: 'other', arn: `arn:aws:sns:${REGION}:${ACCOUNT}:none`, retry: { attempts: 1 } };
  const content = { description: 'Orders', pattern, targets: [target, other] };
  const made = await done(call(world, 'PUT', '/rules/orders', { body: content }));
  assert.deepEqual(made, {
    ...{ arn: `arn:aws:events:${REGION}:${ACCOUNT}:rule/orders`, name: 'orders', bus: 'default', enabled: true },
    ...{ ...content, changedAt: world.now().toISOString() },
  });
  await put('shop');
  const { items } = await done<Page<Record<string, unknown>>>(call(world, 'GET', '/event-deliveries?rule=orders'));
  assert.deepEqual(
    items.map(({ targetId, status, attempts, errorCode, source }) => [targetId, status, attempts, errorCode, source]),
    [
      ['other', 'failed', 1, 'NO_RESOURCE', 'shop'],
      ['log', 'delivered', 1, null, 'shop'],
    ],
  );
  const failed = await done<Page<unknown>>(call(world, 'GET', '/event-deliveries?status=failed&limit=1'));
  assert.deepEqual([failed.items.length, failed.next], [1, null]);
  const first = await done<Page<unknown>>(call(world, 'GET', '/event-deliveries?limit=1'));
  const second = await done<Page<unknown>>(call(world, 'GET', `/event-deliveries?limit=1&cursor=${first.next}`));
  assert.deepEqual([...first.items, ...second.items], items);
  const lines = await done<Page<{ line: string }>>(call(world, 'GET', '/log-lines?group=/orders'));
  assert.deepEqual(
    lines.items.map(({ line }) => line),
    ['"order o-1"'],
  );

  const off = await done<{ enabled: boolean }>(call(world, 'POST', '/rules/orders/disable'));
  assert.equal(off.enabled, false);
  assert.equal((await done<{ enabled: boolean }>(call(world, 'POST', '/rules/orders/enable'))).enabled, true);
  const replaced = await done<{ targets: unknown[]; description?: string }>(
    call(world, 'PUT', '/rules/orders', { body: { schedule: 'rate(1 day)', enabled: false, targets: [target] } }),
  );
  assert.deepEqual([replaced.targets, replaced.description], [[target], undefined]);
  await done(call(world, 'DELETE', '/rules/orders'), 204);
  await refused(call(world, 'GET', '/rules/orders'), 404, 'notFound');
});

test('a rule with a target that cannot be is refused whole, naming it', async () => {
  const body = {
    pattern,
    targets: [
      { id: 'a', arn: LOG },
      { id: 'b', arn: 'arn:aws:kinesis:us-east-1:1:stream/s' },
    ],
  };
  const told = await refused(call(world, 'PUT', '/rules/half', { body }), 400, 'validation');
  assert.match(JSON.stringify(told), /targets\[1\]/);
  await refused(call(world, 'GET', '/rules/half'), 404, 'notFound');
  await refused(call(world, 'PUT', '/rules/none?bus=nowhere', { body: { pattern, targets: [] } }), 404, 'notFound');
  await refused(call(world, 'PUT', '/rules/nothing', { body: { targets: [] } }), 400, 'validation');
  const twice = {
    pattern,
    targets: [
      { id: 'a', arn: LOG },
      { id: 'a', arn: LOG },
    ],
  };
  await refused(call(world, 'PUT', '/rules/twice', { body: twice }), 400, 'validation');
});

test('the command line makes buses and rules, and tells what became of events', async () => {
  assert.match((await mustered(world, 'buses put desk --description Desk'))[0]!, /:event-bus\/desk$/);
  assert.match((await mustered(world, 'buses list'))[2]!, /^desk {5}Desk {9}arn:/);
  assert.match((await mustered(world, 'buses show desk')).join('\n'), /bus +desk\ndescription +Desk\n/);
  await mustered(world, `rules put calls --bus desk --target ${LOG} --pattern`, '{"source":["desk"]}');
  await mustered(world, `rules put daily --disabled --target ${LOG} --schedule`, 'cron(0 8 ? * MON-FRI *)');
  assert.match((await mustered(world, 'rules list --prefix daily'))[1]!, /^daily {2}disabled .* cron\(0 8/);
  assert.match((await mustered(world, 'rules show calls --bus desk')).join('\n'), /target-1: arn:aws:logs/);
  await put('desk', 'desk');
  assert.match(
    (await mustered(world, 'events deliveries --bus desk'))[1]!,
    /desk\/calls {2}target-1 {2}delivered {2}1 /,
  );
  assert.match((await mustered(world, 'events log /orders --limit 1'))[1]!, / calls .*"source":"desk"/);
  await mustered(world, 'rules delete calls --bus desk --with-targets');
  assert.deepEqual(await mustered(world, 'buses delete desk'), ['desk']);
});
