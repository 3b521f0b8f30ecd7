import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GetContactChannelCommand,
  ListContactChannelsCommand,
  ListPageReceiptsCommand,
  ListPagesByContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { statement } from '#storage/statement';
import { resolve, startIncident } from '../kit/deeds.ts';
import { mustered } from '../kit/muster.ts';
import { at, newPerson, openOwnTown, pushedPerson, pushToken } from '../kit/own-town.ts';
import { person, responsePlan, timelineOf } from '../kit/scenario.ts';
import type { World } from '../kit/world.ts';

/** Web push, from the link on a phone to the tap that ends the page. */

const events = statement<{ name: string }>(
  'test.pushTrail',
  `select event->>'eventName' as name from audit_events
   where event->>'eventName' in ('SubscribeToPush', 'ActivateContactChannel', 'AcceptPage') order by id`,
);
const trail = async (world: World) => (await world.db.rows(events)).map(({ name }) => name);

test('a browser is subscribed by a link, confirmed by a tap, paged, and its tap ends the page, once', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  const ana = await pushedPerson(town, 'ana');
  const incident = await startIncident(world, await responsePlan(world, 'payments', [ana.arn]));
  await world.runDue();
  const [page, ...more] = push.take(ana.subscription);
  assert.deepEqual(more, []);
  const { payload } = page!;
  assert.deepEqual([payload.kind, payload.title, payload.severity], ['page', 'Severity 2: Trouble with payments', 2]);
  assert.doesNotMatch(page!.data, /\b\d{6}\b|p99/, 'neither a code nor the summary is on a locked screen');
  const look = await at(world, payload.path!, 'GET');
  assert.deepEqual([look.status, look.body['state']], [200, 'open']);
  // A tap twice at once, and once more later.
  const taps = await Promise.all([at(world, payload.path!), at(world, payload.path!)]);
  assert.deepEqual(
    taps.map(({ body }) => body['state']),
    ['acknowledged', 'acknowledged'],
  );
  assert.equal((await at(world, payload.path!)).body['state'], 'acknowledged');
  await world.advance({ minutes: 10 });
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: ana.arn }));
  assert.equal(Pages!.length, 1);
  const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId: Pages![0]!.PageArn }));
  assert.deepEqual(Receipts!.map(({ ReceiptType }) => ReceiptType).sort(), ['READ', 'SENT']);
  assert.deepEqual(await trail(world), ['SubscribeToPush', 'ActivateContactChannel', 'AcceptPage']);
  await resolve(world, incident);
});

test('on the AWS face the channel has a type of its own, and of its subscription only a fingerprint', async () => {
  await using town = await openOwnTown();
  const { world } = town;
  const ana = await pushedPerson(town, 'ana');
  const { contacts } = world.aws;
  const { ContactChannels } = await contacts.send(new ListContactChannelsCommand({ ContactId: ana.arn }));
  const [shown] = ContactChannels!;
  assert.equal(shown!.Type as string, 'PUSH');
  assert.match(shown!.DeliveryAddress!.SimpleAddress!, /^127\.0\.0\.1:\d+#[0-9a-f]{16}$/);
  const got = await contacts.send(new GetContactChannelCommand({ ContactChannelId: shown!.ContactChannelArn }));
  assert.deepEqual([got.Type as string, got.ActivationStatus], ['PUSH', 'ACTIVATED']);
});

test('a link subscribes one browser, within 15 minutes; one that failed can be used again', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  await newPerson(town, 'ana');
  const [token, old] = [await pushToken(world, 'ana'), await pushToken(world, 'ana')];
  const subscription = await push.subscribe();
  const tryIt = (body: object) => at(world, '/push/subscribe', 'POST', { token, subscription, name: 'phone', ...body });
  const refusals: [body: object, status: number, told: RegExp][] = [
    [{ token: `${token}x` }, 403, /not known here/],
    [{ token: token.replace(/_.*/, `_${'A'.repeat(43)}`) }, 403, /not known here/],
    [{ subscription: '{}' }, 400, /endpoint is no address/],
    [{ subscription: 7 }, 400, /wanted JSON with the texts/],
    [{ name: '<b>' }, 400, /name: wanted/],
  ];
  for (const [body, status, told] of refusals) {
    const refused = await tryIt(body);
    assert.equal(refused.status, status, JSON.stringify(refused.body));
    assert.match(String(refused.body['detail']), told);
  }
  const both = await Promise.all([tryIt({}), tryIt({ subscription: await push.subscribe() })]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 403], 'of two at once one is subscribed');
  assert.match(String((await tryIt({})).body['detail']), /was used already/);
  await world.runDue();
  for (const { to } of push.received) push.take(to);
  await world.advance({ minutes: 15, seconds: 1 });
  assert.match(String((await tryIt({ token: old })).body['detail']), /older than 15 minutes/);
});

