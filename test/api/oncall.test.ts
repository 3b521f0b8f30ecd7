import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GetRotationCommand, ListRotationsCommand } from '@aws-sdk/client-ssm-contacts';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { rotaWorld } from '../kit/oncall/rota-world.ts';
import { replicationSet } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

type People = { alias: string; arn: string }[];
interface Shift {
  startsAt: string;
  endsAt: string;
  people: People;
  instead: People | null;
}
interface Page<T> {
  items: T[];
  next: string | null;
}
interface Made {
  id: string;
  arn: string;
}

/** It is Friday, 2026-01-02T03:10Z. */
let world: World;
const { addPeople } = rotaWorld(() => world);
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  await addPeople('ana', 'bo', 'cy');
});
after(() => world[Symbol.asyncDispose]());

const post = <T = Made>(path: string, body: object, status = 201) =>
  done<T>(call(world, 'POST', path, { body }), status);
const get = <T>(path: string) => done<T>(call(world, 'GET', path));
const remove = (path: string) => done(call(world, 'DELETE', path), 204);
const rotation = (given: object = {}) =>
  post('/rotations', {
    name: 'primary',
    people: ['ana', 'bo', 'cy'],
    timeZone: 'UTC',
    startsAt: '2026-01-01T09:00:00Z',
    handOffs: { kind: 'daily', at: ['09:00'] },
    ...given,
  });
const aliases = (people: People) => people.map(({ alias }) => alias).join('+') || 'nobody';
const onCall = async (of: string, at: string) =>
  aliases((await get<{ people: People }>(`/on-call?of=${of}&at=${at}`)).people);

test('a rotation is made in our own words, by the hour too, and read back as it was made', async () => {
  const coverage = [
    { day: 'monday', from: '08:00', to: '18:00' },
    { day: 'tuesday', from: '22:00', to: '06:00' },
  ];
  const kinds = [
    { kind: 'hourly', at: [0, 30] },
    { kind: 'daily', at: ['06:00', '14:00', '22:00'] },
    { kind: 'weekly', at: [{ day: 'monday', time: '09:00' }] },
    { kind: 'monthly', at: [{ day: 31, time: '09:00' }] },
  ];
  for (const handOffs of kinds) {
    const given = {
      name: 'r',
      timeZone: 'Europe/Berlin',
      startsAt: '2026-01-01T09:00:00.000Z',
      handOffs,
      every: 2,
      atOnce: 2,
      coverage,
      tags: { team: 'shop' },
    };
    const { id, arn, people, ...told } = (await rotation(given)) as Made & { people: People };
    assert.deepEqual(told, given);
    assert.ok(arn.endsWith(`:rotation/${id}`));
    assert.deepEqual(await get(`/rotations/${id}`), { id, arn, people, ...told });
  }
  const listed = await get<Page<Made>>('/rotations?name=r&limit=3');
  const rest = await get<Page<Made>>(`/rotations?name=r&limit=3&cursor=${listed.next}`);
  assert.deepEqual([listed.items.length, rest.items.length, rest.next], [3, 1, null]);
});

test('a rotation by the hour hands over by the hour, and on the AWS face has none of the three settings', async () => {
  const { id, arn } = await rotation({
    handOffs: { kind: 'hourly', at: [0] },
    every: 8,
    startsAt: '2026-01-01T06:00:00Z',
  });
  const hours = ['05', '06', '13', '14', '21', '22'];
  const on = await Promise.all(hours.map((hour) => onCall(id, `2026-01-02T${hour}:30:00Z`)));
  assert.deepEqual(on, ['cy', 'ana', 'ana', 'bo', 'bo', 'cy']);
  const told = await world.aws.contacts.send(new GetRotationCommand({ RotationId: arn }));
  assert.deepEqual(told.Recurrence, { NumberOfOnCalls: 1, RecurrenceMultiplier: 8 });
  assert.ok(
    (await world.aws.contacts.send(new ListRotationsCommand({}))).Rotations?.some((one) => one.RotationArn === arn),
  );
});

test('an edit keeps who is on call, unless another start is given, and says which version it changes', async () => {
  const { id } = await rotation();
  const path = `/rotations/${id}`;
  const now = '2026-01-02T03:10:00Z';
  assert.equal(await onCall(id, now), 'ana');
  await refused(call(world, 'PATCH', path, { body: { people: ['bo', 'ana'] } }), 428, 'preconditionRequired');
  const headers = { 'if-match': (await call(world, 'GET', path)).headers.get('etag')! };
  const edited = await call(world, 'PATCH', path, { body: { people: ['bo', 'ana'], every: 2 }, headers });
  assert.deepEqual([edited.status, edited.body['every']], [200, 2]);
  assert.equal(await onCall(id, now), 'ana');
  const body = { startsAt: '2026-01-01T10:00:00Z' };
  await done(call(world, 'PATCH', path, { body, headers: { 'if-match': '*' } }));
  assert.equal(await onCall(id, now), 'bo');
  await remove(path);
  await refused(call(world, 'GET', path), 404, 'notFound');
});

