import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import ICAL from 'ical.js';
import { call, done, refused } from '../kit/api.ts';
import { actor, daily, person, rotaWorld } from '../kit/oncall/rota-world.ts';
import { openWorld, type World } from '../kit/world.ts';

/** It is Friday, 2026-01-02T03:10Z. */
let world: World;
const { addPeople, rotate, after: hours } = rotaWorld(() => world);
before(async () => {
  world = await openWorld();
  await addPeople('ana', 'bo', 'cy');
});
after(() => world[Symbol.asyncDispose]());

interface MadeFeed {
  feed: { id: string };
  url: string;
  jsonUrl: string;
}
const makeFeed = (of: string, name?: string) =>
  done<MadeFeed>(call(world, 'POST', '/calendar-feeds', { body: { of, ...(name ? { name } : {}) } }), 201);
/** Reads an address as a calendar program does: no credential, no header. */
const read = (address: string) => fetch(address.replace('https://muster.example', world.url));
const contact = (alias: string) => `arn:aws:ssm-contacts:us-east-1:123456789012:contact/${alias}`;

async function events(address: string) {
  const answer = await read(address);
  assert.deepEqual([answer.status, answer.headers.get('content-type')], [200, 'text/calendar; charset=utf-8']);
  const text = await answer.text();
  assert.ok(
    text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75),
    'no line is longer than 75 bytes',
  );
  const calendar = new ICAL.Component(ICAL.parse(text));
  const all = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each));
  return {
    name: calendar.getFirstPropertyValue('x-wr-calname'),
    version: calendar.getFirstPropertyValue('version'),
    events: all.map((each) => ({
      uid: each.uid,
      start: each.startDate.toJSDate(),
      end: each.endDate.toJSDate(),
      summary: each.summary,
    })),
  };
}

test('the calendar of a rotation has each shift of the next 90 days, in whole, as the list of shifts has it', async () => {
  const rotation = await rotate(['ana', 'bo'], { name: 'primary', startTime: hours(-24) });
  const { url, jsonUrl } = await makeFeed(rotation.id, 'Büro; Schicht, "A"');
  const { name, version, events: told } = await events(url);
  assert.deepEqual([name, version], ['On call: Büro; Schicht, "A"', '2.0']);
  const range = { from: world.now(), to: hours(90 * 24), limit: 1_000 };
  const shifts = await world.house.rooms.rotations.shifts(world.db, rotation, range);
  assert.deepEqual(
    told.map(({ start, end, summary }) => [start, end, summary]),
    shifts.map(({ start, end, members }) => [start, end, `${members[0]!.split('/')[1]}, by name on call`]),
  );
  assert.equal(new Set(told.map(({ uid }) => uid)).size, told.length);
  assert.deepEqual((await events(url)).events, told, 'read again it is the same');

  const json = (await (await read(jsonUrl)).json()) as {
    name: string;
    to: string;
    shifts: { start: string; people: object[] }[];
  };
  assert.deepEqual([json.name, json.to], ['Büro; Schicht, "A"', hours(90 * 24).toISOString()]);
  assert.deepEqual(
    json.shifts.map(({ start }) => new Date(start)),
    shifts.map(({ start }) => start),
  );
  assert.deepEqual(json.shifts[0]!.people, [{ arn: contact('bo'), alias: 'bo', name: 'bo, by name' }]);
});

test('the calendar of a person has their shifts of all rotations, those by override too, and no others', async () => {
  const own = await rotate(['cy', 'ana'], { name: 'own', startTime: hours(-24) });
  const guest = await rotate(['bo'], { name: 'guest', startTime: hours(-24) });
  const { overrides } = world.house.rooms;
  const over = { start: hours(30), end: hours(32), contacts: [person('cy')], kind: 'add' as const, outsiders: true };
  await world.db.tx((tx) => overrides.create(tx, world.now(), actor, guest, over));
  const { url } = await makeFeed(contact('cy'));
  const told = (await events(url)).events;
  const theirs = (
    await world.house.rooms.rotations.shifts(world.db, own, { from: world.now(), to: hours(90 * 24), limit: 999 })
  ).filter(({ members }) => members.includes(contact('cy')));
  assert.equal(told.length, theirs.length + 1);
  assert.ok(told.every(({ summary }) => summary.includes('cy, by name')));
  assert.deepEqual(
    told.find(({ summary }) => summary.includes('bo, by name')),
    {
      ...told.find(({ start }) => start.getTime() === hours(30).getTime())!,
      end: hours(32),
      summary: 'bo, by name, cy, by name on call',
    },
  );
});

