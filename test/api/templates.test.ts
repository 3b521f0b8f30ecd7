import assert from 'node:assert/strict';
import { test } from 'node:test';
import { call, done, refused, tokenFor } from '../kit/api.ts';
import { startIncident } from '../kit/deeds.ts';
import { replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';

type Shown = { texts: Record<string, string>; fault: string | null };
type Kept = {
  parts: Record<string, string>;
  custom: boolean;
  sends: boolean;
  plan: string | null;
  changedBy: string | null;
};

const parts = (text: string) => ({ body: { parts: { text } } });

test('a template is made, shown, listed, changed in the version that was read, and taken away', async () => {
  await using world = await openWorld({ without: ['PUSH'] });
  await replicationSet(world);
  await responsePlan(world, 'p', []);
  const none = await call(world, 'GET', '/templates/SMS?plan=p');
  assert.deepEqual(
    [none.body['custom'], none.body['parts'], none.body['sends'], none.body['changedAt']],
    [false, {}, true, null],
  );
  const made = await done<Kept>(call(world, 'PUT', '/templates/SMS?plan=p', parts('{{incident.title}}')));
  assert.deepEqual([made.custom, made.plan, made.changedBy], [true, 'p', 'arn:aws:iam::123456789012:user/admin']);
  const old = { 'if-match': none.headers.get('etag')! };
  await refused(
    call(world, 'PUT', '/templates/SMS?plan=p', { ...parts('x'), headers: old }),
    412,
    'preconditionFailed',
  );
  const now = { 'if-match': (await call(world, 'GET', '/templates/SMS?plan=p')).headers.get('etag')! };
  await done(call(world, 'PUT', '/templates/SMS?plan=p', { ...parts('{{alarm.name}}'), headers: now }));
  await done(call(world, 'PUT', '/templates/CHAT', parts('x')));
  await done(call(world, 'PUT', '/templates/SMS', parts('x')));
  const first = await done<{ items: { channel: string; plan: string | null }[]; next: string }>(
    call(world, 'GET', '/templates?limit=2'),
  );
  const second = await done<typeof first>(call(world, 'GET', `/templates?limit=2&cursor=${first.next}`));
  assert.deepEqual(
    [...first.items, ...second.items].map(({ channel, plan }) => [channel, plan]),
    [
      ['CHAT', null],
      ['SMS', null],
      ['SMS', 'p'],
    ],
  );
  assert.equal(
    (await done<Kept>(call(world, 'GET', '/templates/PUSH'))).sends,
    false,
    'nothing of this kind leaves here',
  );
  await done(call(world, 'DELETE', '/templates/SMS?plan=p'), 204);
  await done(call(world, 'DELETE', '/templates/SMS?plan=p'), 204);
  assert.equal((await done<Kept>(call(world, 'GET', '/templates/SMS?plan=p'))).custom, false);
});

test('what could not be used is refused, each fault by its part; so is a plan or a kind that there is not', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const body = { parts: { subject: '{{incident.titel}}', html: '<p>no answer</p>', title: 'x' } };
  const problem = await refused(call(world, 'PUT', '/templates/EMAIL', { body }), 400, 'validation');
  const told = JSON.stringify(problem);
  assert.match(told, /subject: there is no placeholder .*the nearest one is \{\{incident\.title\}\}/);
  assert.match(told, /html: wanted .*nobody could answer/);
  assert.match(told, /title: messages of the kind EMAIL have subject, text, html/);
  for (const path of ['/templates/SMS?plan=nowhere', '/templates/EMAIL?plan=nowhere'])
    await refused(call(world, 'PUT', path, parts('x {{code}}')), 404, 'notFound');
  await refused(call(world, 'GET', '/templates/FAX'), 400, 'validation');
  await refused(
    call(world, 'POST', '/templates/preview', { body: { channel: 'SMS', plan: 'nowhere' } }),
    404,
    'notFound',
  );
  const incidentId = '01900000-0000-7000-8000-000000000009';
  await refused(call(world, 'POST', '/templates/preview', { body: { channel: 'SMS', incidentId } }), 404, 'notFound');
});