test('what is wrong with a rotation is told in our own words', async () => {
  const good = { name: 'r', people: ['ana'], timeZone: 'UTC', handOffs: { kind: 'daily', at: ['09:00'] } };
  const rows: [name: string, body: object, detail: RegExp][] = [
    ['a zone', { ...good, timeZone: 'PST' }, /^timeZone: wanted an IANA zone/],
    ['too many at once', { ...good, atOnce: 2 }, /^handOffs: NumberOfOnCalls is 2/],
    ['a time of day', { ...good, handOffs: { kind: 'daily', at: ['24:00'] } }, /handOffs.at\[0\].*from 00:00 to 23:59/],
    ['another kind', { ...good, handOffs: { kind: 'yearly' } }, /handOffs.kind.*hourly, daily, weekly, monthly/],
  ];
  for (const [name, body, detail] of rows) {
    const problem = await refused(call(world, 'POST', '/rotations', { body }), 400, 'validation');
    assert.match(String(problem['detail']), detail, name);
  }
  const stranger = { ...good, people: ['nobody'] };
  await refused(call(world, 'POST', '/rotations', { body: stranger }), 404, 'notFound');
});

test('overrides replace, add and remove for their own time, and two that conflict are not both made', async () => {
  const { id } = await rotation();
  const path = `/rotations/${id}/overrides`;
  const at = (hour: number) => `2026-01-02T${String(hour).padStart(2, '0')}:00:00Z`;
  const over = (from: number, to: number, people: string[], kind = 'replace') => {
    return { startsAt: at(from), endsAt: at(to), people, kind };
  };
  const replaced = await post(path, over(10, 12, ['cy']));
  await post(path, over(12, 14, []));
  await post(path, over(11, 13, ['ana'], 'add'));
  const on = await Promise.all([9, 10, 11, 12, 13, 14].map((hour) => onCall(id, at(hour))));
  assert.deepEqual(on, ['bo', 'cy', 'cy+ana', 'ana', 'nobody', 'bo']);
  const both = await Promise.all(
    [15, 16].map((hour) => call(world, 'POST', path, { body: over(hour, hour + 2, ['cy']) })),
  );
  assert.deepEqual(both.map(({ status }) => status).toSorted(), [201, 400]);
  const listed = await get<Page<{ id: string; kind: string }>>(`${path}?limit=2`);
  const rest = await get<Page<{ kind: string }>>(`${path}?limit=2&cursor=${listed.next}`);
  assert.deepEqual(
    [...listed.items, ...rest.items].map(({ kind }) => kind),
    ['replace', 'add', 'replace', 'replace'],
  );
  await remove(`${path}/${replaced.id}`);
  assert.equal(await onCall(id, at(10)), 'bo');
  const shifts = await get<Page<Shift>>(`/on-call/shifts?of=${id}&from=${at(9)}&to=${at(15)}&limit=3`);
  assert.deepEqual(
    shifts.items.map(({ people, instead }) => `${aliases(people)}/${instead ? aliases(instead) : '-'}`),
    ['bo/-', 'bo+ana/bo', 'ana/bo'],
  );
  const more = await get<Page<Shift>>(
    `/on-call/shifts?of=${id}&from=${at(9)}&to=${at(15)}&limit=3&cursor=${shifts.next}`,
  );
  assert.deepEqual([more.items.map(({ people }) => aliases(people)), more.next], [['nobody', 'bo'], null]);
});

test('a temporary schedule replaces everything for its time', async () => {
  const [one, other] = [await rotation(), await rotation({ people: ['cy'] })];
  const window = { startsAt: '2026-01-03T00:00:00Z', endsAt: '2026-01-03T12:00:00Z' };
  const shifts = [{ startsAt: '2026-01-03T00:00:00Z', endsAt: '2026-01-03T06:00:00Z', people: ['bo'] }];
  const made = await post('/temporary-schedules', { ...window, rotations: [one.id, other.id], shifts });
  const on = async (hour: string) => [
    await onCall(one.id, `2026-01-03T${hour}:00:00Z`),
    await onCall(other.id, `2026-01-03T${hour}:00:00Z`),
  ];
  assert.deepEqual(
    [await on('03'), await on('09'), await on('13')],
    [
      ['bo', 'nobody'],
      ['nobody', 'nobody'],
      ['cy', 'cy'],
    ],
  );
  const listed = await get<{ items: Made[] }>('/temporary-schedules');
  assert.deepEqual(listed.items, [made]);
  await remove(`/temporary-schedules/${made.id}`);
  assert.deepEqual(await on('08'), ['bo', 'cy']);
  await refused(call(world, 'GET', `/temporary-schedules/${made.id}`), 404, 'notFound');
});

