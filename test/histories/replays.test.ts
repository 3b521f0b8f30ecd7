import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { call, done, refused } from '../kit/api.ts';
import { mustered } from '../kit/muster.ts';
import { alarmEvent, alarmRule, incidentsOf, replicationSet, responsePlan } from '../kit/scenario.ts';
import { silence } from '../kit/silences.ts';
import { openWorld, type World } from '../kit/world.ts';

/** What recorded events would have come to, by another rule or plan. */

interface Told {
  scanned: number;
  matched: number;
  opened: number;
  folded: number;
  pagedAnew: number;
  silenced: number;
  incidents: { what: string; folded: number; silenced: boolean }[];
  nearest: { source: string; events: number; misses: { field: string; wanted: string; got: string }[] }[];
  next: string | null;
}

const replay = (world: World, body: object) =>
  done<Told>(call(world, 'POST', '/replays', { body: { from: '2026-01-02T00:00:00Z', ...body } }));

const OK = JSON.stringify({ source: ['aws.cloudwatch'], detail: { state: { value: ['INSUFFICIENT_DATA'] } } });

test('recorded events tell what a changed rule or plan would have opened, and open nothing', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await alarmRule(world, await responsePlan(world, 'payments', []));
  await responsePlan(world, 'grouped', []);
  const grouping = { by: ['source'], windowMinutes: 60 };
  await done(call(world, 'PATCH', '/response-plans/grouped', { body: { grouping }, headers: { 'if-match': '*' } }));
  await alarmEvent(world, 'latency');
  await alarmEvent(world, 'latency');
  await alarmEvent(world, 'errors');
  await world.advance({ minutes: 40 });
  await alarmEvent(world, 'latency');
  await alarmEvent(world, 'latency', 'OK');
  await world.advance({ minutes: 1 });
  await silence(world, 60, { of: 'plan', target: 'payments' });
  await alarmEvent(world, 'latency');
  const other = { Source: 'shop', DetailType: 'Order Failed', Detail: '{"total":7}' };
  await world.aws.events.send(new PutEventsCommand({ Entries: [other] }));
  const before = (await incidentsOf(world)).length;
  const told = await replay(world, { rule: 'alarms' });
  assert.deepEqual(
    [told.scanned, told.matched, told.opened, told.folded, told.pagedAnew, told.silenced],
    [7, 5, 3, 2, 1, 1],
  );
  assert.deepEqual(
    told.incidents.map(({ what, folded, silenced }) => [what, folded, silenced]),
    [
      ['Alarm latency', 2, false],
      ['Alarm errors', 0, false],
      ['Alarm latency', 0, true],
    ],
  );
  const { opened, folded } = await replay(world, { rule: 'alarms', plan: 'grouped', resolvedAfterMinutes: 600 });
  assert.deepEqual([opened, folded], [1, 4]);
  const missed = await replay(world, { pattern: OK, plan: 'payments' });
  assert.deepEqual([missed.matched, missed.opened], [0, 0]);
  assert.deepEqual(missed.nearest[0], {
    ...missed.nearest[0],
    source: 'aws.cloudwatch',
    events: 6,
    misses: [{ field: 'detail.state.value', wanted: '"INSUFFICIENT_DATA"', got: '"ALARM"' }],
  });
  assert.equal((await replay(world, { rule: 'alarms', to: '2026-01-02T03:11:00Z' })).opened, 2);
  assert.equal((await incidentsOf(world)).length, before, 'nothing is opened');
  const lines = (await mustered(world, 'rules replay --rule alarms --from 1d-ago')).join('\n');
  assert.match(lines, /would have opened 3 incidents \(1 of them silenced; 2 triggers folded in, 1 page after quiet\)/);
  assert.match(lines, /Alarm latency +2[\s\S]*Nearest miss: 1 event/);
  const from = '2026-01-02T00:00:00Z';
  await refused(call(world, 'POST', '/replays', { body: { from, pattern: OK } }), 400, 'validation');
  await refused(call(world, 'POST', '/replays', { body: { from, plan: 'payments' } }), 400, 'validation');
  await refused(call(world, 'POST', '/replays', { body: { from, pattern: '{', plan: 'payments' } }), 400, 'validation');
  await refused(call(world, 'POST', '/replays', { body: { from, rule: 'none' } }), 404, 'notFound');
  await refused(call(world, 'POST', '/replays', { body: { from, rule: 'alarms', cursor: 'x' } }), 400, 'validation');
});

test('more events than a page holds are read page by page, and what is open is carried over', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await alarmRule(world, await responsePlan(world, 'payments', []));
  await alarmEvent(world, 'latency');
  // The same event, recorded again and again: rows as the bus writes them.
  const copies = `insert into events (account, region, id, bus, accepted_at, source, detail_type, body, matched_rules, principal, request_id)
    select account, region, (substr(id::text, 1, 24) || lpad(to_hex(n), 12, '0'))::uuid, bus, accepted_at, source, detail_type, body,
      0, principal, request_id from events, generate_series(1, 5600) n`;
  await world.db.rows({ name: 'test.copies', text: copies }, []);
  const first = await replay(world, { rule: 'alarms' });
  assert.ok(first.next && first.scanned >= 5_000);
  const second = await replay(world, { rule: 'alarms', cursor: first.next });
  assert.deepEqual([second.next, first.scanned + second.scanned], [null, 5_601]);
  assert.deepEqual([first.opened, second.opened, second.folded], [1, 0, second.scanned]);
});
