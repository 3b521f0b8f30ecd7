import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

interface Incident {
  id: string;
  arn: string;
  plan: string | null;
  title: string;
  summary: string | null;
  severity: number;
  status: string;
  resolvedAt: string | null;
}
type Started = { incident: Incident; opened: string };
type Page = { items: Incident[]; next: string | null };

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const start = (body: object) => done<Started>(call(world, 'POST', '/incidents', { body }), 201);

test('an incident is started from nothing, with severity 3, and says that nobody is engaged', async () => {
  const { headers } = await call(world, 'POST', '/incidents', { body: { title: 'Disk is full' } });
  const path = headers.get('location')!.slice('/api/v1'.length);
  const incident = await done<Incident>(call(world, 'GET', path));
  const { plan, title, severity, status, summary, resolvedAt } = incident;
  const plain = { plan: null, title: 'Disk is full', severity: 3, status: 'open', summary: null, resolvedAt: null };
  assert.deepEqual({ plan, title, severity, status, summary, resolvedAt }, plain);
  const told = (await timelineOf(world, incident.arn)).map(({ data }) => data).join('\n');
  assert.match(told, /Nobody is engaged: the incident follows no response plan\. Engage people by hand\./);
});

test('an incident is started from a plan, pages its people, and a second start is folded into it', async () => {
  const ana = await person(world, 'ana');
  await responsePlan(world, 'checkout', [ana.arn], { dedupeString: 'checkout' });
  const first = await start({ plan: 'checkout', severity: 1 });
  assert.deepEqual([first.opened, first.incident.plan, first.incident.severity], ['new', 'checkout', 1]);
  const second = await start({ plan: 'checkout' });
  assert.deepEqual([second.opened, second.incident.id], ['folded', first.incident.id]);
  await world.runDue();
  assert.equal(world.mail.take(ana.address).length, 1);
  const resolved = await call(world, 'PATCH', `/incidents/${first.incident.id}`, {
    body: { status: 'resolved' },
    headers: { 'if-match': '*' },
  });
  assert.equal(resolved.body['status'], 'resolved');
  await refused(call(world, 'POST', '/incidents', { body: { plan: 'no-such-plan' } }), 404, 'notFound');
});

test('an edit says which version it changes', async () => {
  const { incident } = await start({ title: 'Slow' });
  const path = `/incidents/${incident.id}`;
  const read = await call(world, 'GET', path);
  const etag = read.headers.get('etag')!;
  const change = { body: { title: 'Very slow' } };
  await refused(call(world, 'PATCH', path, change), 428, 'preconditionRequired');
  const edited = await call(world, 'PATCH', path, { ...change, headers: { 'if-match': etag } });
  assert.deepEqual([edited.status, edited.body['title']], [200, 'Very slow']);
  const problem = await refused(
    call(world, 'PATCH', path, { ...change, headers: { 'if-match': etag } }),
    412,
    'preconditionFailed',
  );
  assert.equal(problem['etag'], edited.headers.get('etag'));
  const unchanged = await call(world, 'GET', path, { headers: { 'if-none-match': edited.headers.get('etag')! } });
  assert.deepEqual([unchanged.status, unchanged.body], [304, {}]);
});

test('a list is filtered and comes in pages whose cursors hold for its filters only', async () => {
  await start({ title: 'Paging one', severity: 5 });
  await start({ title: 'Paging two', severity: 5, summary: 'of the Billing service' });
  await start({ title: 'Paging three', severity: 4 });
  const list = (query: string) => done<Page>(call(world, 'GET', `/incidents?${query}`));
  const titles = ({ items }: Page) => items.map(({ title }) => title);
  assert.deepEqual(titles(await list('severity=5&text=paging')), ['Paging two', 'Paging one']);
  assert.deepEqual(titles(await list('text=BILLING')), ['Paging two']);
  assert.deepEqual(titles(await list('severity=5&severity=4&text=paging&plan=~no-plan&limit=1')), ['Paging three']);
  assert.deepEqual(titles(await list('plan=checkout&status=resolved')), ['Trouble with checkout']);
  const first = await list('text=paging&limit=2');
  const next = `cursor=${encodeURIComponent(first.next!)}`;
  const rest = await list(`text=paging&limit=2&${next}`);
  assert.deepEqual([...titles(first), ...titles(rest)], ['Paging three', 'Paging two', 'Paging one']);
  assert.equal(rest.next, null);
  const problem = await refused(call(world, 'GET', `/incidents?text=other&${next}`), 400, 'validation');
  assert.match(JSON.stringify(problem['errors']), /cursor/);
});

test('a start under an Idempotency-Key is done once', async () => {
  const once = { body: { title: 'Once' }, headers: { 'idempotency-key': 'k-1' } };
  const first = await done<Started>(call(world, 'POST', '/incidents', once), 201);
  assert.deepEqual(await done(call(world, 'POST', '/incidents', once), 201), first);
  await refused(call(world, 'POST', '/incidents', { ...once, body: { title: 'Other' } }), 409, 'conflict');
});

test('all faults of an input are told at once, and an unknown member with the nearest name', async () => {
  const { errors } = (await refused(
    call(world, 'POST', '/incidents', { body: { titles: 'x', severity: 9, summary: '' } }),
    400,
    'validation',
  )) as { errors: { field: string; wanted: string; got: string }[] };
  assert.deepEqual(
    errors.map(({ field }) => field),
    ['summary', 'severity', 'titles'],
  );
  assert.match(errors[2]!.wanted, /^perhaps title;/);
  assert.deepEqual(errors[1], { field: 'severity', wanted: 'a whole number from 1 to 5', got: '9' });
});

test('a deleted incident is gone', async () => {
  const { incident } = await start({ title: 'Mistaken' });
  await done(call(world, 'DELETE', `/incidents/${incident.id}`), 204);
  await refused(call(world, 'GET', `/incidents/${incident.id}`), 404, 'notFound');
});

test('a token reads and writes by its scopes, in its account', async () => {
  const reader = await tokenFor(world, 'reader', { scopes: ['read'] });
  const me = await done<{ principal: string; credential: string }>(
    call(world, 'GET', '/whoami', { token: reader.secret }),
  );
  assert.deepEqual([me.principal, me.credential], ['arn:aws:iam::123456789012:user/tokens/reader', reader.id]);
  await refused(call(world, 'POST', '/incidents', { body: { title: 'x' }, token: reader.secret }), 403, 'accessDenied');
});
