import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge';
import {
  AcceptPageCommand,
  CreateRotationOverrideCommand,
  DeactivateContactChannelCommand,
  DeleteContactChannelCommand,
  DeleteRotationCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import {
  DeleteResponsePlanCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { call, done } from '../kit/api.ts';
import { muster } from '../kit/muster.ts';
import {
  alarmEvent,
  alarmRule,
  answersIn,
  escalation,
  incidentsOf,
  type Person,
  person,
  replicationSet,
  responsePlan,
  rotation,
  schedule,
} from '../kit/scenario.ts';
import { silence } from '../kit/silences.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Why somebody was not paged: one test for each cause, through alarms, incidents and answers as they come. */

interface Why {
  paged: boolean;
  cause: { name: string; text: string } | null;
  incidents: {
    id: string;
    paged: boolean;
    cause: { name: string } | null;
    way: string[];
    lines: { hop: string; text: string }[];
  }[];
  missed: { rules: { name: string }[] }[];
}

async function open(options: Parameters<typeof openWorld>[0] = {}): Promise<World> {
  const world = await openWorld(options);
  await replicationSet(world);
  return world;
}

const why = (world: World, who: string, more = '') =>
  done<Why>(call(world, 'GET', `/why?contact=${who}&at=${world.now().toISOString()}${more}`));

async function start(world: World, responsePlanArn: string): Promise<string> {
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  await world.runDue();
  return incidentRecordArn!;
}

async function accept(world: World, who: Person): Promise<void> {
  const { pageArn: PageId, code: AcceptCode } = answersIn(world.mail.take(who.address)[0]!);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
}

/** The cause that is told, which must be of this name and say this; and that the CLI says the same. */
async function because(world: World, who: string, name: string, text: RegExp, more = ''): Promise<Why> {
  const found = await why(world, who, more);
  assert.equal(found.paged, false);
  const { cause } = found;
  assert.ok(cause);
  assert.equal(cause.name, name, cause.text);
  assert.match(cause.text, text);
  if (more === '') {
    const { code, out } = await muster(world, ['why', who]);
    assert.equal(code, 0);
    assert.ok(out.includes(`(${name}).`), out);
  }
  return found;
}

test('paged: the whole way is told, from the event to the answer', async () => {
  await using world = await open();
  const ana = await person(world, 'ana');
  const rota = await schedule(world, 'rota', [await rotation(world, 'Primary', [ana])]);
  const tiers = await escalation(world, 'tiers', [{ minutes: 5, people: [rota] }]);
  await alarmRule(world, await responsePlan(world, 'payments', [tiers]));
  const eventId = await alarmEvent(world, 'latency');
  await world.advance({ minutes: 1 });
  await accept(world, ana);
  const { paged, cause, incidents } = await why(world, 'ana');
  assert.deepEqual([paged, cause, incidents.length], [true, null, 1]);
  assert.deepEqual(incidents[0]!.way, [
    'response plan payments engages tiers',
    'stage 1 of tiers names rota',
    'ana is on call: rota, rotation "Primary" at Fri 2026-01-02 03:10 UTC: ana until Fri 2026-01-02 04:00 UTC',
  ]);
  const lines = incidents[0]!.lines.map(({ hop, text }) => `${hop}: ${text}`);
  const wanted = [
    new RegExp(
      `^event: event ${eventId} accepted .aws.cloudwatch, CloudWatch Alarm State Change.; rule alarms matched it`,
    ),
    /^incident: opened the incident: aws.cloudwatch arn:aws:cloudwatch/,
    /^plan: response plan payments engages tiers/,
    /^schedule: asked: rota, rotation "Primary"/,
    /^decision: tiers: its plan began; pages ana/,
    /^page: page by EMAIL "mail", stage 1, try 1: taken by fake at 2026-01-02 03:10:\d\d UTC/,
    /^receipt: SENT/,
    /^decision: tiers: somebody’s answer ended it .ana./,
    /^receipt: READ/,
  ];
  for (const line of wanted)
    assert.ok(
      lines.some((text) => line.test(text)),
      `${line}\n${lines.join('\n')}`,
    );
  const { out } = await muster(world, ['why', 'ana', '--zone', 'Europe/Berlin']);
  assert.match(out, /^ana was paged from Fri 2026-01-02 04:01:01 Europe\/Berlin/);
  assert.match(out, /04:10:01 {2}receipt {3}SENT/);
  const byIncident = await muster(world, ['why', 'ana', '--incident', incidents[0]!.id.slice(-12), '--json']);
  assert.equal(JSON.parse(byIncident.out).paged, true);
});

test('noEvent: nothing came', async () => {
  await using world = await open();
  await person(world, 'ana');
  await because(world, 'ana', 'noEvent', /no event was accepted and no incident was opened from 2026-01-02 03:00/);
});

test('noRuleMatched: which rule was nearest, and by what it missed', async () => {
  await using world = await open();
  const ana = await person(world, 'ana');
  await alarmRule(world, await responsePlan(world, 'payments', [ana.arn]));
  await alarmEvent(world, 'latency', 'OK');
  const found = await because(
    world,
    'ana',
    'noRuleMatched',
    /the nearest was alarms: detail.state.value wanted "ALARM", got "OK"$/,
  );
  assert.deepEqual(
    found.missed[0]!.rules.map(({ name }) => name),
    ['alarms'],
  );
  await world.advance({ minutes: 30 });
  await world.aws.events.send(new DisableRuleCommand({ Name: 'alarms' }));
  await alarmEvent(world, 'latency');
  await because(world, 'ana', 'noRuleMatched', /; rule alarms would, but is disabled$/);
});

test('deliveryFailed: a rule matched, and its response plan is gone', async () => {
  await using world = await open();
  const ana = await person(world, 'ana');
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  await alarmRule(world, plan);
  await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn: plan }));
  await alarmEvent(world, 'latency');
  await because(
    world,
    'ana',
    'deliveryFailed',
    /^rule alarms matched the event of .* could not deliver it: .*payments/,
  );
});

