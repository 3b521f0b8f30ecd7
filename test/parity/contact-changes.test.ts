import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ActivateContactChannelCommand,
  ConflictException,
  CreateContactChannelCommand,
  CreateContactCommand,
  DeactivateContactChannelCommand,
  DeleteContactChannelCommand,
  DeleteContactCommand,
  GetContactChannelCommand,
  GetContactCommand,
  ListContactChannelsCommand,
  ListContactsCommand,
  paginateListContactChannels,
  paginateListContacts,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  UpdateContactChannelCommand,
  UpdateContactCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { escalation, type Person, person, replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

/** Contacts and channels after they were made: listed, changed, switched off, deleted. */

const arnOf = (resource: string) => `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:${resource}`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let world: World;
let serial = 0;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const fresh = (): Promise<Person> => person(world, `person-${++serial}`);
const channelOf = async (ContactChannelId: string) =>
  world.aws.contacts.send(new GetContactChannelCommand({ ContactChannelId }));
const isGone = (command: object) =>
  assert.rejects(world.aws.contacts.send(command as never), ResourceNotFoundException);

async function addChannel(ContactId: string, address: string): Promise<string> {
  const channel = { Name: 'more', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: address } } as const;
  const create = new CreateContactChannelCommand({ ContactId, ...channel, DeferActivation: true });
  return (await world.aws.contacts.send(create)).ContactChannelArn!;
}

async function codesTo(address: string): Promise<string[]> {
  await world.runDue();
  return world.mail.take(address).map(({ text }) => /code:? (\d{6})\b/i.exec(text)![1]!);
}

test('contacts are listed by alias with all their members, by prefix and type, in their region', async () => {
  await using other = await openWorld();
  await replicationSet(other);
  const make = (Alias: string, Type: 'PERSONAL' | 'ESCALATION', DisplayName?: string) =>
    other.aws.contacts.send(
      new CreateContactCommand({ Alias, Type, Plan: { Stages: [] }, ...(DisplayName ? { DisplayName } : {}) }),
    );
  await make('ops_2', 'PERSONAL', 'Łódź Team');
  await make('ops-1', 'ESCALATION');
  await make('dev', 'PERSONAL');
  await make('opsworks', 'PERSONAL');
  const aliases = async (input = {}) =>
    (await other.aws.contacts.send(new ListContactsCommand(input))).Contacts!.map(({ Alias }) => Alias);
  assert.deepEqual(await aliases(), ['dev', 'ops-1', 'ops_2', 'opsworks']);
  assert.deepEqual(await aliases({ AliasPrefix: 'ops' }), ['ops-1', 'ops_2', 'opsworks']);
  assert.deepEqual(await aliases({ AliasPrefix: 'ops_' }), ['ops_2'], 'an underscore is one, and no wildcard');
  assert.deepEqual(await aliases({ Type: 'PERSONAL' }), ['dev', 'ops_2', 'opsworks']);
  assert.deepEqual(await aliases({ AliasPrefix: 'ops', Type: 'ESCALATION' }), ['ops-1']);
  assert.deepEqual(await aliases({ Type: 'ONCALL_SCHEDULE' }), []);
  assert.deepEqual(await aliases({ AliasPrefix: 'nothing' }), []);
  const { Contacts } = await other.aws.contacts.send(new ListContactsCommand({ AliasPrefix: 'ops_2' }));
  const ContactArn = arnOf('contact/ops_2');
  assert.deepEqual(Contacts, [{ ContactArn, Alias: 'ops_2', Type: 'PERSONAL', DisplayName: 'Łódź Team' }]);
  const { Contacts: plain } = await other.aws.contacts.send(new ListContactsCommand({ AliasPrefix: 'dev' }));
  assert.equal('DisplayName' in plain![0]!, false);
  const elsewhere = await call(other, ssmContacts, 'ListContacts', {}, { region: 'eu-central-1' });
  assert.deepEqual(elsewhere.body, { Contacts: [] });

  const pages: (string | undefined)[][] = [];
  for await (const page of paginateListContacts({ client: other.aws.contacts, pageSize: 1 }, { AliasPrefix: 'ops' })) {
    pages.push(page.Contacts!.map(({ Alias }) => Alias));
  }
  assert.deepEqual(pages, [['ops-1'], ['ops_2'], ['opsworks']]);
});

