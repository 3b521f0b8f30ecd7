import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateRotationCommand,
  CreateRotationOverrideCommand,
  DeactivateContactChannelCommand,
} from '@aws-sdk/client-ssm-contacts';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { startIncident } from '../kit/deeds.ts';
import { muster } from '../kit/muster.ts';
import { escalation, type Person, person, replicationSet, responsePlan, schedule } from '../kit/scenario.ts';
import { silence } from '../kit/silences.ts';
import { openWorld, UNHELD, type World } from '../kit/world.ts';

/** Who would be woken, asked as a person asks: by API and CLI, before the night on which the clocks change. */

interface Prediction {
  of: string;
  severity: number;
  events: { at: string; what: string; who: string | null; arrives: boolean | null; why: string[] }[];
  warnings: string[];
  acknowledged: boolean;
  endsAt: string;
  whole: boolean;
  cut: string | null;
}

/** In Berlin, handed over each day at half past two; Ana begins. */
async function berlin(world: World, people: Person[], Name = 'Night'): Promise<string> {
  const { RotationArn } = await world.aws.contacts.send(
    new CreateRotationCommand({
      Name,
      ContactIds: people.map(({ arn }) => arn),
      StartTime: new Date('2026-03-28T01:30:00Z'),
      TimeZoneId: 'Europe/Berlin',
      Recurrence: { DailySettings: [{ HourOfDay: 2, MinuteOfHour: 30 }], NumberOfOnCalls: 1, RecurrenceMultiplier: 1 },
    }),
  );
  return RotationArn!;
}

async function team(world: World) {
  await replicationSet(world);
  const [ana, bo, cy] = [
    await person(world, 'ana', { retry: 3 }),
    await person(world, 'bo'),
    await person(world, 'cy'),
  ];
  const RotationId = await berlin(world, [ana, bo]);
  const rota = await schedule(world, 'rota', [RotationId]);
  const tiers = await escalation(world, 'tiers', [
    { minutes: 8, people: [rota] },
    { minutes: 10, people: [cy] },
  ]);
  await responsePlan(world, 'payments', [tiers]);
  return { ana, bo, cy, RotationId, rota };
}

const predict = (world: World, body: object) => done<Prediction>(call(world, 'POST', '/predictions', { body }));
const paged = ({ events }: Prediction) =>
  events.flatMap(({ what, who, at }) => (what === 'paged' ? [`${at.slice(11, 16)} ${who}`] : []));

test('the night on which the clocks change: whoever has the turn at that very minute is woken', async () => {
  await using world = await openWorld();
  await team(world);
  const [before, after] = await Promise.all(
    ['2026-03-29T01:29:00Z', '2026-03-29T01:31:00Z'].map((at) => predict(world, { plan: 'payments', at })),
  );
  // 02:30 does not exist: the hand-off is at 03:30 in Berlin, 01:30 UTC.
  assert.deepEqual(paged(before!), ['01:29 ana', '01:32 ana', '01:35 ana', '01:37 cy', '01:38 ana']);
  assert.deepEqual(paged(after!), ['01:31 bo', '01:39 cy']);
  assert.deepEqual(after!.events.find(({ what }) => what === 'paged')!.why, [
    'response plan payments engages tiers',
    'stage 1 of tiers names rota',
    'bo is on call: rota, rotation "Night" at Sun 2026-03-29 03:31 Europe/Berlin: bo until Mon 2026-03-30 02:30 Europe/Berlin',
    'stage 1 of bo tries "mail"',
  ]);
  assert.deepEqual([after!.of, after!.severity, after!.acknowledged, after!.whole], ['payments', 2, false, true]);
});

test('answers, failures and overrides that are assumed or there; GET and POST tell the same', async () => {
  await using world = await openWorld({ now: new Date('2026-03-28T03:00:00Z') });
  const { ana, bo, cy, RotationId } = await team(world);
  const at = '2026-03-28T12:00:00.000Z';
  const answered = await predict(world, { plan: 'payments', at, answers: [{ contact: ana.arn, minutes: 4 }] });
  assert.deepEqual(paged(answered), ['12:00 ana', '12:03 ana']);
  assert.deepEqual([answered.acknowledged, answered.endsAt, answered.warnings], [true, '2026-03-28T12:04:00.000Z', []]);
  const same = await done<Prediction>(call(world, 'GET', `/predictions?plan=payments&at=${at}&answers=ana%3D4`));
  assert.deepEqual(same, answered);

  const failing = await predict(world, {
    plan: 'payments',
    at,
    failing: ['email'],
    answers: [{ contact: 'ana', minutes: 1 }],
  });
  assert.equal(failing.acknowledged, false);
  assert.ok(failing.warnings.includes('Nobody is reached at all'), failing.warnings.join());

  const times = { StartTime: new Date('2026-03-28T11:00:00Z'), EndTime: new Date('2026-03-28T13:00:00Z') };
  await world.aws.contacts.send(new CreateRotationOverrideCommand({ RotationId, NewContactIds: [bo.arn], ...times }));
  const overridden = await predict(world, { plan: 'payments', at });
  assert.deepEqual(paged(overridden), ['12:00 bo', '12:08 cy']);
  assert.match(
    overridden.events.find(({ what }) => what === 'paged')!.why[2]!,
    /by override [0-9a-f-]{36}, in place of ana$/,
  );

  const one = await predict(world, { contact: cy.arn, at, severity: 1 });
  assert.deepEqual([paged(one), one.severity], [['12:00 cy'], 1]);
});