test('folded: the alarm came again while its incident was open', async () => {
  await using world = await open();
  const ana = await person(world, 'ana');
  await alarmRule(world, await responsePlan(world, 'payments', [ana.arn]));
  await alarmEvent(world, 'latency');
  await world.advance({ minutes: 1 });
  await accept(world, ana);
  await world.advance({ minutes: 40 });
  await alarmEvent(world, 'latency');
  await because(
    world,
    'ana',
    'folded',
    /folded into the incident that was open since 2026-01-02 03:10:01 UTC, .* ana was paged for it then/,
  );
});

test('planNamesNobody: the response plan has no engagements', async () => {
  await using world = await open();
  await person(world, 'ana');
  await start(world, await responsePlan(world, 'payments', []));
  await because(world, 'ana', 'planNamesNobody', /^response plan payments named no contacts/);
});

test('notNamed: others are engaged', async () => {
  await using world = await open();
  await person(world, 'ana');
  const bo = await person(world, 'bo');
  await start(world, await responsePlan(world, 'payments', [bo.arn]));
  world.mail.take(bo.address);
  await because(world, 'ana', 'notNamed', /^bo was engaged, and nothing there names ana/);
});

test('notOnCall: who was, by which rotation and override; as it was then, whatever is edited later', async () => {
  await using world = await open();
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  const RotationId = await rotation(world, 'Primary', [ana, bo]);
  const times = { StartTime: new Date('2026-01-02T03:00:00Z'), EndTime: new Date('2026-01-02T03:30:00Z') };
  await world.aws.contacts.send(new CreateRotationOverrideCommand({ RotationId, NewContactIds: [bo.arn], ...times }));
  const rota = await schedule(world, 'rota', [RotationId]);
  await start(world, await responsePlan(world, 'payments', [rota.arn]));
  world.mail.take(bo.address);
  const told =
    /^ana was not on call: rota, rotation "Primary" at Fri 2026-01-02 03:10 UTC: bo until Fri 2026-01-02 03:30 UTC by override [0-9a-f-]{36}, in place of ana$/;
  await because(world, 'ana', 'notOnCall', told);
  await world.aws.contacts.send(new DeleteRotationCommand({ RotationId }));
  await because(world, 'ana', 'notOnCall', told);
});

