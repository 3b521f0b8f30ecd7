import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Card } from '#domain/channels';
import { createOutgoing } from '#providers/outgoing';
import { channelContract } from '#test/kit/channel-contract';
import { directOf, openSlack } from '#test/kit/slack';
import { createSlackClient, createSlackDirect } from './index.ts';

const ANA = 'U0000000001';
const quiet = () => new AbortController().signal;
const plain = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
const message = { key: 'k1', to: ANA, subject: 'Payments fail', text: 'p99 over 2 s' };

channelContract('Slack direct messages', async () => {
  const slack = await openSlack();
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [slack.url] });
  const unset = createSlackClient({ baseUrl: slack.url, outgoing, now: () => new Date() });
  // The conversation is open already: what the outside then does, it does to the message.
  await slack.direct.send(message, quiet());
  slack.messages.length = 0;
  slack.take(directOf(ANA));
  return {
    channel: slack.direct,
    unset: createSlackDirect(unset, { buttons: true }),
    good: ANA,
    received: async () =>
      slack.messages.map(({ channel, key, text }) => {
        const [subject, ...rest] = plain(text).split('\n');
        return {
          to: channel.replace('D', 'U'),
          key,
          subject: subject!.slice(1, -1),
          text: rest.join('\n'),
          id: key,
        };
      }),
    make: slack.make,
    arrival: slack.arrival,
    close: slack.close,
  };
});

const card: Card = {
  severity: 1,
  fields: [{ name: 'Accept code', text: '123456' }],
  link: { label: 'Acknowledge in Muster', url: 'https://muster.example/ack/1' },
  buttons: [{ act: 'answer-page', label: 'Acknowledge', value: 'token', tone: 'primary' }],
  news: [],
};

test('a conversation is opened once, and without a way back no button is shown', async () => {
  await using slack = await openSlack();
  for (const key of ['a', 'b']) assert.ok((await slack.direct.send({ ...message, key, card }, quiet())).ok);
  const calls = slack.calls.map(({ method }) => method);
  assert.deepEqual(calls, ['conversations.open', 'chat.postMessage', 'chat.postMessage']);
  const [shown] = slack.take(directOf(ANA));
  assert.match(JSON.stringify(shown!.blocks), /"action_id":"answer-page"/);
  const mute = createSlackDirect(slack.client, { buttons: false });
  assert.ok((await mute.send({ ...message, key: 'c', card }, quiet())).ok);
  const [bare] = slack.take(directOf(ANA));
  assert.doesNotMatch(JSON.stringify(bare!.blocks), /action_id/);
  assert.match(JSON.stringify(bare!.blocks), /123456.*muster\.example\/ack\/1/);
});

test('that a member is gone is final; a token that is not good any more is a fault of the provider, and says what to do', async () => {
  await using slack = await openSlack();
  slack.fail('user_disabled');
  const gone = await slack.direct.send(message, quiet());
  assert.ok(!gone.ok && gone.permanent && gone.certain && /deactivated/.test(gone.reason), JSON.stringify(gone));
  slack.fail('token_expired');
  const expired = await slack.direct.send(message, quiet());
  assert.ok(!expired.ok && !expired.permanent && expired.certain && expired.fault === 'account');
  assert.match(expired.reason, /install the app again and set MUSTER_SLACK_BOT_TOKEN/);
});
