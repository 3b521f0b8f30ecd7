import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, done, refused } from '../kit/api.ts';
import { resolve, startIncident } from '../kit/deeds.ts';
import { muster, mustered } from '../kit/muster.ts';
import { activeChannel, type Person, person, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World, type WorldOptions } from '../kit/world.ts';

/** Reachability drills: small, opt-in, in waking hours, with a score. */

const WORK = 'ana@work.example';
const DAYS = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN'];
const TERMS = { everyDays: 7, weekdays: DAYS, from: '10:00', to: '16:00', timeZone: 'Europe/Berlin', waitMinutes: 10 };

interface Drill {
  nextAt: string;
  underWay: boolean;
  lastOutcome: string | null;
}
interface Score {
  name: string;
  sent: number;
  answered: number;
  percent: number | null;
  medianSeconds: number | null;
  isPoor: boolean;
}

const drillOf = (world: World) => done<Drill>(call(world, 'GET', '/contacts/ana/drill'));
const scores = async (world: World) =>
  (await done<{ items: { channels: Score[] }[] }>(call(world, 'GET', '/drill-scores'))).items[0]!.channels;
const opt = (world: World, terms: object = TERMS) => call(world, 'PUT', '/contacts/ana/drill', { body: terms });

/** Ana with two channels, opted in. */
async function drilled(options: WorldOptions = {}, terms: object = TERMS): Promise<{ world: World; ana: Person }> {
  const world = await openWorld(options);
  await replicationSet(world);
  const ana = await person(world, 'ana');
  await activeChannel(world, ana.arn, 'work', WORK);
  await done(opt(world, terms));
  return { world, ana };
}

/** Moves to the beginning of the next drill. */
async function toNext(world: World): Promise<void> {
  const ms = new Date((await drillOf(world)).nextAt).getTime() - world.now().getTime();
  await world.advance({ seconds: ms / 1_000 });
}

/** Answers the drill at an address. Answers the subjects of what else came there. */
async function answerDrill(world: World, address: string): Promise<string[]> {
  const mails = world.mail.take(address);
  const [mail, ...more] = mails.filter(({ subject }) => /this is a drill for ana; nothing is wrong/.test(subject));
  assert.deepEqual(more, []);
  const path = `/contacts/ana/test-pages/${mail!.key}/answer`;
  await done(call(world, 'POST', path, { body: { code: /code: (\d{6})/i.exec(mail!.text)![1] } }));
  return mails.filter((one) => one !== mail).map(({ subject }) => subject);
}

test('each channel gets one test page in turn, within the window; the score tells who answered, and how fast', async () => {
  const { world, ana } = await drilled();
  await using _ = world;
  const { nextAt } = await drillOf(world);
  assert.ok(nextAt >= '2026-01-02T09:00' && nextAt < '2026-01-02T15:00', nextAt);
  await toNext(world);
  assert.equal((await drillOf(world)).underWay, true);
  assert.deepEqual(world.mail.take(WORK), [], 'one after the other');
  await world.advance({ seconds: 20 });
  assert.deepEqual(await answerDrill(world, ana.address), []);
  await world.advance({ minutes: 10 });
  assert.equal(world.mail.take(WORK).length, 1);
  await world.advance({ minutes: 10 });
  const { underWay, lastOutcome, nextAt: following } = await drillOf(world);
  assert.deepEqual([underWay, lastOutcome], [false, 'done']);
  assert.ok(following >= '2026-01-09T09:00' && following < '2026-01-09T15:00', following);
  assert.deepEqual(
    (await scores(world)).map(({ name, sent, answered, percent, medianSeconds }) => [
      name,
      sent,
      answered,
      percent,
      medianSeconds,
    ]),
    [
      ['mail', 1, 1, 100, 20],
      ['work', 1, 0, 0, null],
    ],
  );
});

test('a channel that is not answered twice is told to its owner over another one, once', async () => {
  const { world, ana } = await drilled();
  await using _ = world;
  for (const round of [1, 2, 3]) {
    await toNext(world);
    if (round % 2 === 0) await world.advance({ minutes: 10 });
    const told = await answerDrill(world, ana.address);
    await world.advance({ minutes: 20 });
    world.mail.take(WORK);
    assert.deepEqual(told, round === 2 ? ['Muster: would a page reach you on "work"?'] : [], `round ${round}`);
  }
  assert.deepEqual(
    (await scores(world)).map(({ name, isPoor }) => [name, isPoor]),
    [
      ['mail', false],
      ['work', true],
    ],
  );
});