test('a person’s channels are listed in the order in which they were made', async () => {
  const { arn, channelArn, address } = await fresh();
  await world.advance({ seconds: 1 });
  const second = await addChannel(arn, `second.${address}`);
  const { ContactChannels } = await world.aws.contacts.send(new ListContactChannelsCommand({ ContactId: arn }));
  const want = { ContactArn: arn, Type: 'EMAIL' };
  assert.deepEqual(ContactChannels, [
    {
      ...want,
      ContactChannelArn: channelArn,
      Name: 'mail',
      DeliveryAddress: { SimpleAddress: address },
      ActivationStatus: 'ACTIVATED',
    },
    {
      ...want,
      ContactChannelArn: second,
      Name: 'more',
      DeliveryAddress: { SimpleAddress: `second.${address}` },
      ActivationStatus: 'NOT_ACTIVATED',
    },
  ]);
  const pages: number[] = [];
  const client = world.aws.contacts;
  for await (const page of paginateListContactChannels({ client, pageSize: 1 }, { ContactId: arn })) {
    pages.push(page.ContactChannels!.length);
  }
  assert.deepEqual(pages, [1, 1]);
  const plan = await escalation(world, 'no-channels', [{ minutes: 5, people: [] }]);
  const none = await world.aws.contacts.send(new ListContactChannelsCommand({ ContactId: plan }));
  assert.deepEqual(none.ContactChannels, []);
});

test('a changed address is not activated, and gets a code; the old code and address are void', async () => {
  const { channelArn: ContactChannelId, address } = await fresh();
  const moved = `moved.${address}`;
  await world.aws.contacts.send(
    new UpdateContactChannelCommand({ ContactChannelId, Name: 'new mail', DeliveryAddress: { SimpleAddress: moved } }),
  );
  const { $metadata: _, ...read } = await channelOf(ContactChannelId);
  assert.deepEqual(
    [read.Name, read.DeliveryAddress, read.ActivationStatus],
    ['new mail', { SimpleAddress: moved }, 'NOT_ACTIVATED'],
  );
  assert.deepEqual(await codesTo(address), []);
  const [code] = await codesTo(moved);
  await world.aws.contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode: code }));
  assert.equal((await channelOf(ContactChannelId)).ActivationStatus, 'ACTIVATED');
});

test('a code on its way to the old address is not sent to the new one, and activates nothing', async () => {
  const { arn, address } = await fresh();
  const ContactChannelId = await addChannel(arn, `a.${address}`);
  const put = (SimpleAddress: string) =>
    world.aws.contacts.send(new UpdateContactChannelCommand({ ContactChannelId, DeliveryAddress: { SimpleAddress } }));
  await put(`b.${address}`);
  const [first] = await codesTo(`b.${address}`);
  await put(`c.${address}`);
  const [second] = await codesTo(`c.${address}`);
  assert.ok(first && second);
  const activate = (ActivationCode: string) =>
    world.aws.contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode }));
  if (first !== second) await assert.rejects(activate(first), ValidationException);
  await activate(second);
  await put(`d.${address}`);
  await put(`e.${address}`);
  assert.deepEqual(await codesTo(`d.${address}`), [], 'only the address that holds is written to');
  assert.equal((await codesTo(`e.${address}`)).length, 1);
});

