import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, Probed } from '#domain/channels';
import { createEmail } from '#providers/email';
import { createSms } from '#providers/sms';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { fakeChannel } from '../kit/fake-channel.ts';
import { muster, mustered } from '../kit/muster.ts';
import { startSmtpSink } from '../kit/smtp-sink.ts';
import { openTwilio } from '../kit/twilio.ts';
import { openWorld, type World } from '../kit/world.ts';

/** An expired credential is a warning today, and no surprise at 03:10. */

interface Provider {
  name: string;
  ready: boolean;
  channels: { type: string; ready: boolean; reason: string | null }[];
  probe: {
    ok: boolean;
    since: string;
    at: string;
    lastOkAt: string | null;
    reason: string | null;
    todo: string | null;
  };
}

const EXPIRED: Probed = {
  ok: false,
  reason: 'the token has expired',
  todo: 'Renew it: muster providers probe gateway',
};

/** A provider of text messages whose state the test commands. */
function gateway() {
  const state: { now: Probed; looks: number } = { now: { ok: true }, looks: 0 };
  const channel: Channel = {
    ...fakeChannel('SMS'),
    provider: 'gateway',
    async probe() {
      state.looks += 1;
      return state.now;
    },
  };
  return { state, channel };
}

const listed = async (world: World, name = 'gateway') =>
  (await done<{ items: Provider[] }>(call(world, 'GET', '/providers'))).items.find((one) => one.name === name)!;
const told = (world: World) =>
  world.log.lines.flatMap(({ level, message }) =>
    /a provider would take/.test(message) ? [`${level} ${message}`] : [],
  );
const metric = async (world: World) =>
  /^muster_provider_probe_ok\{provider="gateway"\} (\d)$/m.exec(
    await (await fetch(`${world.url}/metrics`)).text(),
  )?.[1];

test('every provider is looked at soon after the start and then every six hours; each change is told once', async () => {
  const { state, channel } = gateway();
  await using world = await openWorld({ channels: [channel] });
  assert.equal((await listed(world)).probe, null);
  await world.house.planHousekeeping();
  await world.advance({ seconds: 6 });
  assert.deepEqual([state.looks, (await listed(world)).probe.ok, await metric(world)], [1, true, '1']);
  state.now = EXPIRED;
  await world.advance({ hours: 6 });
  const { probe } = await listed(world);
  assert.deepEqual([probe.ok, probe.reason, probe.todo], [false, EXPIRED.reason, EXPIRED.todo]);
  assert.equal(probe.lastOkAt, '2026-01-02T03:10:05.000Z');
  assert.equal(await metric(world), '0');
  const looks = state.looks;
  await world.advance({ hours: 1 });
  assert.equal(state.looks, looks + 6, 'a bad one is looked at every ten minutes');
  assert.equal((await listed(world)).probe.since, probe.since);
  state.now = { ok: true };
  await world.advance({ minutes: 10 });
  assert.deepEqual(told(world), [
    'info a provider would take messages',
    'warn a provider would take no messages: mend it before somebody is paged',
    'info a provider would take messages',
  ]);
});

test('muster providers lists them; muster providers probe looks now, and its exit code tells', async () => {
  const { state, channel } = gateway();
  await using world = await openWorld({ channels: [channel], without: ['VOICE'] });
  state.now = EXPIRED;
  const bad = await muster(world, ['providers', 'probe', 'gateway']);
  assert.deepEqual(
    [bad.code, /bad +2026-01-02 03:10:\d\dZ +the token has expired\. Renew it/.test(bad.out)],
    [1, true],
  );
  state.now = { ok: true };
  assert.equal((await muster(world, ['providers', 'probe', 'gateway'])).code, 0);
  const rows = (await mustered(world, 'providers')).map((row) => row.split(/ {2,}/).slice(0, 3));
  // Rooms and services have kinds of their own.
  const [, kinds = ''] = rows.at(-1)!;
  assert.match(kinds, /^voice\b/);
  assert.deepEqual(
    rows.map(([name, , state]) => [name, state]),
    [
      ['PROVIDER', 'STATE'],
      ['fake', 'set up'],
      ['gateway', 'good'],
      ['none', 'not set up'],
    ],
  );
  const refusals = await Promise.all(
    ['fake', 'none', 'nobody'].map((name) => muster(world, ['providers', 'probe', name])),
  );
  assert.deepEqual(
    refusals.map(({ code, err }) => [code, /no way to be tried|is not set up|not found/.test(err)]),
    [
      [1, true],
      [1, true],
      [1, true],
    ],
  );
  const reader = await tokenFor(world, 'reader', { scopes: ['read'] });
  await refused(call(world, 'POST', '/providers/gateway/probe', { token: reader.secret }), 403, 'accessDenied');
});

test('a refused password of Twilio is told by whoever looks, and is in no reason', async () => {
  await using twilio = await openTwilio();
  const authToken = 'an-expired-token-of-twilio';
  await using world = await openWorld({ channels: [createSms({ ...twilio.options, authToken })] });
  await muster(world, ['providers', 'probe', 'twilio']);
  const { probe } = await listed(world, 'twilio');
  assert.match(
    probe.reason!,
    /Twilio refused to show the account \(401: Authenticate\): check MUSTER_TWILIO_ACCOUNT_SID/,
  );
  assert.ok(!JSON.stringify([probe, world.log.lines]).includes(authToken));
});

test('a refused password of the mail server is told, and is in no reason; no mail is sent', async () => {
  const sink = await startSmtpSink({ auth: { user: 'muster', pass: 'right-one' } });
  const at = (pass: string) => new URL(sink.url).host.replace(/^/, `smtp://muster:${pass}@`);
  const mail = (pass: string) => createEmail({ smtpUrl: at(pass), publicUrl: 'https://muster.example' });
  const [bad, good] = [mail('wrong-one'), mail('right-one')];
  const quiet = new AbortController().signal;
  const probed = await bad.probe!(quiet);
  assert.ok(!probed.ok);
  assert.match(probed.reason, /refused the user or password .*check the credentials in MUSTER_SMTP_URL/);
  assert.ok(!JSON.stringify(probed).includes('wrong-one'));
  assert.deepEqual(await good.probe!(quiet), { ok: true });
  assert.deepEqual(sink.mails, []);
  await Promise.all([bad.close(), good.close()]);
  await sink.close();
});

test('a look that was lost is planned again', async () => {
  const { state, channel } = gateway();
  await using world = await openWorld({ channels: [channel], expectErrors: [/provider gateway/, /repaired|auditor/i] });
  await world.auditor.look();
  await world.advance({ seconds: 6 });
  assert.equal(state.looks, 1);
});
