import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, done, refused } from '../kit/api.ts';
import { alert, alertRule } from '../kit/bus-alerts.ts';
import { got } from '../kit/deeds.ts';
import { alarmEvent, alarmRule, escalation, incidentsOf, responsePlan, timelineOf } from '../kit/scenario.ts';
import { endSilence, inMinutes, silence } from '../kit/silences.ts';
import { openWorld, UNHELD, type World } from '../kit/world.ts';
import { people, wordsOn } from './people.ts';

/** The behaviours that the field's pagers are tested for: alerts that open, repeat themselves and close. */

/** Ana for five minutes, then Bo, by plan `payments`; Cy by `search`. Labels choose the plan. */
async function town(world: World) {
  const [ana, bo, cy] = await people(world);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  const payments = await responsePlan(world, 'payments', [tiers]);
  const search = await responsePlan(world, 'search', [cy.arn]);
  await alertRule(world, payments, 'payments', { service: ['payments', 'both'] });
  await alertRule(world, search, 'search', { service: ['search', 'both'] });
  return { ana, bo, cy };
}

const closing = (world: World, plan: string) =>
  done(
    call(world, 'PATCH', `/response-plans/${plan}`, {
      body: { onRecovery: 'resolve' },
      headers: { 'if-match': '*' },
    }),
  );

const openOnes = async (world: World) => (await incidentsOf(world)).filter(({ status }) => status === 'OPEN');
const planOf = ({ arn }: { arn?: string | undefined }) => arn!.split('/')[1];

test('21 genericapi, 22 genericapidedup: an alert opens and pages; the same key is one incident of a plan, and one of another', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const { ana, cy } = await town(world);
  await alert(world, 'Firing', 'disk-full', { service: 'payments' });
  assert.deepEqual(got(world, ana, cy), [1, 0]);
  await alert(world, 'Firing', 'disk-full', { service: 'payments' });
  assert.deepEqual(got(world, ana), [0]);
  const [one] = await incidentsOf(world);
  const triggers = (await timelineOf(world, one!.arn!)).filter(({ type }) => type === 'SSM Incident Trigger');
  assert.deepEqual(
    triggers.map(({ data }) => (JSON.parse(data) as { createdIncident: boolean }).createdIncident),
    [true, false],
    'the duplicate is linked',
  );
  const { triggers: counted } = await done<{ triggers: number }>(
    call(world, 'GET', `/incidents/${one!.arn!.split('/').at(-1)}/signals`),
  );
  assert.equal(counted, 2, 'and counted');
  await alert(world, 'Firing', 'disk-full', { service: 'search' });
  assert.deepEqual((await incidentsOf(world)).map(planOf).sort(), ['payments', 'search']);
  assert.deepEqual(got(world, ana, cy), [0, 1]);
});

test('23 genericapiclose: closing by key stops what would follow, and never opens', async () => {
  await using world = await openWorld();
  const { ana, bo } = await town(world);
  await closing(world, 'payments');
  await alert(world, 'Resolved', 'disk-full', { service: 'payments' });
  assert.deepEqual(await incidentsOf(world), [], 'what is over opens nothing');
  await alert(world, 'Firing', 'disk-full', { service: 'payments' });
  await alert(world, 'Resolved', 'disk-full', { service: 'payments' });
  await world.advance({ minutes: 30 });
  assert.deepEqual(got(world, ana, bo), [1, 0], 'the second stage does not begin');
  assert.deepEqual(await openOnes(world), []);
  await alert(world, 'Resolved', 'disk-full', { service: 'payments' });
  assert.equal((await incidentsOf(world)).length, 1);
});

test('24 graphqldedup, 25 uikdedupclose: an explicit key closes exactly its alert', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const { ana, cy } = await town(world);
  await closing(world, 'payments');
  for (const key of ['disk-full', 'disk-full-2', 'cpu']) await alert(world, 'Firing', key, { service: 'payments' });
  await alert(world, 'Firing', 'disk-full', { service: 'search' });
  assert.deepEqual(got(world, ana, cy), [3, 1]);
  await alert(world, 'Resolved', 'disk-full', { service: 'payments' });
  const open = await openOnes(world);
  assert.deepEqual(open.map(planOf).sort(), ['payments', 'payments', 'search']);
  const told = await Promise.all(open.map(({ arn }) => wordsOn(world, arn!)));
  assert.equal(told.filter((words) => words.includes('disk-full of muster.test recovered')).length, 1);
});

test('26 uikmanyrules: all rules that match apply, each to its plan', async () => {
  await using world = await openWorld();
  const { ana, cy } = await town(world);
  await alert(world, 'Firing', 'network', { service: 'both' });
  assert.deepEqual(got(world, ana, cy), [1, 1]);
  assert.deepEqual((await incidentsOf(world)).map(planOf).sort(), ['payments', 'search']);
});

test('a silence of labels or sources covers the alerts that have them, and no others', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const { ana } = await town(world);
  const target = JSON.stringify({ source: ['muster.test'], detail: { labels: { zone: ['a'] } } });
  const { id } = await silence(world, 60, { of: 'pattern', target });
  await alert(world, 'Firing', 'in-a', { service: 'payments', zone: 'a' });
  await alert(world, 'Firing', 'in-b', { service: 'payments', zone: 'b' });
  assert.deepEqual(got(world, ana), [1]);
  const arn = (await incidentsOf(world)).at(-1)!.arn!;
  assert.match(await wordsOn(world, arn), /silenced until .*: nobody is engaged/);
  await endSilence(world, id);
  await world.runDue();
  assert.deepEqual(got(world, ana), [1], 'at its end it is decided again');
  const bad = { of: 'pattern', target: '{"source":"x"}', reason: 'x', until: inMinutes(world, 5) };
  await refused(call(world, 'POST', '/silences', { body: bad }), 400, 'validation');
});

test('nodes that open at the same moment open one incident for a group, and one page of quiet', async () => {
  await using world = await openWorld({ limits: UNHELD });
  const [ana] = await people(world);
  const plan = await responsePlan(world, 'grouped', [ana.arn]);
  await alarmRule(world, plan);
  const grouping = { by: ['source'], windowMinutes: 600 };
  await done(call(world, 'PATCH', '/response-plans/grouped', { body: { grouping }, headers: { 'if-match': '*' } }));
  const other = await world.beside();
  const storm = () =>
    Promise.all(
      Array.from({ length: 12 }, (_, at) => alarmEvent(at % 2 === 0 ? world : { aws: other.aws }, `alarm-${at}`)),
    );
  await storm();
  await world.runDue();
  assert.deepEqual([(await incidentsOf(world)).length, got(world, ana)], [1, [1]]);
  await world.advance({ hours: 1 });
  await storm();
  await world.runDue();
  assert.deepEqual([(await incidentsOf(world)).length, got(world, ana)], [1, [1]]);
});
