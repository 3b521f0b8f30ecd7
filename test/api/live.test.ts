import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createApi } from '#api/api';
import { createMetrics } from '#api/metrics';
import { listen } from '../../src/start/listener.ts';
import { signatureCheck } from '../../src/start/signatures.ts';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { type Change, openLive } from '../kit/live.ts';
import { replicationSet } from '../kit/scenario.ts';
import { openWorld, REGION, type World } from '../kit/world.ts';

let world: World;
let token: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  token = (await tokenFor(world, 'viewer', { scopes: ['read'] })).secret;
});
after(() => world[Symbol.asyncDispose]());

const live = (query = '') => `${world.url}/api/v1/live${query}`;
const start = async (title: string) =>
  (await done<{ incident: { id: string } }>(call(world, 'POST', '/incidents', { body: { title } }), 201)).incident.id;
const note = (incident: string, text: string) =>
  done<{ id: string }>(call(world, 'POST', `/incidents/${incident}/timeline`, { body: { text } }), 201);

/** A second node on the same database. */
async function secondNode(beatMs?: number) {
  const { db, clock, log, house } = world;
  const metrics = createMetrics(db, () => clock.now());
  const about = { metricsToken: undefined, publicUrl: 'https://muster.example', region: REGION, version: 'test' };
  const intakeLimits = { bodyBytes: 4_096, perSecond: 0 };
  const signature = signatureCheck(house.rooms.sessions, clock);
  const api = await createApi({
    db,
    clock,
    log,
    ...house,
    signature,
    metrics,
    intakeLimits,
    ...about,
    ...(beatMs ? { beatMs } : {}),
  });
  const listener = await listen('127.0.0.1', 0);
  listener.serve(async () => assert.fail('no call of the AWS face was expected'), api.handle);
  let stopped: Promise<void> | undefined;
  const stop = () => {
    api.drain();
    stopped ??= listener.close().then(api.close);
    return stopped;
  };
  return { [Symbol.asyncDispose]: stop, url: `http://127.0.0.1:${listener.port}/api/v1/live`, stop };
}

test('a live view hears of its account’s incidents and timelines, and of no other’s', async () => {
  const old = await start('Before');
  const view = await openLive(live(), token);
  const other = '210987654321';
  await world.db.tx((tx) =>
    world.house.rooms.timeline.append(tx, world.now(), [
      { account: other, incidentId: old, eventId: old, time: world.now(), type: 'Note', data: '"x"', actor: 'x' },
    ]),
  );
  const incident = await start('Heard');
  const { id } = await note(incident, 'Looking');
  await call(world, 'PATCH', `/incidents/${incident}`, { body: { severity: 1 }, headers: { 'if-match': '*' } });
  await call(world, 'DELETE', `/incidents/${incident}/timeline/${id}`);
  await view.until(() => view.changes.some(({ kind }) => kind === 'removed'), 'removal');
  assert.deepEqual([...new Set(view.changes.map((change) => change.incident))], [incident]);
  const ofRecord = view.changes.filter(({ topic }) => topic === 'incidents').map(({ kind }) => kind);
  assert.deepEqual(ofRecord, ['opened', 'changed']);
  // A title that says what a deletion says is none.
  const sly = '"modifiedAttributes":[{"attributeName":"incidentRecord","newValue":"DELETED"}]}';
  await call(world, 'PATCH', `/incidents/${incident}`, { body: { title: sly }, headers: { 'if-match': '*' } });
  await call(world, 'DELETE', `/incidents/${incident}`);
  const kinds = () => view.changes.filter(({ topic }) => topic === 'incidents').map(({ kind }) => kind);
  await view.until(() => kinds().length === 4, 'deletion');
  assert.deepEqual(kinds(), ['opened', 'changed', 'changed', 'deleted']);
  const ofNote = view.changes.filter(({ event }) => event === id);
  assert.deepEqual(
    ofNote.map(({ kind, type }) => [kind, type]),
    [
      ['added', 'note'],
      ['removed', 'note'],
    ],
  );
  view.close();
});

test('topics and an incident narrow what is heard', async () => {
  const [one, two] = [await start('One'), await start('Two')];
  const narrow = await openLive(live(`?topics=timeline&incident=${one}`), token);
  await note(two, 'not heard');
  await note(one, 'heard');
  await narrow.until(() => narrow.changes.length > 0, 'change');
  assert.deepEqual(
    narrow.changes.map(({ topic, incident }) => [topic, incident]),
    [['timeline', one]],
  );
  narrow.close();
});

test('nothing is lost by a reader who is cut off again and again and goes on at another node', async () => {
  await using node = await secondNode();
  const incidents = [await start('Lossless one'), await start('Lossless two')];
  const ROUNDS = 12;
  const heard: Change[] = [];
  let lastId: string | undefined;
  let written = 0;
  const first = await openLive(live('?topics=timeline'), token);
  lastId = first.lastId;
  first.close();
  for (let round = 0; round < ROUNDS; round++) {
    // Written while nobody listens, and while somebody does.
    const alone = incidents.map((incident) => note(incident, `alone ${round}`));
    const view = await openLive(round % 2 ? node.url : live('?topics=timeline'), token, lastId);
    const together = incidents.map((incident) => note(incident, `together ${round}`));
    await Promise.all([...alone, ...together]);
    written += alone.length + together.length;
    // Cut off in the middle, with some heard and some not.
    await view.until(() => view.changes.length > 0, 'change');
    heard.push(...view.changes);
    lastId = view.lastId;
    view.close();
    await world.advance({ seconds: 40 });
  }
  const last = await openLive(node.url, token, lastId);
  const versions = () =>
    new Set(
      [...heard, ...last.changes]
        .filter(({ incident, type }) => type === 'note' && incidents.includes(incident))
        .map(({ incident, version }) => `${incident}/${version}`),
    );
  await last.until(() => versions().size >= written, 'note that was written');
  assert.equal(versions().size, written);
  last.close();
});

test('a stream that is taken up too late says that all must be read again', async () => {
  const view = await openLive(live(), token);
  const { lastId } = view;
  view.close();
  await world.advance({ minutes: 11 });
  const late = await openLive(live(), token, lastId);
  await late.until(() => late.names.includes('reset'), 'reset');
  late.close();
  const wrong = call(world, 'GET', '/live', { token, headers: { 'last-event-id': 'yesterday' } });
  await refused(wrong, 400, 'validation');
});

test('a node ends its streams when it stops, and a stream ends with its token', async () => {
  await using node = await secondNode(20);
  const revoked = await tokenFor(world, 'short-lived', { scopes: ['read'] });
  const views = [await openLive(node.url, token), await openLive(node.url, revoked.secret)];
  await done(call(world, 'DELETE', `/tokens/${revoked.id}`), 204);
  await views[1]!.ended;
  await node.stop();
  await views[0]!.ended;
});

test('an account has 50 streams at most on a node', async () => {
  const views = [];
  for (let count = 0; count < 50; count++) views.push(await openLive(live(), token));
  const { headers } = await call(world, 'GET', '/live', { token });
  assert.equal(headers.get('retry-after'), '10');
  await refused(call(world, 'GET', '/live', { token }), 429, 'throttled');
  for (const view of views) view.close();
});

test('who may not read hears nothing', async () => {
  await refused(call(world, 'GET', '/live', { token: null }), 401, 'unauthenticated');
  await refused(call(world, 'GET', '/live?topics=everything', { token }), 400, 'validation');
});