test('nobody’s shifts are not in it, and an empty calendar is a calendar', async () => {
  await addPeople('idle');
  const { url, jsonUrl } = await makeFeed(contact('idle'));
  assert.deepEqual((await events(url)).events, []);
  assert.deepEqual(((await (await read(jsonUrl)).json()) as { shifts: [] }).shifts, []);
});

test('an unknown address is 404, a revoked one 403, and neither tells anything', async () => {
  const { feed, url, jsonUrl } = await makeFeed((await rotate(['ana'], { name: 'secret name' })).id);
  const forged = url.replace(/.{5}\.ics$/, 'AAAAA.ics');
  const strange = [
    forged,
    url.replace('.ics', '.txt'),
    url.replace(/calendar\/.*/, 'calendar/x.ics'),
    url.replace(/_[^.]+/, '_'),
  ];
  for (const address of strange) {
    const answer = await read(address);
    assert.equal(answer.status, 404, address);
    assert.doesNotMatch(await answer.text(), /ana|secret name/);
  }
  await done(call(world, 'DELETE', `/calendar-feeds/${feed.id}`), 204);
  for (const address of [url, jsonUrl]) {
    const answer = await read(address);
    assert.equal(answer.status, 403);
    assert.doesNotMatch(await answer.text(), /ana|secret name/);
  }
  assert.equal((await read(forged)).status, 404, 'that it was revoked is told to its holder only');
  const { revokedAt } = await done<{ revokedAt: string }>(call(world, 'GET', `/calendar-feeds/${feed.id}`));
  assert.equal(revokedAt, world.now().toISOString());
  await done(call(world, 'DELETE', `/calendar-feeds/${feed.id}`), 204);
});

test('an address is kept nowhere: not in the list, the database or the trail', async () => {
  const { feed, url } = await makeFeed((await rotate(['ana'])).id);
  const secret = /_([^.]+)\.ics$/.exec(url)![1]!;
  const { items } = await done<{ items: object[] }>(call(world, 'GET', '/calendar-feeds?limit=100'));
  assert.ok(items.some((one) => (one as { id: string }).id === feed.id));
  await world.house.trail.flush();
  const dump = {
    name: 'test.dump',
    text: 'select row_to_json(f)::text as text from calendar_feeds f union all select row_to_json(a)::text from audit_events a',
  };
  const rows = await world.db.rows<{ text: string }>(dump);
  assert.ok(rows.length > 1);
  for (const text of [
    JSON.stringify(items),
    ...rows.map((row) => row.text),
    ...world.log.lines.map((line) => JSON.stringify(line)),
  ]) {
    assert.ok(!text.includes(secret) && !text.includes(Buffer.from(secret, 'base64url').toString('hex')), text);
  }
});

test('a feed is of something that is there, and its creation cannot be repeated by a key', async () => {
  await refused(call(world, 'POST', '/calendar-feeds', { body: { of: contact('nobody') } }), 404, 'notFound');
  const gone = '01890000-0000-7000-8000-000000000000';
  await refused(call(world, 'POST', '/calendar-feeds', { body: { of: gone } }), 404, 'notFound');
  const { id } = await rotate(['ana']);
  const headers = { 'idempotency-key': 'again' };
  await refused(call(world, 'POST', '/calendar-feeds', { body: { of: id }, headers }), 400, 'validation');
});

test('a hand-over that moves by the clock’s change moves in the calendar, in UTC', async () => {
  const rotation = await rotate(['ana', 'bo'], { timeZone: 'Europe/Berlin', recurrence: daily, startTime: hours(-24) });
  const { url } = await makeFeed(rotation.id);
  const told = (await events(url)).events.filter(({ start }) => start.toISOString().startsWith('2026-03'));
  const at = (day: string) =>
    told.find(({ start }) => start.toISOString().startsWith(`2026-03-${day}`))!.start.toISOString();
  assert.deepEqual([at('28'), at('29')], ['2026-03-28T08:00:00.000Z', '2026-03-29T07:00:00.000Z']);
});