test('what will not work is warned of: long waits, channels that are not activated, nobody on call', async () => {
  await using world = await openWorld();
  const { ana, bo, cy } = await team(world);
  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: bo.channelArn }));
  const bos = await predict(world, { plan: 'payments', at: '2026-03-29T12:00:00Z' });
  assert.deepEqual(bos.warnings, [
    'Nobody is reached for 8 minutes, until 12:08:00 UTC',
    "Nobody's answer ends it; after 12:18:00 UTC nobody is tried any more",
    'A channel of bo is not activated; skipped',
    'Stage 1 of bo reaches nobody',
    'The plan of tiers has run to its end; nobody has acknowledged',
  ]);
  const early = await predict(world, { plan: 'payments', at: '2026-03-27T12:00:00Z' });
  assert.ok(early.warnings.some((text) => /^Nobody is on call in rota at 2026-03-27 12:00:00 UTC/.test(text)));
  await responsePlan(world, 'quiet', []);
  const quiet = await predict(world, { plan: 'quiet' });
  assert.match(quiet.warnings.join(), /Nobody is engaged: response plan quiet names no contacts/);
  assert.ok(ana.arn && cy.arn);
});

test('muster oncall plan prints a timeline for tired people, in the zone that they ask for', async () => {
  await using world = await openWorld();
  await team(world);
  const words = [
    'oncall',
    'plan',
    'payments',
    '--at',
    '2026-03-29T01:31Z',
    '--answer',
    'cy=3m',
    '--zone',
    'Europe/Berlin',
  ];
  const { code, out, err } = await muster(world, words);
  assert.deepEqual([code, err], [0, '']);
  assert.equal(
    out,
    `If payments fires at Sun 2026-03-29 03:31:00 Europe/Berlin (severity 2 high):

  03:31:00  +0 min  page to bo by email "mail" bo@example.com
      response plan payments engages tiers
      stage 1 of tiers names rota
      bo is on call: rota, rotation "Night" at Sun 2026-03-29 03:31 Europe/Berlin: bo until Mon 2026-03-30 02:30 Europe/Berlin
      stage 1 of bo tries "mail"
  03:39:00  +8 min  page to cy by email "mail" cy@example.com
      response plan payments engages tiers
      stage 2 of tiers names cy
      stage 1 of cy tries "mail"
  03:42:00  +11 min  cy answers

Answers end it.
`,
  );
  const whole = await muster(world, [...words, '--json']);
  assert.equal(JSON.parse(whole.out).acknowledged, true);
  for (const wrong of [
    ['--answer', 'ana'],
    ['--answer', 'ana=30d'],
    ['--fail', 'pigeon'],
    ['--zone', 'Nowhere/Else'],
    ['--at', 'soon'],
  ])
    assert.equal((await muster(world, ['oncall', 'plan', 'payments', ...wrong])).code, 2, wrong.join(' '));
  assert.equal((await muster(world, ['oncall', 'plan', 'nothing'])).code, 1);
});

test('a reader may ask, a stranger’s answer is a faulty input, and what is not there is not found', async () => {
  await using world = await openWorld();
  await team(world);
  const { secret: token } = await tokenFor(world, 'reader', { scopes: ['read'] });
  await done(call(world, 'POST', '/predictions', { token, body: { plan: 'payments' } }));
  await done(call(world, 'GET', '/why?contact=ana', { token }));
  const wrong = { plan: 'payments', answers: [{ contact: 'not an alias', minutes: 1 }] };
  await refused(call(world, 'POST', '/predictions', { body: wrong }), 400, 'validation');
  await refused(call(world, 'POST', '/predictions', { body: { plan: 'nothing' } }), 404, 'notFound');
  await refused(call(world, 'GET', '/predictions?plan=payments&answers=ana'), 400, 'validation');
});

