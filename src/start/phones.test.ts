import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsFrom } from '../settings.ts';
import { phones } from './phones.ts';

const channels = (given: Record<string, string>) => phones(settingsFrom(given), 'https://muster.example');
const WHOLE = {
  MUSTER_TWILIO_ACCOUNT_SID: 'AC1',
  MUSTER_TWILIO_AUTH_TOKEN: 'hidden',
  MUSTER_TWILIO_FROM: '+15550009999',
};

test('without Twilio there are no phones; with all of it both are ready, and say how long they may be silent', () => {
  assert.deepEqual(channels({}), []);
  assert.deepEqual(
    channels({ ...WHOLE, MUSTER_SMS_CONFIRM_SECONDS: '90' }).map((one) => [
      one.type,
      one.notReady(),
      one.confirmsWithinMs,
    ]),
    [
      ['SMS', undefined, 90_000],
      ['VOICE', undefined, 60_000],
    ],
  );
});

test('a part of the settings is told by what is missing, without what is given', () => {
  for (const { notReady } of channels({ MUSTER_TWILIO_AUTH_TOKEN: 'hidden' })) {
    assert.match(notReady()!, /set MUSTER_TWILIO_ACCOUNT_SID, MUSTER_TWILIO_FROM/);
    assert.doesNotMatch(notReady()!, /hidden/);
  }
  assert.throws(() => channels({ ...WHOLE, MUSTER_TWILIO_FROM: '0155' }), /MUSTER_TWILIO_FROM/);
});