test('stageNotReached: somebody answered before', async () => {
  await using world = await open();
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 5, people: [bo] },
  ]);
  await start(world, await responsePlan(world, 'payments', [tiers]));
  await world.advance({ minutes: 2 });
  await accept(world, ana);
  await world.advance({ minutes: 5 });
  await because(
    world,
    'bo',
    'stageNotReached',
    /^stage 2 of tiers, which names bo, was not reached: ana acknowledged at 2026-01-02 03:12:01 UTC/,
  );
});

test('stageToCome: not yet; and, asked later, not until then. pagedBefore: nothing further was due', async () => {
  await using world = await open();
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana] },
    { minutes: 30, people: [bo] },
  ]);
  const arn = await start(world, await responsePlan(world, 'payments', [tiers]));
  world.mail.take(ana.address);
  await because(
    world,
    'bo',
    'stageToCome',
    /^stage 2 of tiers, which names bo, is still to come; the plan goes on at 2026-01-02 03:15:01 UTC/,
  );
  await world.advance({ minutes: 5 });
  world.mail.take(bo.address);
  const early = await done<Why>(call(world, 'GET', '/why?contact=bo&at=2026-01-02T03:11:00Z&minutes=2'));
  assert.equal(early.cause?.name, 'stageToCome');
  assert.match(early.cause.text, /^stage 2 of tiers was reached only at 2026-01-02 03:15:01/);
  assert.equal((await why(world, 'bo')).paged, true);
  await world.advance({ minutes: 25 });
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED' }));
  await because(
    world,
    'bo',
    'pagedBefore',
    /^bo was paged at 2026-01-02 03:15:01 UTC, and no further page was due then/,
  );
});

test('noStages: the person has a plan that tries nothing', async () => {
  await using world = await open();
  const ana = await person(world, 'ana');
  await world.aws.contacts.send(new UpdateContactCommand({ ContactId: ana.arn, Plan: { Stages: [] } }));
  await start(world, await responsePlan(world, 'payments', [ana.arn]));
  await because(world, 'ana', 'noStages', /^ana's engagement plan had no stage that tries a channel/);
});

test('channelNotActivated and channelDeleted: nothing to reach them by', async () => {
  await using world = await open();
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: ana.channelArn }));
  await world.aws.contacts.send(new DeleteContactChannelCommand({ ContactChannelId: bo.channelArn }));
  await start(world, await responsePlan(world, 'payments', [ana.arn, bo.arn]));
  await because(world, 'ana', 'channelNotActivated', /^no channel that ana's plan tried was activated/);
  await because(world, 'bo', 'channelDeleted', /^every channel that bo's plan tried had been deleted/);
});

test('providerRefused and providerFailing: what the provider said', async () => {
  await using world = await open();
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  world.mail.behave('permanent', ana.address);
  world.mail.behave('temporary', bo.address);
  await start(world, await responsePlan(world, 'payments', [ana.arn, bo.arn]));
  await because(
    world,
    'ana',
    'providerRefused',
    /^fake refused the page by EMAIL for good: the fake outside knows no such receiver/,
  );
  await because(
    world,
    'bo',
    'providerFailing',
    /^fake has not taken the page by EMAIL \(1 try\): the fake outside asked to try again later. It is tried again/,
  );
  world.mail.behave('ok', bo.address);
  await world.advance({ minutes: 1 });
  assert.equal(world.mail.take(bo.address).length, 1);
  assert.equal((await why(world, 'bo')).paged, true);
});

