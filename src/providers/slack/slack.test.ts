import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card } from '#domain/channels';
import { createOutgoing } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { openSlack } from '#test/kit/slack';
import { createSlack, createSlackClient } from './index.ts';

const ROOM = 'C0000000001';
const quiet = () => new AbortController().signal;
const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

channelContract('Slack', async () => {
  const slack = await openSlack();
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [slack.url] });
  return {
    channel: slack.channel,
    unset: createSlack(createSlackClient({ baseUrl: slack.url, outgoing, now: () => new Date() })),
    good: ROOM,
    received: async () =>
      slack.messages.map(({ channel, key, text }) => {
        const [subject, ...rest] = plain(text).split('\n');
        return { to: channel, key, subject: subject!.slice(1, -1), text: rest.join('\n'), id: key };
      }),
    make: slack.make,
    arrival: slack.arrival,
    close: slack.close,
  };
});

const card: Card = {
  severity: 1,
  fields: [{ name: 'Status', text: 'Open' }],
  link: { label: 'Open in Muster', url: 'https://muster.example/i/1' },
  buttons: [{ act: 'ack', label: 'Acknowledge', value: 'i/1', tone: 'primary' }],
  news: [],
};
const message = { key: 'k1', to: ROOM, subject: 'Payments fail', text: 'p99 over 2 s' };

test('a card is brought up to date in its place, and what is new stands under it', async () => {
  await using slack = await openSlack();
  const first = await slack.channel.send({ ...message, card }, quiet());
  assert.ok(first.ok);
  const next = { ...card, fields: [{ name: 'Status', text: 'Resolved' }], replaces: first.providerId };
  const second = await slack.channel.send(
    { ...message, key: 'k2', card: { ...next, news: ['Resolved by ana'] } },
    quiet(),
  );
  assert.deepEqual(second, first, 'it is the same message');
  const [shown, ...more] = slack.take(ROOM);
  assert.deepEqual(more, []);
  assert.match(JSON.stringify(shown!.blocks), /Resolved/);
  assert.deepEqual(slack.thread(shown!.ts), ['Resolved by ana']);
});

test('a message that is gone is replaced by a new one', async () => {
  await using slack = await openSlack();
  const sent = await slack.channel.send({ ...message, card: { ...card, replaces: `${ROOM}/1.1` } }, quiet());
  assert.ok(sent.ok);
  assert.equal(slack.take(ROOM).length, 1);
});

test('what somebody typed is no link, no mention and no ping', async () => {
  await using slack = await openSlack();
  const evil = '<!channel> <@U1> <https://evil.example|click> &amp;';
  const fields = [{ name: evil, text: evil }];
  const sent = await slack.channel.send({ ...message, subject: evil, text: evil, card: { ...card, fields } }, quiet());
  assert.ok(sent.ok);
  const [shown] = slack.take(ROOM);
  const markup = [shown!.text, ...JSON.stringify(shown!.blocks).matchAll(/"mrkdwn","text":"([^"]*)"/g)].join(' ');
  assert.doesNotMatch(markup, /<[!@]|<https:\/\/evil/);
  assert.match(shown!.text, /&lt;!channel&gt;/);
  const long = await slack.channel.send({ ...message, text: '&'.repeat(9_000), card }, quiet());
  assert.ok(long.ok);
  const [section] = slack.take(ROOM)[0]!.blocks.filter(({ type }) => type === 'section') as {
    text: { text: string };
  }[];
  assert.ok(section!.text.text.length <= 3_000 && !/&(?!amp;)/.test(section!.text.text.replace('…', '')));
});

test('while Slack asks for a rest nothing is asked of it, and then it goes on in order', async () => {
  let now = Date.parse('2026-01-02T03:00:00Z');
  await using slack = await openSlack(() => new Date(now));
  await slack.make('temporary');
  const keys = ['a', 'b', 'c'];
  const send = (key: string) => slack.channel.send({ ...message, key }, quiet());
  const waited = (await Promise.all(keys.map(send))).map((sent) => !sent.ok && sent.retryAfterMs);
  assert.deepEqual(waited, [60_000, 61_000, 62_000], 'each has its turn');
  assert.equal(slack.calls.length, 1, 'the others waited without asking');
  await slack.make('ok');
  now += 59_999;
  assert.ok((await Promise.all(keys.map(send))).every((sent) => !sent.ok));
  assert.equal(slack.calls.length, 1);
  now += 1;
  assert.ok((await Promise.all(keys.map(send))).every((sent) => sent.ok));
  assert.deepEqual(
    slack.take(ROOM).map(({ key }) => key),
    keys,
  );
});

test('an expired token says what to do, is no word against the room, and a probe finds it', async () => {
  await using slack = await openSlack();
  assert.deepEqual(await slack.channel.probe(quiet()), { ok: true });
  slack.fail('token_expired');
  const sent = await slack.channel.send(message, quiet());
  assert.ok(!sent.ok && !sent.permanent && sent.certain);
  assert.match(sent.reason, /token_expired.*install the app again and set MUSTER_SLACK_BOT_TOKEN/);
  const probed = await slack.channel.probe(quiet());
  assert.ok(!probed.ok && /token_expired/.test(probed.reason) && /MUSTER_SLACK_BOT_TOKEN/.test(probed.todo));
});

test('an answer goes only where Slack waits for one', async () => {
  await using slack = await openSlack();
  const to = `${slack.url}/commands/1`;
  assert.ok((await slack.channel.send({ ...message, to, text: 'Done <b>' }, quiet())).ok);
  assert.deepEqual(slack.answered(), ['Done &lt;b&gt;']);
  for (const evil of ['http://169.254.169.254/latest', 'https://evil.example/', `${slack.url}@evil.example/`])
    assert.match(slack.channel.addressFault(evil) ?? '', /wanted the id of a Slack room/);
});
