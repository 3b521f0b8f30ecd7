import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeleteIncidentRecordCommand, GetIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import { call, done } from '../kit/api.ts';
import { accept, fates, resolve, startIncident } from '../kit/deeds.ts';
import { type Person, responsePlan } from '../kit/scenario.ts';
import { silence } from '../kit/silences.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { people } from './people.ts';

/** What is kept of incidents that are over, and for how long. */

/** Rows that tell of an incident, or of a message, by table. */
const counts = statement<{ name: string; count: number }>(
  'test.retention.counts',
  `select 'incidents' as name, count(*)::int as count from incidents
   union all select 'engagements', count(*)::int from engagements
   union all select 'decisions', count(*)::int from engagement_decisions
   union all select 'pages', count(*)::int from pages
   union all select 'receipts', count(*)::int from page_receipts
   union all select 'messages', count(*)::int from messages where kind = 'page'
   union all select 'related', count(*)::int from related_items
   union all select 'silenced', count(*)::int from silenced_incidents
   union all select 'words', count(*)::int from timeline_entries where removed_at is null
   union all select 'hashes', count(*)::int from timeline_entries
   union all select 'said', count(*)::int from timeline_entries
     where removed_at is not null and (event_data <> '' or actor <> '' or event_references <> '[]')`,
);
const audited = statement<{ arn: string; actor: string }>(
  'test.retention.audited',
  `select a.event -> 'requestParameters' ->> 'incident' as arn, a.event -> 'userIdentity' ->> 'arn' as actor
   from audit_events a where a.event ->> 'eventName' = 'RemoveIncidentContents'`,
);
const loseChange = statement('test.retention.touch', `update timeline_entries set content_hash = hash where seq = 2`);

const countsOf = async (world: World) =>
  Object.fromEntries((await world.db.rows(counts)).map(({ name, count }) => [name, count]));

const chainOf = (world: World, arn: string) =>
  world.house.rooms.timeline.verify(world.db, { account: ACCOUNT, incidentId: arn.split('/').at(-1)! });

/** Lets days pass in which nobody calls: all that falls due meanwhile is done at their end. */
async function days(world: World, count: number): Promise<void> {
  world.standStill({ hours: 24 * count });
  await world.advance({ minutes: 1 });
}

/** An incident that somebody was paged for and answered, and that was resolved. Answers its ARN. */
async function past(world: World, plan: string, ana: Person): Promise<string> {
  const arn = await startIncident(world, plan);
  await accept(world, await world.firstMail(ana.address));
  await resolve(world, arn);
  return arn;
}

test('38 alertcleanup: what was resolved longer ago than the setting says goes with its pages, and its hashes stay', async () => {
  await using world = await openWorld({ retentionDays: 30 });
  const [ana] = await people(world);
  await world.house.planHousekeeping();
  const plan = await responsePlan(world, 'p', [ana.arn]);
  const old = await past(world, plan, ana);
  await days(world, 20);
  const young = await past(world, plan, ana);
  const open = await startIncident(world, plan);
  await world.firstMail(ana.address);
  const before = await countsOf(world);
  assert.deepEqual([before['incidents'], before['pages'], before['messages']], [3, 3, 3]);
  await days(world, 11);
  const after = await countsOf(world);
  assert.deepEqual(
    [after['incidents'], after['engagements'], after['pages'], after['messages'], after['said']],
    [2, 2, 2, 2, 0],
  );
  assert.ok(after['hashes']! >= before['hashes']!, 'entries stay, without what they said');
  assert.ok(after['words']! < before['words']!);
  assert.ok(after['decisions']! < before['decisions']!);
  await assert.rejects(world.aws.incidents.send(new GetIncidentRecordCommand({ arn: old })), {
    name: 'ResourceNotFoundException',
  });
  for (const arn of [old, young, open]) assert.deepEqual(await chainOf(world, arn), []);
  assert.equal((await fates(world, ana)).length, 2);
  assert.deepEqual(await world.db.rows(audited), [{ arn: old, actor: 'retention.muster' }]);
  const [told] = world.log.lines.filter(({ message }) => message.startsWith('the contents of 1 old incident were'));
  assert.deepEqual([told!.level, told!.fields['incidents']], ['info', 1]);
  await days(world, 400);
  assert.equal((await countsOf(world))['incidents'], 1, 'what is open stays, however old it is');
  await world.db.rows(loseChange);
  assert.ok((await chainOf(world, old)).length > 0, 'a chain without its words still shows who touched it');
});

test('what was deleted goes after the same time; in parts, however many there are', async () => {
  await using world = await openWorld({ retentionDays: 1 });
  const [ana] = await people(world);
  await world.house.planHousekeeping();
  const plan = await responsePlan(world, 'p', [ana.arn]);
  const arn = await past(world, plan, ana);
  await world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn }));
  const quiet = await silence(world, 60);
  for (let made = 0; made < 45; made++)
    await resolve(world, await startIncident(world, plan, { title: `Case ${made}` }));
  await world.advance({ hours: 3 });
  const kept = await countsOf(world);
  assert.deepEqual([kept['incidents'], kept['engagements'], kept['silenced']], [45, 1, 45]);
  await days(world, 1);
  const { hashes, ...gone } = await countsOf(world);
  assert.ok(hashes! > 100);
  assert.deepEqual([...new Set(Object.values(gone))], [0]);
  assert.equal((await world.db.rows(audited)).length, 46);
  assert.equal((await done<{ status: string }>(call(world, 'GET', `/silences/${quiet.id}`))).status, 'over');
});

test('without the setting all is kept; old messages that carry nothing go all the same, each page’s stays', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await world.house.planHousekeeping();
  const plan = await responsePlan(world, 'p', [ana.arn]);
  const arn = await past(world, plan, ana);
  const all = statement<{ kind: string; count: number }>(
    'test.retention.kinds',
    'select m.kind, count(*)::int as count from messages m group by m.kind order by m.kind',
  );
  assert.deepEqual(await world.db.rows(all), [
    { kind: 'activation', count: 3 },
    { kind: 'page', count: 1 },
  ]);
  await days(world, 29);
  assert.equal((await world.db.rows(all)).length, 2);
  await days(world, 2);
  assert.deepEqual(await world.db.rows(all), [{ kind: 'page', count: 1 }]);
  await days(world, 400);
  assert.deepEqual(await fates(world, ana), [['SENT', 'READ']]);
  assert.equal((await world.aws.incidents.send(new GetIncidentRecordCommand({ arn }))).incidentRecord!.arn, arn);
  assert.deepEqual(await chainOf(world, arn), []);
});