test('a preview shows what would leave: built in, stored or being written; of an example or an incident; and keeps nothing', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'p', []);
  const show = (body: object) => done<Shown>(call(world, 'POST', '/templates/preview', { body }));
  const builtIn = await show({ channel: 'EMAIL' });
  assert.equal(builtIn.texts['subject'], 'Severity 2: Payment API latency');
  assert.match(builtIn.texts['text']!, /Accept code: 123456/);
  assert.match(builtIn.texts['html']!, /ack\/example/);
  assert.match((await show({ channel: 'SMS' })).texts['text']!, /Code 123456 https:\/\/muster\.example\/ack\/example$/);
  assert.match((await show({ channel: 'VOICE' })).texts['text']!, /The accept code is 123456\.$/);
  await done(call(world, 'PUT', '/templates/SMS', parts('for all {{plan.name}}')));
  assert.match((await show({ channel: 'SMS', plan: 'p' })).texts['text']!, /^for all p Code/);
  const written = { channel: 'CHAT', parts: { text: '{{event.detail.alarmName}} {{incident.title}}' } };
  assert.deepEqual(await show(written), { texts: { text: 'payments-p99 Payment API latency' }, fault: null });
  const incident = await startIncident(world, plan, { title: 'Bank <down>' });
  const of = { incidentId: incident.split('/').at(-1) };
  assert.deepEqual((await show({ ...written, ...of })).texts, { text: ' Bank <down>' });
  const html = { parts: { html: '<h1>{{incident.title}}</h1>{{code}}' } };
  assert.match((await show({ channel: 'EMAIL', ...html, ...of })).texts['html']!, /<h1>Bank &lt;down&gt;<\/h1>123456/);
  const empty = await show({ channel: 'SMS', parts: { text: '{{alarm.name}}' }, ...of });
  assert.match(empty.fault!, /nothing is left/);
  assert.match(empty.texts['text']!, /^Severity 2: Bank <down>/, 'the built-in text would go');
  assert.equal((await done<Kept>(call(world, 'GET', '/templates/CHAT'))).custom, false);
});

test('placeholders and parts can be asked for, and each placeholder’s example is shown in a preview', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const { placeholders, parts: all } = await done<{
    placeholders: { name: string; example: string }[];
    parts: { channel: string; name: string }[];
  }>(call(world, 'GET', '/template-words'));
  assert.ok(all.some(({ channel, name }) => channel === 'EMAIL' && name === 'html'));
  const text = placeholders.map(({ name }) => `{{${name}}}`).join('\n');
  const { texts } = await done<Shown>(
    call(world, 'POST', '/templates/preview', { body: { channel: 'CHAT', parts: { text } } }),
  );
  assert.equal(texts['text']!.split('\n').length, placeholders.length);
  assert.doesNotMatch(texts['text']!, /\{\{|^$/m);
});

test('a token that reads previews and sets nothing; another account has templates of its own', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const { secret } = await tokenFor(world, 'reader', { scopes: ['read'] });
  await done(call(world, 'POST', '/templates/preview', { token: secret, body: { channel: 'SMS' } }));
  await refused(call(world, 'PUT', '/templates/SMS', { token: secret, ...parts('x') }), 403, 'accessDenied');
  await done(call(world, 'PUT', '/templates/SMS', parts('x')));
  const other = { id: 'AKIAOTHEROTHEROTHER1', secret: 'another-secret-for-tests' };
  await world.db.tx((tx) =>
    world.house.rooms.accessKeys.create(tx, world.now(), {
      ...other,
      account: '210987654321',
      principal: 'arn:aws:iam::210987654321:user/admin',
    }),
  );
  const theirs = await done<Kept>(call(world, 'GET', '/templates/SMS', { key: other }));
  assert.equal(theirs.custom, false);
});
