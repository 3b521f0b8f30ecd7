import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingsFrom } from '../settings.ts';
import { phones } from './phones.ts';

const channels = (given: Record<string, string>) =>
  phones(settingsFrom(given), {
    publicUrl: 'https://muster.example',
    now: () => new Date(0),
    secret: () => Promise.reject(new Error('there is none')),
  });
const names = (given: Record<string, string>) => channels(given).map(({ type, provider }) => `${type} ${provider}`);
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

const AWS = { MUSTER_AWS_ACCESS_KEY_ID: 'AKIA1', MUSTER_AWS_SECRET_ACCESS_KEY: 's' };

test('providers that are set up are asked in a written order, or in that of the setting', () => {
  const all = {
    ...WHOLE,
    ...AWS,
    MUSTER_EUM_REGION: 'eu-west-1',
    MUSTER_SMS_GATEWAY_URL: 'https://sms.example/{{to}}/{{text}}',
  };
  assert.deepEqual(names(all), ['SMS twilio', 'SMS eum', 'SMS gateway', 'VOICE twilio']);
  assert.deepEqual(names({ ...all, MUSTER_SMS_PROVIDERS: 'gateway,twilio,gateway' }), [
    'SMS gateway',
    'SMS twilio',
    'VOICE twilio',
  ]);
  assert.throws(
    () => names({ ...all, MUSTER_SMS_PROVIDERS: 'gateway,acme' }),
    /MUSTER_SMS_PROVIDERS: wanted names among twilio, sns, eum, gateway, got "acme"/,
  );
});

test('keys of AWS alone send nothing; a provider that is named and not set up says what is missing', () => {
  assert.deepEqual(names(AWS), []);
  const [sns] = channels({ ...AWS, MUSTER_SMS_PROVIDERS: 'sns' });
  assert.match(sns!.notReady()!, /set MUSTER_SNS_REGION/);
});

test('a gateway confirms only where it has a token to tell it with', () => {
  const gateway = { MUSTER_SMS_GATEWAY_URL: 'https://sms.example/{{to}}/{{text}}' };
  assert.equal(channels(gateway)[0]!.confirmsWithinMs, undefined);
  assert.equal(channels({ ...gateway, MUSTER_SMS_GATEWAY_TOKEN: 't' })[0]!.confirmsWithinMs, 120_000);
});