test('held, and overBeforeSending: a storm holds the page, and the incident is over before it leaves', async () => {
  await using world = await open({ limits: { pages: 1, windowMs: 60_000, personPages: 0, perSecond: {} } });
  const ana = await person(world, 'ana');
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  await start(world, plan);
  const second = await start(world, plan);
  world.mail.take(ana.address);
  const of = `&incident=${second.slice(-36)}`;
  await because(
    world,
    'ana',
    'held',
    /^the page by EMAIL is held until 2026-01-02 03:11:01 UTC: many come to this channel/,
    of,
  );
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: second, status: 'RESOLVED' }));
  await world.advance({ minutes: 2 });
  await because(
    world,
    'ana',
    'overBeforeSending',
    /^the page by EMAIL was not needed any more when it would have left/,
    of,
  );
});

test('engineStoodStill: whoever was on call when it was time is not whoever was when it ran again', async () => {
  await using world = await open();
  const [ana, bo, cy] = [await person(world, 'ana'), await person(world, 'bo'), await person(world, 'cy')];
  const rota = await schedule(world, 'rota', [await rotation(world, 'Primary', [ana, bo])]);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [cy] },
    { minutes: 5, people: [rota] },
  ]);
  await world.advance({ minutes: 40 });
  await start(world, await responsePlan(world, 'payments', [tiers]));
  await world.sleepThrough({ minutes: 20 });
  for (const { address } of [bo, cy]) world.mail.take(address);
  const at = '2026-01-02T03:55:30.000Z';
  const found = await done<Why>(call(world, 'GET', `/why?contact=ana&at=${at}`));
  assert.equal(found.cause?.name, 'engineStoodStill');
  assert.match(
    found.cause.text,
    /^nothing was done from 2026-01-02 03:55:01 UTC, when ana was on call, to 2026-01-02 04:10:01 UTC; by then it was rota, rotation "Primary" at Fri 2026-01-02 04:10 UTC: bo/,
  );
  const late = await done<Why>(call(world, 'GET', `/why?contact=bo&at=${at}&minutes=2`));
  assert.match(
    late.cause!.text,
    /^nothing was done from 2026-01-02 03:55:01 UTC to 2026-01-02 04:10:01 UTC: no node ran/,
  );
});

test('another account’s people and incidents are not there, and a person must be named', async () => {
  await using world = await open();
  const ana = await person(world, 'ana');
  const arn = await start(world, await responsePlan(world, 'payments', [ana.arn]));
  world.mail.take(ana.address);
  const key = { id: 'AKIAOTHEROTHEROTHER1', secret: 'other-secret' };
  const account = '210987654321';
  const other = { ...key, account, principal: `arn:aws:iam::${account}:user/admin` };
  await world.db.tx((tx) => world.house.rooms.accessKeys.create(tx, world.now(), other));
  const ask = async (path: string, asked = {}) => (await call(world, 'GET', path, asked)).status;
  assert.equal(await ask('/why?contact=ana', { key }), 404);
  assert.equal(await ask(`/why?contact=${encodeURIComponent(ana.arn)}`, { key }), 404);
  assert.equal(await ask(`/why?contact=ana&incident=${arn.slice(-36)}`, { key }), 404);
  assert.equal(await ask('/predictions?plan=payments', { key }), 404);
  assert.equal(await ask('/predictions?contact=ana', { key }), 404);
  assert.equal(await ask('/why?contact=zoe'), 404);
  for (const path of ['/why', '/why?contact=ana&minutes=0', '/predictions', '/predictions?plan=payments&contact=ana'])
    assert.equal(await ask(path), 400, path);
  assert.equal((await incidentsOf(world)).length, 1);
});

test('silenced: the incident was opened in a silence, and afterwards the page is told as any', async () => {
  await using world = await open();
  const ana = await person(world, 'ana');
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  await silence(world, 30, { of: 'plan', target: 'payments' });
  await start(world, plan);
  const { incidents } = await because(
    world,
    'ana',
    'silenced',
    /opened in a silence: until .*"the database is moved", by arn:/,
  );
  assert.ok(incidents[0]!.lines.some(({ text }) => text.startsWith('silenced until ')));
  await world.advance({ minutes: 30 });
  assert.equal(world.mail.take(ana.address).length, 1);
  assert.equal((await why(world, 'ana')).paged, true);
});