test('whom a severity engages minutes later is foretold, and not where somebody has acknowledged by then', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [ana, ciso] = [await person(world, 'ana'), await person(world, 'ciso')];
  const plan = {
    name: 'web',
    incident: { title: 'Web is down', severity: 3 },
    engage: ['ana'],
    engageBySeverity: [{ severities: [1], engage: ['ciso'], afterMinutes: 2 }],
  };
  await done(call(world, 'POST', '/response-plans', { body: plan }), 201);
  const at = '2026-03-28T12:00:00.000Z';
  assert.deepEqual(paged(await predict(world, { plan: 'web', at })), ['12:00 ana']);
  const worst = { plan: 'web', at, severity: 1 };
  assert.deepEqual(paged(await predict(world, worst)), ['12:00 ana', '12:02 ciso']);
  const answered = await predict(world, { ...worst, answers: [{ contact: ana.arn, minutes: 1 }] });
  assert.deepEqual(paged(answered), ['12:00 ana']);
  assert.ok(
    answered.events.some(({ what, why, at: when }) => what === 'told' && when.slice(11, 16) === '12:02' && why),
  );
  const late = await predict(world, { ...worst, answers: [{ contact: ciso.arn, minutes: 5 }] });
  assert.deepEqual(paged(late), ['12:00 ana', '12:02 ciso']);
});

test('in a silence a prediction says until when, and goes on from its end by the rota of that moment', async () => {
  await using world = await openWorld({ now: new Date('2026-03-29T00:00:00Z') });
  await team(world);
  const until = '2026-03-29T01:31:00Z';
  await silence(world, 0, { of: 'plan', target: 'payments', until });
  await silence(world, 0, { of: 'alarm', target: 'Latency', until });
  const at = '2026-03-29T01:00:00Z';
  const prediction = await predict(world, { plan: 'payments', at });
  assert.deepEqual(paged(prediction), ['01:31 bo', '01:39 cy']);
  const [first] = prediction.events;
  assert.deepEqual([first!.at, first!.what], ['2026-03-29T01:00:00.000Z', 'told']);
  const warned = prediction.warnings.join('\n');
  assert.match(warned, /The incident is silenced until 2026-03-29 01:31 UTC \("the database is moved", by arn:/);
  assert.match(warned, /What alarm Latency opens is silenced until 2026-03-29T01:31:00.000Z/);
  assert.match(warned, /Nobody is reached for 31 minutes/);
  const critical = await predict(world, { plan: 'payments', at, severity: 1 });
  assert.equal(paged(critical)[0], '01:00 ana');
  const { out } = await muster(world, ['oncall', 'plan', 'payments', '--at', '2026-03-29T01:00Z']);
  assert.match(out, /\+0 min {2}The incident is silenced until/);
});

test('a page that a storm would hold is foreseen as held, and as gathered when it leaves; so it then is', async () => {
  const limits = { ...UNHELD, pages: 1, windowMs: 100_000 };
  await using world = await openWorld({ limits });
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 5, retry: 1 });
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  const at = world.now();
  const prediction = await predict(world, { plan: 'payments', at: at.toISOString() });
  const secondsOf = (what: string) =>
    prediction.events.flatMap((one) => (one.what === what ? [(Date.parse(one.at) - at.getTime()) / 1_000] : []));
  assert.deepEqual(secondsOf('held'), [60, 120, 180, 240]);
  assert.match(prediction.warnings.join('\n'), /4 pages would have to wait: many come to one channel/);
  const { out } = await muster(world, ['oncall', 'plan', 'payments']);
  assert.match(out, /page to ana by email "mail" is held until .*: many come to this channel/);
  assert.match(out, /page to ana by email "mail" ana@example.com, as one message, with 2 pages that had to wait/);
  await startIncident(world, plan);
  const got: number[] = [];
  for (let seconds = 0; seconds <= 400; seconds += 20) {
    await world.runDue();
    for (const _mail of world.mail.take(ana.address)) got.push(seconds);
    await world.advance({ seconds: 20 });
  }
  assert.deepEqual(got, [0, 100, 200, 300]);
  assert.deepEqual(secondsOf('paged'), got);
  const answered = await predict(world, { plan: 'payments', answers: [{ contact: 'ana', minutes: 1 }] });
  assert.deepEqual(
    answered.events.flatMap(({ what }) => (['paged', 'held', 'answered', 'told'].includes(what) ? [what] : [])),
    ['paged', 'held', 'answered', 'told'],
  );
  assert.match(answered.warnings.join('\n'), /what was held for "mail" is not needed any more/);
});

test('a prediction without an end is cut, and says why', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 5 });
  await responsePlan(world, 'payments', [ana.arn]);
  const whole = await predict(world, { plan: 'payments' });
  assert.deepEqual([whole.whole, whole.cut], [true, null]);
  const path = '/contacts/ana/plan';
  const was = await call(world, 'GET', path);
  const body = { ...was.body, acknowledgementTimeoutMinutes: 2 };
  await done(call(world, 'PUT', path, { body, headers: { 'if-match': was.headers.get('etag')! } }));
  const endless = await predict(world, { plan: 'payments', answers: [{ contact: 'ana', minutes: 1 }] });
  assert.equal(endless.whole, false);
  assert.match(endless.cut!, /the first 1000 moments of it are told: .*an acknowledgement times out/);
  assert.ok(endless.warnings.some((text) => text.startsWith('It goes on after this: the first 1000 moments')));
});
