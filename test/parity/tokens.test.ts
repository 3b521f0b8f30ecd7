import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { incidentsOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { inputs, type Seed, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';
import { type Answer, call, signerOf } from './kit/wire.ts';

/** Idempotency tokens: the same request again is the same answer and happens once; another one is refused. */

let world: World;
let seeded: Seed;
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
});
after(async () => {
  await settle();
  await world[Symbol.asyncDispose]();
});

/** Another request than the seed's, of the operation that has the token. */
const other: Record<string, object> = {
  'ssm-incidents CreateReplicationSet': { regions: { 'eu-west-1': {} } },
  'ssm-incidents CreateResponsePlan': { displayName: 'Other' },
  'ssm-incidents StartIncident': { title: 'Other' },
  'ssm-incidents UpdateIncidentRecord': { title: 'Other' },
  'ssm-incidents UpdateReplicationSet': { actions: [{ addRegionAction: { regionName: 'eu-west-1' } }] },
  'ssm-incidents UpdateDeletionProtection': { deletionProtected: false },
  'ssm-incidents UpdateResponsePlan': { displayName: 'Other' },
  'ssm-incidents UpdateRelatedItems': {
    relatedItemsUpdate: { itemToRemove: { type: 'OTHER', value: { url: 'https://example.com/b' } } },
  },
  'ssm-incidents UpdateTimelineEvent': { eventData: '"other"' },
  'ssm-incidents CreateTimelineEvent': { eventData: '"other"' },
  'ssm-contacts CreateContact': { DisplayName: 'Other' },
  'ssm-contacts CreateContactChannel': { Name: 'other' },
  'ssm-contacts StartEngagement': { Subject: 'Other' },
  'ssm-contacts CreateRotation': { Name: 'Other' },
  'ssm-contacts CreateRotationOverride': { NewContactIds: [] },
  'ssm StartAutomationExecution': { Mode: 'Interactive' },
};
const tokened = operations.filter(({ operation }) => operation.idempotencyToken !== undefined);

const ask = (title: string, input: object, options = {}): Promise<Answer> => {
  const { service, operation } = operations.find((each) => each.title === title)!;
  return call(world, service, operation.name, input as Record<string, unknown>, options);
};
/** Systems Manager has names of its own, and takes UUIDs only. */
const isSsm = (title: string) => title.startsWith('ssm ');
const tokenFor = (title: string, name: string) =>
  isSsm(title) ? '3f1c0b7e-5a5f-4a9d-9f3f-0f6d1f1c2b3a' : `token-${name}`;
async function settle(): Promise<void> {
  await world.runDue();
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
}

test('the walk is of every operation with a token', () => {
  assert.deepEqual(tokened.map(({ title }) => title).sort(), Object.keys(other).sort());
});

for (const { title, operation } of tokened.filter(({ title }) => !/CreateReplicationSet/.test(title))) {
  test(`${title}: a token repeated has the first answer, and refuses another request`, async () => {
    const input = { ...inputs(seeded)[title], [operation.idempotencyToken!]: tokenFor(title, operation.name) };
    const first = await ask(title, input);
    assert.ok(first.status < 300, first.text);
    await world.advance({ minutes: 1 });
    const again = await ask(title, input);
    assert.deepEqual([again.status, again.text], [first.status, first.text]);
    const refused = await ask(title, { ...input, ...other[title] });
    assert.equal(refused.code, isSsm(title) ? 'IdempotentParameterMismatch' : 'ConflictException', refused.text);
    assert.equal(refused.status, title.startsWith('ssm-incidents') ? 409 : 400);
    if (title.startsWith('ssm-contacts')) {
      assert.ok(refused.body['ResourceId'] && refused.body['ResourceType'], `the model requires both: ${refused.text}`);
    }
    await settle();
  });
}

test('a repeated start is one incident; without a token, or an empty one, each is its own', async () => {
  const count = async () => (await incidentsOf(world)).length;
  const input = { responsePlanArn: seeded.planArn };
  const before = await count();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => ask('ssm-incidents StartIncident', { ...input, clientToken: 'together' })),
  );
  assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
  assert.equal(await count(), before + 1);
  await ask('ssm-incidents StartIncident', input);
  await ask('ssm-incidents StartIncident', input);
  await ask('ssm-incidents StartIncident', { ...input, clientToken: '' });
  await ask('ssm-incidents StartIncident', { ...input, clientToken: '' });
  assert.equal(await count(), before + 5);
  await settle();
});

test('a refused request leaves its token free', async () => {
  const bad = { responsePlanArn: `${seeded.planArn}-none`, clientToken: 'later' };
  assert.equal((await ask('ssm-incidents StartIncident', bad)).code, 'ResourceNotFoundException');
  assert.equal((await ask('ssm-incidents StartIncident', { ...bad, responsePlanArn: seeded.planArn })).status, 200);
  await settle();
});

test('a token is of one operation, one account and one region, and lives a day', async () => {
  const clientToken = 'shared';
  const start = { responsePlanArn: seeded.planArn, clientToken };
  assert.equal((await ask('ssm-incidents StartIncident', start)).status, 200);
  assert.equal(
    (await ask('ssm-incidents UpdateIncidentRecord', { arn: seeded.incidentArn, title: 'Shared', clientToken })).status,
    204,
  );
  const signer = await signerOf(await world.addKey('210987654321'));
  assert.equal(
    (await ask('ssm-incidents CreateReplicationSet', { regions: { 'us-east-1': {} }, clientToken }, { signer })).status,
    201,
  );
  const contact = { Alias: 'regional', Type: 'PERSONAL', Plan: { Stages: [] }, IdempotencyToken: clientToken };
  const [here, there] = [
    await ask('ssm-contacts CreateContact', contact),
    await ask('ssm-contacts CreateContact', contact, { region: 'eu-central-1' }),
  ];
  assert.match(String(here.body['ContactArn']), /:us-east-1:/);
  assert.match(String(there.body['ContactArn']), /:eu-central-1:/, 'another region is another request');
  await settle();
  await world.advance({ hours: 24, seconds: 1 });
  await settle();
  assert.equal((await ask('ssm-incidents StartIncident', { ...start, title: 'A day later' })).status, 200);
  await settle();
});

test('members in another order are the same request', async () => {
  const plan = {
    name: 'ordered',
    incidentTemplate: { title: 'T', impact: 3 },
    tags: { a: '1', b: '2' },
    clientToken: 'ordered',
  };
  const first = await ask('ssm-incidents CreateResponsePlan', plan);
  const again = await ask('ssm-incidents CreateResponsePlan', {
    clientToken: 'ordered',
    tags: { b: '2', a: '1' },
    incidentTemplate: { impact: 3, title: 'T' },
    name: 'ordered',
  });
  assert.deepEqual([again.status, again.text], [first.status, first.text]);
});