test('a swap is offered and accepted; a second answer is a conflict', async () => {
  const { id: rotationId } = await rotation();
  const side = (person: string, day: string, next: string) => {
    return { person, rotationId, startsAt: `2026-01-${day}T09:00:00Z`, endsAt: `2026-01-${next}T09:00:00Z` };
  };
  const swap = { give: side('cy', '03', '04'), take: side('ana', '04', '05'), note: 'a concert' };
  const { id, ...told } = await post<Made & { status: string; note: string }>('/swaps', swap);
  assert.deepEqual([told.status, told.note], ['offered', 'a concert']);
  assert.equal(await onCall(rotationId, '2026-01-03T12:00:00Z'), 'cy');
  assert.equal((await post<{ status: string }>(`/swaps/${id}/accept`, {}, 200)).status, 'accepted');
  assert.equal(await onCall(rotationId, '2026-01-03T12:00:00Z'), 'ana');
  assert.equal(await onCall(rotationId, '2026-01-04T12:00:00Z'), 'cy');
  await refused(call(world, 'POST', `/swaps/${id}/decline`), 409, 'conflict');
  const other = await post('/swaps', { ...swap, give: side('bo', '05', '06'), take: side('cy', '06', '07') });
  assert.equal((await post<{ status: string }>(`/swaps/${other.id}/withdraw`, {}, 200)).status, 'withdrawn');
  const listed = await get<Page<{ status: string }>>('/swaps?status=withdrawn');
  assert.deepEqual(
    listed.items.map(({ status }) => status),
    ['withdrawn'],
  );
});

test('gaps, changes and warnings say when nobody is on call and when the people become others', async () => {
  const { id, arn } = await rotation({ people: ['ana', 'bo'] });
  const nobody = { startsAt: '2026-01-04T00:00:00Z', endsAt: '2026-01-04T06:00:00Z', people: [] };
  await post(`/rotations/${id}/overrides`, nobody);
  const range = 'from=2026-01-03T00:00:00Z&to=2026-01-05T00:00:00Z';
  const { gaps } = await get<{ gaps: object[] }>(`/on-call/gaps?of=${id}&${range}`);
  const gap = { startsAt: '2026-01-04T00:00:00.000Z', endsAt: '2026-01-04T06:00:00.000Z', causes: ['override'] };
  assert.deepEqual(gaps, [gap]);
  const { changes } = await get<{ changes: { at: string; people: People }[] }>(`/on-call/changes?of=${arn}&${range}`);
  assert.deepEqual(
    changes.map(({ at, people }) => `${at.slice(8, 16)} ${aliases(people)}`),
    ['03T09:00 ana', '04T00:00 nobody', '04T06:00 ana', '04T09:00 bo'],
  );
  await world.runDue();
  const { items } = await get<Page<{ of: string; startsAt: string }>>('/on-call/warnings');
  assert.deepEqual(
    items.filter(({ of }) => of === arn).map(({ startsAt }) => startsAt),
    [gap.startsAt],
  );
  const long = await refused(
    call(world, 'GET', `/on-call/gaps?of=${id}&from=2026-01-01T00:00:00Z&to=2028-01-01T00:00:00Z`),
    400,
    'validation',
  );
  assert.match(String(long['detail']), /^to: wanted at most 184 days/);
});

test('a preview shows the shifts and stores nothing', async () => {
  const before = await get<Page<Made>>('/rotations?limit=100');
  const shifts = await post<{ shifts: { startsAt: string; people: string[] }[] }>(
    '/rotations/preview',
    {
      people: ['x', 'y'],
      timeZone: 'UTC',
      handOffs: { kind: 'hourly', at: [0] },
      every: 12,
      from: '2026-01-02T00:00:00Z',
      to: '2026-01-03T00:00:00Z',
    },
    200,
  );
  assert.deepEqual(
    shifts.shifts.map(({ people }) => people),
    [['x'], ['y']],
  );
  assert.deepEqual(await get('/rotations?limit=100'), before);
});

test('who may only read changes nothing, and another account sees nothing of it', async () => {
  const { id, arn } = await rotation();
  const { secret: token } = await tokenFor(world, 'reader', { scopes: ['read'] });
  await done(call(world, 'GET', `/rotations/${id}`, { token }));
  const body = { startsAt: '2026-01-03T00:00:00Z', endsAt: '2026-01-03T06:00:00Z', people: [] };
  await refused(call(world, 'POST', `/rotations/${id}/overrides`, { token, body }), 403, 'accessDenied');
  await refused(call(world, 'POST', '/calendar-feeds', { token, body: { of: id } }), 403, 'accessDenied');
  await refused(call(world, 'GET', `/rotations/${id}`, { token: null }), 401, 'unauthenticated');
  const key = { id: 'AKIAOTHEROTHEROTHER1', secret: 'another-secret-for-tests' };
  const principal = 'arn:aws:iam::210987654321:user/admin';
  await world.db.tx((tx) =>
    world.house.rooms.accessKeys.create(tx, world.now(), { ...key, account: '210987654321', principal }),
  );
  await refused(call(world, 'GET', `/rotations/${id}`, { key }), 404, 'notFound');
  for (const each of [id, arn]) await refused(call(world, 'GET', `/on-call?of=${each}`, { key }), 404, 'notFound');
  await refused(call(world, 'POST', '/calendar-feeds', { key, body: { of: arn } }), 404, 'notFound');
});
