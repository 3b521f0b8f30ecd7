import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ConflictException,
  CreateContactCommand,
  DeleteContactCommand,
  DeleteRotationCommand,
  DescribeEngagementCommand,
  GetContactCommand,
  ListContactsCommand,
  ListEngagementsCommand,
  type Plan,
  paginateListContacts,
  paginateListPageResolutions,
  ResourceNotFoundException,
  StartEngagementCommand,
  StopEngagementCommand,
  UpdateContactCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { answersIn, escalation, type Person, person, replicationSet, rotation, schedule } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

/** Contacts of the type ONCALL_SCHEDULE, and what names them. */

const arnOf = (resource: string) => `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:${resource}`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let world: World;
let ana: Person;
let bo: Person;
let primary: string;
let secondary: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  ana = await person(world, 'ana');
  bo = await person(world, 'bo');
  primary = await rotation(world, 'Primary', [ana, bo]);
  secondary = await rotation(world, 'Secondary', [bo]);
});
after(() => world[Symbol.asyncDispose]());

const planOf = async (ContactId: string) =>
  (await world.aws.contacts.send(new GetContactCommand({ ContactId }))).Plan as Plan;
const setPlan = (ContactId: string, Plan: Plan) =>
  world.aws.contacts.send(new UpdateContactCommand({ ContactId, Plan }));
const invalid = (name: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ValidationException, `${name}: ${error}`);
  assert.match(error.message, message, name);
  assert.equal(error.Reason, 'FIELD_VALIDATION_FAILED', name);
  assert.match(error.Fields![0]!.Name!, /^Plan/, name);
  return true;
};

test('a schedule reads back with its rotations in their order, and is listed by its type', async () => {
  const { contacts } = world.aws;
  const RotationIds = [secondary, primary];
  const { ContactArn } = await contacts.send(
    new CreateContactCommand({
      Alias: 'full',
      DisplayName: 'Payments on call',
      Type: 'ONCALL_SCHEDULE',
      Plan: { RotationIds },
      Tags: [{ Key: 'team', Value: 'a' }],
    }),
  );
  assert.equal(ContactArn, arnOf('contact/full'));
  const { $metadata: _, ...read } = await contacts.send(new GetContactCommand({ ContactId: ContactArn }));
  const summary = { ContactArn, Alias: 'full', DisplayName: 'Payments on call', Type: 'ONCALL_SCHEDULE' };
  assert.deepEqual(read, { ...summary, Plan: { RotationIds } });
  await schedule(world, 'full-2', [primary]);
  const { Contacts } = await contacts.send(new ListContactsCommand({ Type: 'ONCALL_SCHEDULE', AliasPrefix: 'full' }));
  assert.deepEqual(Contacts![0], summary);
  const found: (string | undefined)[] = [];
  const filter = { Type: 'ONCALL_SCHEDULE' as const, AliasPrefix: 'full' };
  for await (const page of paginateListContacts({ client: contacts, pageSize: 1 }, filter)) {
    assert.equal(page.Contacts!.length, 1);
    found.push(page.Contacts![0]!.Alias);
  }
  assert.deepEqual(found, ['full', 'full-2']);
});

test('an update replaces the plan where one is given; a name alone leaves it', async () => {
  const { arn } = await schedule(world, 'changing', [primary]);
  await world.aws.contacts.send(new UpdateContactCommand({ ContactId: arn, DisplayName: 'Changing' }));
  assert.deepEqual(await planOf(arn), { RotationIds: [primary] });
  await setPlan(arn, { RotationIds: [secondary, primary], Stages: [] });
  assert.deepEqual(await planOf(arn), { RotationIds: [secondary, primary] });
  await setPlan(arn, { Stages: [] });
  assert.deepEqual(await planOf(arn), { Stages: [] });
});

test('Terraform’s plan of no stages is taken for every type, and reads back as it was sent', async () => {
  for (const Type of ['PERSONAL', 'ESCALATION', 'ONCALL_SCHEDULE'] as const) {
    const create = { Alias: `tf-${Type.toLowerCase()}`, DisplayName: '', Type, Plan: { Stages: [] }, Tags: [] };
    const { status, body, text } = await call(world, ssmContacts, 'CreateContact', create);
    assert.equal(status, 200, text);
    const { body: read } = await call(world, ssmContacts, 'GetContact', { ContactId: body['ContactArn'] });
    assert.deepEqual([read['Type'], read['Plan']], [Type, { Stages: [] }]);
  }
});

