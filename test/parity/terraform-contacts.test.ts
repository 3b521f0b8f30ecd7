import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { replicationSet } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

/** What Terraform's provider calls for contacts, channels and plans, in its order and with its empties (aws-behaviour.md 6). */

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

async function ask(name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { status, body, text } = await call(world, ssmContacts, name, input);
  assert.equal(status, 200, `${name}: ${text}`);
  return body;
}

async function isGone(name: string, input: Record<string, unknown>): Promise<void> {
  const { code } = await call(world, ssmContacts, name, input);
  assert.equal(code, 'ResourceNotFoundException', `${name} drops it from the state`);
}

/** `aws_ssmcontacts_contact`: created, and read at once. */
async function contact(Alias: string, Type: string, Tags: object[]): Promise<string> {
  const create = { Alias, Type, DisplayName: '', Plan: { Stages: [] }, Tags, IdempotencyToken: `terraform-${Alias}` };
  const ContactId = String((await ask('CreateContact', create))['ContactArn']);
  assert.deepEqual(await ask('GetContact', { ContactId }), {
    ContactArn: ContactId,
    Alias,
    Type,
    Plan: { Stages: [] },
  });
  assert.deepEqual(await ask('ListTagsForResource', { ResourceARN: ContactId }), { Tags });
  return ContactId;
}

test('a contact, its channel and its plan are made, read back equal, changed in place and destroyed', async () => {
  const tags = [
    { Key: 'managed', Value: 'terraform' },
    { Key: 'team', Value: 'a' },
  ];
  const ContactId = await contact('tf-ana', 'PERSONAL', tags);
  const address = { SimpleAddress: 'Tf.Ana@Example.com' };
  const channel = { ContactId, Name: 'mail', Type: 'EMAIL', DeliveryAddress: address, DeferActivation: true };
  const create = { ...channel, IdempotencyToken: 'terraform-channel' };
  const ContactChannelId = String((await ask('CreateContactChannel', create))['ContactChannelArn']);
  const read = {
    ContactArn: ContactId,
    ContactChannelArn: ContactChannelId,
    Name: 'mail',
    Type: 'EMAIL',
    DeliveryAddress: address,
    ActivationStatus: 'NOT_ACTIVATED',
  };
  assert.deepEqual(await ask('GetContactChannel', { ContactChannelId }), read);
  const Stages = [
    {
      DurationInMinutes: 1,
      Targets: [{ ChannelTargetInfo: { ContactChannelId, RetryIntervalInMinutes: 0 } }],
    },
    { DurationInMinutes: 5, Targets: [] },
  ];
  await ask('UpdateContact', { ContactId, Plan: { Stages } });
  assert.deepEqual((await ask('GetContact', { ContactId }))['Plan'], { Stages });

  await ask('UpdateContact', { ContactId, DisplayName: 'Ana' });
  await ask('UntagResource', { ResourceARN: ContactId, TagKeys: ['team'] });
  await ask('TagResource', { ResourceARN: ContactId, Tags: [{ Key: 'managed', Value: 'still' }] });
  const changed = await ask('GetContact', { ContactId });
  assert.deepEqual([changed['DisplayName'], changed['Plan']], ['Ana', { Stages }]);
  assert.deepEqual(await ask('ListTagsForResource', { ResourceARN: ContactId }), {
    Tags: [{ Key: 'managed', Value: 'still' }],
  });
  await ask('UpdateContactChannel', { ContactChannelId, Name: 'pager', DeliveryAddress: address });
  assert.deepEqual(await ask('GetContactChannel', { ContactChannelId }), { ...read, Name: 'pager' });
  await world.runDue();

  await ask('UpdateContact', { ContactId, Plan: { Stages: [] } });
  await ask('DeleteContactChannel', { ContactChannelId });
  await isGone('GetContactChannel', { ContactChannelId });
  await ask('DeleteContact', { ContactId });
  await isGone('GetContact', { ContactId });
  await isGone('ListTagsForResource', { ResourceARN: ContactId });
  await isGone('DeleteContact', { ContactId });
});

test('an escalation plan is destroyed before its people: its stages first, then it, then they', async () => {
  const person = await contact('tf-bo', 'PERSONAL', []);
  const plan = await contact('tf-tiers', 'ESCALATION', []);
  const Stages = [
    { DurationInMinutes: 0, Targets: [{ ContactTargetInfo: { IsEssential: false, ContactId: person } }] },
    { DurationInMinutes: 3, Targets: [{ ContactTargetInfo: { IsEssential: true, ContactId: person } }] },
  ];
  await ask('UpdateContact', { ContactId: plan, Plan: { Stages } });
  assert.deepEqual((await ask('GetContact', { ContactId: plan }))['Plan'], { Stages });
  const { code } = await call(world, ssmContacts, 'DeleteContact', { ContactId: person });
  assert.equal(code, 'ConflictException');
  await ask('UpdateContact', { ContactId: plan, Plan: { Stages: [] } });
  await ask('DeleteContact', { ContactId: person });
  await ask('DeleteContact', { ContactId: plan });
  for (const ContactId of [person, plan]) await isGone('GetContact', { ContactId });
});
