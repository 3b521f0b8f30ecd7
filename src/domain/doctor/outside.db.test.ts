import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Channel, Probed } from '#domain/channels';
import { keepNodeClock } from '#domain/probes';
import { call, done } from '#test/kit/api';
import { fakeChannel } from '#test/kit/fake-channel';
import { muster, mustered } from '#test/kit/muster';
import { replicationSet } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';

interface Finding {
  check: string;
  severity: string;
  subject: string;
  text: string;
  command: string | null;
}

const found = async (world: World, check: string) =>
  (await done<{ findings: Finding[] }>(call(world, 'GET', '/doctor'))).findings.filter((one) => one.check === check);

test('a provider whose credentials have expired is a warning, until they are mended and it is looked at', async () => {
  let state: Probed = { ok: false, reason: 'the token has expired', todo: 'Renew the token' };
  const gateway: Channel = { ...fakeChannel('SMS'), provider: 'gateway', probe: async () => state };
  await using world = await openWorld({ channels: [gateway] });
  await replicationSet(world);
  assert.deepEqual(await found(world, 'probes'), [], 'what was not looked at is not bad');
  await muster(world, ['providers', 'probe', 'gateway']);
  const [finding] = await found(world, 'probes');
  assert.deepEqual(
    [finding!.severity, finding!.subject, /the token has expired/.test(finding!.text)],
    ['warning', 'provider gateway', true],
  );
  assert.match((await muster(world, ['doctor'])).err, /- Renew the token\n +muster providers probe gateway\n/);
  state = { ok: true };
  await mustered(world, finding!.command!.replace('muster ', ''));
  assert.deepEqual(await found(world, 'probes'), []);
});

test('a node whose clock is off is told as long as it is, and while it runs', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const measure = (node: string, aheadMs: number) => keepNodeClock(world.db, world.now(), { node, aheadMs });
  await measure('near', 900);
  await measure('far', -42_400);
  const findings = await found(world, 'clocks');
  assert.deepEqual(
    findings.map(({ subject, text }) => [subject, text]),
    [['node far', 'Its clock is 42 s behind the database’s.']],
  );
  assert.equal(findings[0]!.command, 'timedatectl set-ntp true');
  await measure('far', 12);
  assert.deepEqual(await found(world, 'clocks'), []);
  await measure('far', 60_000);
  await world.advance({ minutes: 11 });
  assert.deepEqual(await found(world, 'clocks'), [], 'a node that has stopped is told no more');
});