test('plans that cannot work are refused, naming the place; nothing is stored', async () => {
  const wait = [{ DurationInMinutes: 5, Targets: [] }];
  const rota = await schedule(world, 'named', [primary]);
  const target = { ContactTargetInfo: { ContactId: rota.arn, IsEssential: true } };
  const elsewhere = primary.replace(`:${REGION}:`, ':eu-central-1:');
  const rows: [name: string, type: string, plan: Plan, message: RegExp][] = [
    ['stages on a schedule', 'ONCALL_SCHEDULE', { Stages: wait, RotationIds: [primary] }, /has no stages/],
    ['rotations of a person', 'PERSONAL', { RotationIds: [primary] }, /rotations are for ONCALL_SCHEDULE/],
    ['rotations of a plan', 'ESCALATION', { Stages: wait, RotationIds: [primary] }, /for ONCALL_SCHEDULE/],
    [
      'a schedule in a person’s plan',
      'PERSONAL',
      { Stages: [{ DurationInMinutes: 1, Targets: [target] }] },
      /Stages\[0\]/,
    ],
    ['one that is not there', 'ONCALL_SCHEDULE', { RotationIds: [arnOf(`rotation/${UNKNOWN}`)] }, /does not exist/],
    ['the second not there', 'ONCALL_SCHEDULE', { RotationIds: [primary, arnOf(`rotation/${UNKNOWN}`)] }, /\[1\]/],
    ['the same twice', 'ONCALL_SCHEDULE', { RotationIds: [primary, primary] }, /named twice/],
    [
      'another account’s',
      'ONCALL_SCHEDULE',
      { RotationIds: [primary.replace(ACCOUNT, '210987654321')] },
      /another account/,
    ],
    ['another Region’s', 'ONCALL_SCHEDULE', { RotationIds: [elsewhere] }, /another Region/],
    ['a contact as a rotation', 'ONCALL_SCHEDULE', { RotationIds: [ana.arn] }, /wanted a rotation ARN/],
  ];
  for (const [name, Type, plan, message] of rows) {
    const create = { Alias: 'never', Type: Type as 'PERSONAL', Plan: plan };
    await assert.rejects(world.aws.contacts.send(new CreateContactCommand(create)), invalid(name, message));
  }
  const never = new GetContactCommand({ ContactId: arnOf('contact/never') });
  await assert.rejects(world.aws.contacts.send(never), ResourceNotFoundException);
  await assert.rejects(setPlan(rota.arn, { Stages: wait }), invalid('an update', /has no stages/));
  await assert.rejects(setPlan(ana.arn, { RotationIds: [primary] }), invalid('an update', /for ONCALL_SCHEDULE/));
  assert.deepEqual(await planOf(rota.arn), { RotationIds: [primary] });
  const many = await call(world, ssmContacts, 'CreateContact', {
    Alias: 'never',
    Type: 'ONCALL_SCHEDULE',
    Plan: { RotationIds: Array.from({ length: 26 }, () => primary) },
  });
  assert.equal(many.code, 'ValidationException');
});

test('a rotation that is deleted is taken out of every schedule that names it', async () => {
  const gone = await rotation(world, 'Gone', [ana]);
  const both = await schedule(world, 'both', [gone, primary]);
  const only = await schedule(world, 'only', [gone]);
  await world.aws.contacts.send(new DeleteRotationCommand({ RotationId: gone }));
  assert.deepEqual(await planOf(both.arn), { RotationIds: [primary] });
  assert.deepEqual(await planOf(only.arn), { Stages: [] });
  await assert.rejects(
    world.aws.contacts.send(new DeleteRotationCommand({ RotationId: gone })),
    ResourceNotFoundException,
  );
});

test('a rotation deleted while a schedule takes it: refused, or taken out again', async () => {
  const rota = await schedule(world, 'racing', []);
  for (let round = 0; round < 8; round += 1) {
    const RotationId = await rotation(world, 'Racing', [ana]);
    const [set, removed] = await Promise.allSettled([
      setPlan(rota.arn, { RotationIds: [RotationId] }),
      world.aws.contacts.send(new DeleteRotationCommand({ RotationId })),
    ]);
    assert.equal(removed.status, 'fulfilled', String(removed));
    if (set.status === 'rejected') assert.match(String(set.reason), /does not exist/);
    assert.deepEqual(await planOf(rota.arn), { Stages: [] });
  }
});

test('a schedule that an escalation plan engages is not deleted; the refusal names the plan', async () => {
  const rota = await schedule(world, 'held', [primary]);
  const plan = await escalation(world, 'holding', [{ minutes: 5, people: [rota] }]);
  const remove = () => world.aws.contacts.send(new DeleteContactCommand({ ContactId: rota.arn }));
  await assert.rejects(remove(), (error) => {
    assert.ok(error instanceof ConflictException, String(error));
    assert.deepEqual(error.DependentEntities, [{ RelationType: 'ESCALATION_PLAN', DependentResourceIds: [plan] }]);
    return true;
  });
  await setPlan(plan, { Stages: [] });
  await remove();
  await assert.rejects(planOf(rota.arn), ResourceNotFoundException);
});

test('a schedule engaged by hand is listed and described by its own alias, and stopped with those on call', async () => {
  const { contacts } = world.aws;
  const rota = await schedule(world, 'by-hand', [primary]);
  const texts = { Sender: 'desk', Subject: 'Come', Content: 'Now' };
  const { EngagementArn } = await contacts.send(new StartEngagementCommand({ ContactId: rota.arn, ...texts }));
  assert.match(EngagementArn!, /:engagement\/by-hand\/[0-9a-f-]{36}$/);
  await world.runDue();
  const { pageArn: PageId } = answersIn(world.mail.take(ana.address)[0]!);
  const steps = [];
  for await (const page of paginateListPageResolutions({ client: contacts }, { PageId }))
    steps.push(...page.PageResolutions!);
  assert.deepEqual(steps, [
    { ContactArn: rota.arn, Type: 'ONCALL_SCHEDULE' },
    { ContactArn: ana.arn, Type: 'PERSONAL' },
  ]);
  const { Engagements } = await contacts.send(new ListEngagementsCommand({ MaxResults: 2 }));
  assert.deepEqual(Engagements!.map(({ ContactArn }) => ContactArn).sort(), [ana.arn, rota.arn]);
  await contacts.send(new StopEngagementCommand({ EngagementId: EngagementArn, Reason: 'not needed' }));
  const { StopTime } = await contacts.send(new DescribeEngagementCommand({ EngagementId: EngagementArn }));
  assert.deepEqual(StopTime, world.now());
  await world.advance({ hours: 1 });
});