test('a name alone, or the same address again, keeps a channel active and sends nothing', async () => {
  const { channelArn: ContactChannelId, address } = await fresh();
  const { contacts } = world.aws;
  await contacts.send(new UpdateContactChannelCommand({ ContactChannelId, Name: 'renamed' }));
  await contacts.send(
    new UpdateContactChannelCommand({ ContactChannelId, DeliveryAddress: { SimpleAddress: address } }),
  );
  await contacts.send(new UpdateContactChannelCommand({ ContactChannelId }));
  const { Name, ActivationStatus } = await channelOf(ContactChannelId);
  assert.deepEqual([Name, ActivationStatus], ['renamed', 'ACTIVATED']);
  assert.deepEqual(await codesTo(address), []);
});

test('an address that another channel of the contact has, or that cannot be reached, is refused and changes nothing', async () => {
  const { arn, channelArn: ContactChannelId, address } = await fresh();
  await addChannel(arn, `taken.${address}`);
  const put = (DeliveryAddress: object) =>
    world.aws.contacts.send(new UpdateContactChannelCommand({ ContactChannelId, Name: 'never', DeliveryAddress }));
  await assert.rejects(put({ SimpleAddress: `taken.${address}` }), (error) => {
    assert.ok(error instanceof ConflictException);
    assert.deepEqual([error.ResourceType, error.ResourceId], ['CONTACT_CHANNEL', arn]);
    return true;
  });
  for (const SimpleAddress of ['nobody', 'a@b@c', `x@example.com\r\nBcc: eve@example.com`]) {
    await assert.rejects(put({ SimpleAddress }), (error) => {
      assert.ok(error instanceof ValidationException, String(error));
      assert.equal(error.Fields?.[0]?.Name, 'DeliveryAddress');
      return true;
    });
  }
  await assert.rejects(put({}), ValidationException);
  const read = await channelOf(ContactChannelId);
  assert.deepEqual(
    [read.Name, read.DeliveryAddress?.SimpleAddress, read.ActivationStatus],
    ['mail', address, 'ACTIVATED'],
  );
  const { address: another } = await fresh();
  await put({ SimpleAddress: another });
  assert.equal((await codesTo(another)).length, 1, 'another person’s address is free');
});

test('an address is changed as often as codes may be sent in an hour', async () => {
  const { arn, address } = await fresh();
  const ContactChannelId = await addChannel(arn, `0.${address}`);
  const put = (number: number) =>
    world.aws.contacts.send(
      new UpdateContactChannelCommand({
        ContactChannelId,
        DeliveryAddress: { SimpleAddress: `${number}.${address}` },
      }),
    );
  for (let number = 1; number <= 10; number += 1) await put(number);
  await assert.rejects(put(11), ServiceQuotaExceededException);
  assert.equal((await channelOf(ContactChannelId)).DeliveryAddress?.SimpleAddress, `10.${address}`);
  assert.equal((await codesTo(`10.${address}`)).length, 1);
});

test('a deactivated channel is activated anew by a new code only', async () => {
  const { channelArn: ContactChannelId, address } = await fresh();
  const { contacts } = world.aws;
  await contacts.send(new DeactivateContactChannelCommand({ ContactChannelId }));
  await contacts.send(new DeactivateContactChannelCommand({ ContactChannelId }));
  assert.equal((await channelOf(ContactChannelId)).ActivationStatus, 'NOT_ACTIVATED');
  await assert.rejects(
    contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode: '123456' })),
    ValidationException,
  );
  const answer = await call(world, ssmContacts, 'SendActivationCode', { ContactChannelId });
  assert.equal(answer.status, 200);
  const [ActivationCode] = await codesTo(address);
  await contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode }));
  assert.equal((await channelOf(ContactChannelId)).ActivationStatus, 'ACTIVATED');
});

test('a deleted channel is gone, its stage stays, and its address is free again', async () => {
  const { arn, channelArn: ContactChannelId, address } = await fresh();
  const { contacts } = world.aws;
  const before = (await contacts.send(new GetContactCommand({ ContactId: arn }))).Plan;
  await contacts.send(new DeleteContactChannelCommand({ ContactChannelId }));
  await isGone(new GetContactChannelCommand({ ContactChannelId }));
  await isGone(new DeleteContactChannelCommand({ ContactChannelId }));
  assert.deepEqual((await contacts.send(new GetContactCommand({ ContactId: arn }))).Plan, before);
  const { ContactChannels } = await contacts.send(new ListContactChannelsCommand({ ContactId: arn }));
  assert.deepEqual(ContactChannels, []);
  await addChannel(arn, address);
});

