import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutgoing } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { openRooms } from '#test/kit/webhooks';
import { createWebhooks } from './index.ts';

const KINDS = ['TEAMS', 'CHIME', 'MATTERMOST', 'DISCORD', 'GOOGLE_CHAT'] as const;

for (const type of KINDS) {
  channelContract(`a ${type} room`, async () => {
    const rooms = await openRooms();
    return {
      channel: rooms.channel(type),
      good: rooms.address(type),
      received: async () => rooms.posted.map(({ to, key, subject, text }) => ({ to, key, subject, text, id: key })),
      make: rooms.make,
      arrival: rooms.arrival,
      close: rooms.close,
    };
  });
}

const message = { key: 'k', subject: 'Payments fail', text: 'p99 over 2 s' };
const quiet = () => new AbortController().signal;

for (const type of KINDS) {
  test(`what somebody typed calls nobody in a ${type} room, and is no markup`, async () => {
    await using rooms = await openRooms();
    const to = rooms.address(type);
    const text = '@all @here @everyone <users/all> <!channel> [click](https://evil.example) **bold** <b>';
    assert.ok((await rooms.channel(type).send({ ...message, to, text, subject: `@everyone ${text}` }, quiet())).ok);
    const [posted] = rooms.take(to);
    // A card's header is plain text.
    const body = JSON.stringify(posted!.body).replace(/"header":\{[^}]*\}/, '');
    if (type === 'CHIME' || type === 'MATTERMOST') assert.doesNotMatch(body, /@(all|here|everyone)/);
    if (type === 'MATTERMOST') assert.match(body, /\\\\\[click\\\\\]\\\\\(https/);
    if (type === 'GOOGLE_CHAT') assert.doesNotMatch(body, /<users|<!channel|<b>/);
    assert.equal(posted!.text.replaceAll('\u200b', ''), text, 'and it reads as it was typed');
  });

  test(`a ${type} webhook that asks for a rest is left alone until it is over`, async () => {
    let now = Date.parse('2026-01-02T03:00:00Z');
    await using rooms = await openRooms(() => new Date(now));
    const to = rooms.address(type);
    await rooms.make('temporary');
    const first = await rooms.channel(type).send({ ...message, to }, quiet());
    assert.ok(!first.ok);
    assert.equal(first.retryAfterMs, 7_000);
    await rooms.make('ok');
    now += 3_000;
    const second = await rooms.channel(type).send({ ...message, to }, quiet());
    assert.ok(!second.ok, 'nothing is asked before');
    assert.equal(second.retryAfterMs, 4_000);
    now += 4_000;
    assert.ok((await rooms.channel(type).send({ ...message, to }, quiet())).ok);
    assert.equal(rooms.take(to).length, 1);
  });

  test(`no reason of a ${type} room holds its address, which is its permission`, async () => {
    await using rooms = await openRooms();
    const to = rooms.address(type);
    for (const mode of ['temporary', 'permanent', 'unreachable'] as const) {
      await rooms.make(mode);
      const sent = await rooms.channel(type).send({ ...message, to }, quiet());
      assert.ok(!sent.ok);
      assert.doesNotMatch(sent.reason, /4f2a91c0de77/);
    }
    const other = await rooms.channel(type).send({ ...message, to: `${to} 4f2a91c0de77` }, quiet());
    assert.ok(!other.ok && other.permanent && !other.reason.includes('4f2a91c0de77'));
  });
}

test('a title is one line, and a long text is cut where its service would refuse it', async () => {
  await using rooms = await openRooms();
  for (const type of KINDS) {
    const to = rooms.address(type);
    const sent = await rooms.channel(type).send({ ...message, to, subject: 'a\nb', text: '*'.repeat(50_000) }, quiet());
    assert.ok(sent.ok);
    const [posted] = rooms.take(to);
    assert.equal(posted!.subject, 'a b');
    assert.ok(Buffer.byteLength(JSON.stringify(posted!.body)) < 28_000, type);
  }
});

test('Teams that answers 200 and says in words that it did not deliver has not delivered', async () => {
  const { teams } = await import('./teams.ts');
  const answer = { status: 200, headers: {} };
  assert.equal(teams.fault?.({ ...answer, text: '1' }), undefined);
  const busy = 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429';
  assert.equal(teams.fault?.({ ...answer, text: busy })?.permanent, false);
});

test('an address without TLS is refused where private addresses are', () => {
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [] });
  for (const channel of createWebhooks({ outgoing, now: () => new Date(0), allowHttp: false })) {
    assert.match(channel.addressFault('http://chat.example/hook') ?? '', /wanted the https address/);
    assert.equal(channel.addressFault('https://chat.example/hook'), undefined);
  }
});