test('the address in an activation message confirms for 15 minutes; a newer one voids it; a touched one is unknown', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  await newPerson(town, 'ana');
  const subscription = await push.subscribe();
  await at(world, '/push/subscribe', 'POST', { token: await pushToken(world, 'ana'), subscription, name: 'phone' });
  const newest = async () => {
    await world.runDue();
    return push.take(subscription).at(-1)!;
  };
  const { payload: first, ttl } = await newest();
  assert.deepEqual([first.kind, ttl], ['activation', 900]);
  await mustered(world, 'contacts channels send-code ana phone');
  const { payload: second } = await newest();
  assert.equal((await at(world, first.path!)).status, 404, 'a newer code was sent');
  assert.equal((await at(world, `${second.path!.slice(0, -1)}!`)).status, 404);
  assert.equal((await at(world, second.path!, 'GET')).body['state'], 'waiting', 'looking changes nothing');
  await world.advance({ minutes: 15, seconds: 1 });
  assert.equal((await at(world, second.path!)).body['state'], 'void');
  await mustered(world, 'contacts channels send-code ana phone');
  const { payload: third } = await newest();
  const code = /the code (\d{6})/.exec(third.text)![1]!;
  await mustered(world, `contacts activate ana ${code}`);
  assert.equal((await at(world, third.path!)).body['state'], 'confirmed');
});

test('a subscription that has ended fails for good, in words, and the plan goes on to the next channel', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  const ana = await pushedPerson(town, 'ana');
  const bob = await person(world, 'bob');
  await mustered(world, 'contacts create tiers --type escalation-plan --stage 5:ana --stage 5:bob');
  const tiers = ana.arn.replace(/ana$/, 'tiers');
  await push.make('permanent');
  const incident = await startIncident(world, await responsePlan(world, 'payments', [tiers]));
  await world.runDue();
  const lines = (await timelineOf(world, incident)).map(({ data }) => data).join('\n');
  assert.match(lines, /Page refused for good by web push: .* answered 410 .*subscription has ended/);
  assert.doesNotMatch(lines, /a-secret/);
  await world.advance({ minutes: 5 });
  assert.equal(world.mail.take(bob.address).length, 1);
  await resolve(world, incident);
});

test('pages that come together are one push, whose tap acknowledges all of them', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  const ana = await pushedPerson(town, 'ana');
  const plans = [await responsePlan(world, 'one', [ana.arn]), await responsePlan(world, 'two', [ana.arn])];
  for (const plan of plans) await startIncident(world, plan);
  await world.sleepThrough({ minutes: 1 });
  const [page, ...more] = push.take(ana.subscription);
  assert.deepEqual(more, []);
  assert.equal(page!.payload.title, '2 incidents: Severity 2: Trouble with one; Severity 2: Trouble with two');
  const { body } = await at(world, page!.payload.path!);
  assert.deepEqual([body['state'], body['matters']], ['acknowledged', 2]);
  await world.advance({ minutes: 10 });
});

test('nothing that sends to a browser is stored, logged or told in the clear', async () => {
  await using town = await openOwnTown();
  const { world } = town;
  const ana = await pushedPerson(town, 'ana');
  const { keys } = JSON.parse(ana.subscription) as { keys: { auth: string } };
  const tables = { name: 'test.clearPush', text: CLEAR } as const;
  const stored = (await world.db.rows<{ text: string }>(tables)).map(({ text }) => text).join('\n');
  const shown = (await mustered(world, 'contacts channels list ana --json')).join('\n');
  for (const text of [stored, shown, JSON.stringify(world.log.lines)]) {
    assert.ok(!text.includes('a-secret') && !text.includes(keys.auth), 'the endpoint and its keys');
  }
  assert.ok(stored.includes('"PUSH"') && shown.includes('PUSH'), 'it was looked for where channels are');
});

const CLEAR = `select row_to_json(h)::text as text from contact_channels h
  union all select row_to_json(l)::text from push_links l
  union all select row_to_json(a)::text from audit_events a
  union all select row_to_json(m)::text from messages m
  union all select row_to_json(i)::text from idempotency_tokens i`;