test('a contact that an escalation plan engages is not deleted, and the plans are named', async () => {
  const { contacts } = world.aws;
  const one = await fresh();
  const plans = [
    await escalation(world, `uses-${one.alias}-a`, [
      { minutes: 5, people: [] },
      { minutes: 1, people: [one] },
    ]),
    await escalation(world, `uses-${one.alias}-b`, [{ minutes: 5, people: [one], essential: false }]),
  ];
  await assert.rejects(contacts.send(new DeleteContactCommand({ ContactId: one.arn })), (error) => {
    assert.ok(error instanceof ConflictException, String(error));
    assert.deepEqual([error.ResourceType, error.ResourceId], ['CONTACT', one.arn]);
    assert.deepEqual(error.DependentEntities, [{ RelationType: 'ESCALATION_PLAN', DependentResourceIds: plans }]);
    assert.equal(error.$metadata.httpStatusCode, 400);
    return true;
  });
  assert.equal((await contacts.send(new GetContactCommand({ ContactId: one.arn }))).Alias, one.alias);
  await contacts.send(new UpdateContactCommand({ ContactId: plans[0], Plan: { Stages: [] } }));
  await contacts.send(new DeleteContactCommand({ ContactId: plans[1] }));
  await contacts.send(new DeleteContactCommand({ ContactId: one.arn }));
  await isGone(new GetContactCommand({ ContactId: one.arn }));
  await isGone(new GetContactChannelCommand({ ContactChannelId: one.channelArn }));
  await isGone(new DeleteContactCommand({ ContactId: one.arn }));
  await contacts.send(new CreateContactCommand({ Alias: one.alias, Type: 'PERSONAL', Plan: { Stages: [] } }));
  const { ContactChannels } = await contacts.send(new ListContactChannelsCommand({ ContactId: one.arn }));
  assert.deepEqual(ContactChannels, [], 'a new contact of the name begins with nothing');
});

test('what is not there is not found, with id and type', async () => {
  const contact = arnOf('contact/none');
  const { channelArn } = await fresh();
  const channel = arnOf(`contact-channel/ana/${UNKNOWN}`);
  const misnamed = channelArn.replace(/contact-channel\/[^/]+/, 'contact-channel/somebody');
  const rows: [name: string, input: Record<string, unknown>, type: string, id: string][] = [
    ['DeleteContact', { ContactId: contact }, 'CONTACT', contact],
    ['ListContactChannels', { ContactId: contact }, 'CONTACT', contact],
    ['ListPagesByContact', { ContactId: contact }, 'CONTACT', contact],
    ...[channel, misnamed].flatMap((ContactChannelId): [string, Record<string, unknown>, string, string][] => [
      ['UpdateContactChannel', { ContactChannelId, Name: 'x' }, 'CONTACT_CHANNEL', ContactChannelId],
      ['DeactivateContactChannel', { ContactChannelId }, 'CONTACT_CHANNEL', ContactChannelId],
      ['DeleteContactChannel', { ContactChannelId }, 'CONTACT_CHANNEL', ContactChannelId],
    ]),
  ];
  const faults: string[] = [];
  for (const [name, input, type, id] of rows) {
    const { body, code, status } = await call(world, ssmContacts, name, input);
    if (
      status !== 400 ||
      code !== 'ResourceNotFoundException' ||
      body['ResourceType'] !== type ||
      body['ResourceId'] !== id
    )
      faults.push(`${name}: ${status} ${JSON.stringify(body)}`);
  }
  assert.deepEqual(faults, []);
  assert.equal((await channelOf(channelArn)).ActivationStatus, 'ACTIVATED');
});