test('nobody is drilled while a page of theirs is live: the drill waits for another day', async () => {
  const { world, ana } = await drilled();
  await using _ = world;
  const incident = await startIncident(world, await responsePlan(world, 'payments', [ana.arn]));
  await toNext(world);
  const { lastOutcome, nextAt } = await drillOf(world);
  assert.deepEqual([lastOutcome, nextAt.slice(0, 10)], ['left out: a page was live', '2026-01-03']);
  assert.equal(world.mail.take(ana.address).length, 1, 'the page alone');
  await resolve(world, incident);
  await toNext(world);
  assert.equal((await drillOf(world)).underWay, true);
  await startIncident(world, await responsePlan(world, 'orders', [ana.arn]));
  await world.advance({ minutes: 10 });
  assert.equal((await drillOf(world)).lastOutcome, 'cut short: a page was live');
  assert.deepEqual([world.mail.take(ana.address).length, world.mail.take(WORK).length], [2, 0]);
});

test('what a stop held up is skipped, not caught up', async () => {
  const { world } = await drilled();
  await using _ = world;
  await world.sleepThrough({ hours: 80 });
  const { lastOutcome, nextAt } = await drillOf(world);
  assert.equal(lastOutcome, 'missed: Muster stood still');
  assert.ok(nextAt > world.now().toISOString());
});

test('a window that is too short for all channels leaves out another one each time', async () => {
  const { world, ana } = await drilled({}, { ...TERMS, to: '10:10' });
  await using _ = world;
  await toNext(world);
  await world.advance({ minutes: 10 });
  assert.equal((await drillOf(world)).lastOutcome, 'cut short: the window ended');
  assert.deepEqual([world.mail.take(ana.address).length, world.mail.take(WORK).length], [1, 0]);
  await toNext(world);
  await world.advance({ minutes: 10 });
  assert.deepEqual([world.mail.take(ana.address).length, world.mail.take(WORK).length], [0, 1]);
});

test('whoever opts out gets nothing more; terms that cannot be are refused', async () => {
  const { world, ana } = await drilled();
  await using _ = world;
  await toNext(world);
  assert.equal(world.mail.take(ana.address).length, 1);
  await done(call(world, 'DELETE', '/contacts/ana/drill'), 204);
  await world.advance({ hours: 24 * 8 });
  await refused(call(world, 'GET', '/contacts/ana/drill'), 404, 'notFound');
  const wrong: [object, RegExp][] = [
    [{ from: '10:00', to: '10:05' }, /window of at least the 10 minutes/],
    [{ weekdays: [] }, /at least one day/],
    [{ timeZone: 'Mars/Base' }, /timeZone: wanted an IANA zone/],
    [{ waitMinutes: 0 }, /waitMinutes/],
  ];
  for (const [part, want] of wrong) {
    const problem = await refused(opt(world, { ...TERMS, ...part }), 400, 'validation');
    assert.match(JSON.stringify(problem), want);
  }
  await refused(call(world, 'PUT', '/contacts/nobody/drill', { body: TERMS }), 404, 'notFound');
});

test('a timer that was lost is found by the auditor, and set again', async () => {
  const { world } = await drilled({ expectErrors: [/^the auditor found a fault and repaired it$/] });
  await using _ = world;
  await world.db.rows({ name: 'test.loseDrill', text: `delete from due where queue = 'drills'` });
  await world.auditor.look();
  await toNext(world);
  const left = [...world.mail.take('ana@example.com'), ...world.mail.take(WORK)];
  assert.equal(left.length, 1);
});

test('muster drills opts in and out, lists and tells the scores', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  await person(world, 'ana');
  await mustered(
    world,
    'drills enable ana --every 7 --days MON,TUE --from 09:30 --to 12:00 --zone Europe/Berlin --wait 5',
  );
  const [, row] = await mustered(world, 'drills list');
  assert.equal(row!.trimEnd(), 'ana     7 d    MON,TUE 09:30-12:00 Europe/Berlin  5 min');
  const [head, score] = await mustered(world, 'drills scores');
  assert.match(`${head}\n${score}`, /^PERSON +CHANNEL +TYPE +ANSWERED +SCORE +MEDIAN\nana +mail +email +0 of 0$/);
  assert.match((await muster(world, ['drills', 'enable', 'ana', '--days', 'FUN'])).err, /wanted days such as MON,WED/);
  await mustered(world, 'drills disable ana');
  assert.match((await muster(world, ['drills', 'list'])).err, /Nobody is drilled/);
});
