import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fakeEndpoint } from '#test/kit/endpoint';
import { muster, mustered } from '#test/kit/muster';
import { openWorld } from '#test/kit/world';

test('a topic is made, subscribed to, published to and deleted from the command line', async () => {
  await using world = await openWorld();
  await using hook = await fakeEndpoint();
  assert.deepEqual(await mustered(world, 'topics create operations --display-name Ops'), [
    'arn:aws:sns:us-east-1:123456789012:operations',
  ]);
  const [id] = await mustered(world, `topics subscribe operations --url ${hook.url}`);
  await mustered(world, 'topics subscribe operations --sms +15550100001 --filter', '{"team":["a"]}');
  await world.runDue();
  const { SubscribeURL } = JSON.parse(hook.take()[0]!.body);
  await fetch(SubscribeURL.replace('https://muster.example', world.url));
  assert.deepEqual((await mustered(world, 'topics show operations')).slice(0, 5), [
    'topic         operations',
    'arn           arn:aws:sns:us-east-1:123456789012:operations',
    'display name  Ops',
    'PROTOCOL  ENDPOINT                     STATE      ID',
    `http      ${hook.url}  confirmed  ${id}`,
  ]);
  await mustered(world, 'topics publish operations --subject Release', 'Release 41 goes out at ten.');
  await world.runDue();
  assert.equal(JSON.parse(hook.take()[0]!.body).Message, 'Release 41 goes out at ten.');
  const told = await mustered(world, 'topics deliveries operations');
  assert.deepEqual(
    told.map((line) => line.split(/ {2,}/).slice(1, 5)),
    [
      ['WHAT', 'ENDPOINT', 'STATUS', 'TRIES'],
      ['Release', hook.url, 'delivered', '1'],
      ['question', hook.url, 'delivered', '1'],
    ],
  );
  await mustered(world, `topics unsubscribe operations ${hook.url}`);
  assert.match((await mustered(world, 'topics list'))[1]!, /^operations {2}arn:/);
  await mustered(world, 'topics delete operations');
  assert.deepEqual(await mustered(world, 'topics list'), ['']);
});

test('what is missing or wrong is told', async () => {
  await using world = await openWorld();
  await mustered(world, 'topics create operations');
  for (const [line, code, told] of [
    ['topics subscribe operations', 2, /one of --url, --email and --sms/],
    ['topics subscribe operations --url https://a.example --sms +15550100001', 2, /one of --url, --email and --sms/],
    ['topics subscribe operations --sms 0155', 1, /E\.164/],
    ['topics unsubscribe operations ana@example.com', 2, /no subscription "ana@example.com"/],
    ['topics show nothing', 1, /Topic does not exist/],
    ['topics deliveries operations --limit 0', 2, /--limit/],
  ] as const) {
    const ran = await muster(world, line.split(' '));
    assert.equal(ran.code, code, `${line}: ${ran.err}`);
    assert.match(ran.err, told);
  }
});
