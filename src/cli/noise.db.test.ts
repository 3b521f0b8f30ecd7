import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, done } from '#test/kit/api';
import { muster, mustered } from '#test/kit/muster';
import { alarmEvent, alarmRule, incidentsOf, replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld } from '#test/kit/world';

test('noise is set and seen from the command line: plans, what fires, what never says that it is over', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await alarmRule(world, await responsePlan(world, 'payments', []));
  assert.match(
    (await mustered(world, 'plans noise payments')).join('\n'),
    /on recovery +note\npages again +after 30 minutes/,
  );
  const set = 'plans noise payments --on-recovery resolve --resolve-after 5 --page-again-after never';
  const told = await mustered(world, `${set} --group-by detail.alarmName --flapping 4/60`);
  assert.match(
    told.join('\n'),
    /resolve, after 5 minutes\npages again +never\ngroups +by detail.alarmName, for 10 minutes/,
  );
  assert.match(told.join('\n'), /more than 4 recoveries in 60 minutes/);
  await mustered(world, 'plans noise payments --no-groups --no-flapping --resolve-after 0');
  for (let time = 0; time < 3; time++) await alarmEvent(world, 'latency');
  await alarmEvent(world, 'errors');
  await alarmEvent(world, 'errors', 'OK');
  await world.runDue();
  const [head, errors, latency] = await mustered(world, 'signals list');
  assert.match(head!, /^PLAN +WHAT +STATE +FIRED/);
  assert.match(errors!, /^payments +Alarm errors +recovered +1 /);
  assert.match(latency!, /^payments +Alarm latency +fires +3 /);
  assert.equal((await mustered(world, 'signals list --firing')).length, 2);
  const open = (await incidentsOf(world)).find(({ status }) => status === 'OPEN');
  const shown = (await mustered(world, `incidents show ${open!.arn}`)).join('\n');
  assert.match(shown, /triggered +3 times, last 2026-01-02 03:10[\s\S]*what +Alarm latency: fires \(3 times\)/);
  assert.deepEqual(await mustered(world, 'signals never-over'), ['']);
  await world.advance({ hours: 7 * 24 });
  await alarmEvent(world, 'latency');
  assert.match((await mustered(world, 'signals never-over')).join('\n'), /Alarm latency +fires +4 /);
  const doctor = await done<{ findings: { check: string; subject: string }[] }>(call(world, 'GET', '/doctor'));
  assert.deepEqual(
    doctor.findings.filter(({ check }) => check === 'never-over').map(({ subject }) => subject),
    ['Alarm latency'],
  );
  for (const [line, fault] of [
    ['plans noise payments --on-recovery close', /wanted note or resolve/],
    ['plans noise payments --flapping 4', /wanted N\/MINUTES/],
    ['plans noise payments --group-window 5', /wanted with --group-by/],
  ] as const)
    assert.match((await muster(world, line.split(' '))).err, fault);
});

test('a heartbeat monitor is made, listed, changed, switched and deleted from the command line', async () => {
  await using world = await openWorld();
  const [url] = await mustered(world, 'heartbeats create backup --every 1d --grace 2h --label team=db --plan storage');
  assert.match(url!, /\/heartbeat\/[\w-]{43}$/);
  const list = (await mustered(world, 'heartbeats list')).join('\n');
  assert.match(list, /NAME +STATUS +EVERY +GRACE +LAST BEAT +PLAN\nbackup +waiting +1d +2h +- +storage/);
  await fetch(new URL(new URL(url!).pathname, world.url), { method: 'POST' });
  await mustered(world, 'heartbeats update backup --grace 90s --no-plan');
  const shown = (await mustered(world, 'heartbeats show backup')).join('\n');
  assert.match(shown, /status +heard\nevery +1d\ngrace +90s\nlabel +team=db\nlast beat +2026-01-02 03:10/);
  await mustered(world, 'heartbeats disable backup');
  assert.equal((await mustered(world, 'heartbeats list --status disabled')).length, 2);
  await mustered(world, 'heartbeats enable backup');
  const [next] = await mustered(world, 'heartbeats new-address backup');
  assert.notEqual(next, url);
  for (const [line, fault] of [
    ['heartbeats create x', /--every is needed/],
    ['heartbeats create x --every 5', /wanted a span/],
    ['heartbeats create x --every 5m --label team', /wanted NAME=VALUE/],
    ['heartbeats update backup', /nothing to change/],
    ['heartbeats list --status gone', /wanted waiting, heard/],
    ['heartbeats show gone', /There is no heartbeat monitor "gone"/],
  ] as const)
    assert.match((await muster(world, line.split(' '))).err, fault);
  await mustered(world, 'heartbeats delete backup');
  assert.deepEqual(await mustered(world, 'heartbeats list'), ['']);
});
