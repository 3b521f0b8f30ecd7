import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ChannelType, everyKind } from '#domain/channels';
import { fakeChannel } from '#test/kit/fake-channel';
import { keptLog } from '#test/kit/log';
import { tellChannels } from './tell-channels.ts';

test('the start says which kinds of channel nothing can be sent to, and which settings will do it', () => {
  const log = keptLog();
  tellChannels(everyKind(['EMAIL', 'PUSH', 'WEBHOOK'].map((type) => fakeChannel(type as ChannelType))), log);
  const [line, ...more] = log.lines;
  assert.deepEqual(more, []);
  assert.equal(line?.level, 'warn');
  assert.match(line.message, /: SMS, VOICE$/);
  assert.match(String(line.fields['SMS']), /no SMS provider is set up.*MUSTER_TWILIO_ACCOUNT_SID/);
  assert.match(String(line.fields['VOICE']), /no voice provider is set up/);
});

test('where everything can be sent, the start says nothing of it', () => {
  const log = keptLog();
  tellChannels([fakeChannel('EMAIL'), fakeChannel('SMS'), fakeChannel('VOICE')], log);
  assert.deepEqual(log.lines, []);
});
