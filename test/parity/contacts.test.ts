import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ActivateContactChannelCommand,
  ConflictException,
  CreateContactChannelCommand,
  CreateContactCommand,
  GetContactChannelCommand,
  GetContactCommand,
  ResourceNotFoundException,
  SendActivationCodeCommand,
  ServiceQuotaExceededException,
  UpdateContactCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { escalation, type Person, person, replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

const arnOf = (resource: string) => `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:${resource}`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

let world: World;
let ana: Person;
let bo: Person;
let serial = 0;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  ana = await person(world, 'ana');
  bo = await person(world, 'bo');
});
after(() => world[Symbol.asyncDispose]());

/** A new person with a channel that is not active yet. */
async function fresh(DeferActivation = true): Promise<{ arn: string; channel: string; address: string }> {
  const Alias = `person-${++serial}`;
  const address = `${Alias}@example.com`;
  const { ContactArn } = await world.aws.contacts.send(
    new CreateContactCommand({ Alias, Type: 'PERSONAL', Plan: { Stages: [] } }),
  );
  const channel = {
    ContactId: ContactArn,
    Name: 'mail',
    Type: 'EMAIL',
    DeliveryAddress: { SimpleAddress: address },
    DeferActivation,
  } as const;
  const { ContactChannelArn } = await world.aws.contacts.send(new CreateContactChannelCommand(channel));
  return { arn: ContactArn!, channel: ContactChannelArn!, address };
}

async function codesTo(address: string): Promise<string[]> {
  await world.runDue();
  return world.mail.take(address).map(({ text }) => /code:? (\d{6,10})\b/i.exec(text)![1]!);
}

const activate = (ContactChannelId: string, ActivationCode: string) =>
  world.aws.contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode }));
const statusOf = async (ContactChannelId: string) =>
  (await world.aws.contacts.send(new GetContactChannelCommand({ ContactChannelId }))).ActivationStatus;

test('a contact with every member set reads back the same', async () => {
  const { contacts } = world.aws;
  const Plan = {
    Stages: [
      {
        DurationInMinutes: 5,
        Targets: [
          { ContactTargetInfo: { ContactId: ana.arn, IsEssential: true } },
          { ContactTargetInfo: { ContactId: bo.arn, IsEssential: false } },
        ],
      },
      { DurationInMinutes: 1, Targets: [] },
      { DurationInMinutes: 0, Targets: [{ ContactTargetInfo: { ContactId: bo.arn, IsEssential: true } }] },
    ],
  };
  const made = await contacts.send(
    new CreateContactCommand({
      Alias: 'full_plan-1',
      DisplayName: 'Łódź Team 1',
      Type: 'ESCALATION',
      Plan,
      Tags: [{ Key: 'team', Value: 'a' }],
    }),
  );
  assert.equal(made.ContactArn, arnOf('contact/full_plan-1'));
  const { $metadata: _, ...read } = await contacts.send(new GetContactCommand({ ContactId: made.ContactArn }));
  assert.deepEqual(read, {
    ContactArn: made.ContactArn,
    Alias: 'full_plan-1',
    DisplayName: 'Łódź Team 1',
    Type: 'ESCALATION',
    Plan,
  });
  await assert.rejects(
    contacts.send(new CreateContactCommand({ Alias: 'full_plan-1', Type: 'PERSONAL', Plan: { Stages: [] } })),
    (error) => {
      assert.ok(error instanceof ConflictException);
      assert.deepEqual(
        [error.ResourceId, error.ResourceType, error.$metadata.httpStatusCode],
        [made.ContactArn, 'CONTACT', 400],
      );
      return true;
    },
  );
});

test('an update replaces what is given and keeps the rest', async () => {
  const { contacts } = world.aws;
  const { arn, channel } = await fresh();
  const Plan = {
    Stages: [
      {
        DurationInMinutes: 30,
        Targets: [{ ChannelTargetInfo: { ContactChannelId: channel, RetryIntervalInMinutes: 60 } }],
      },
    ],
  };
  await contacts.send(new UpdateContactCommand({ ContactId: arn, DisplayName: 'Carol', Plan }));
  await contacts.send(new UpdateContactCommand({ ContactId: arn, DisplayName: 'Carol C.' }));
  assert.deepEqual((await contacts.send(new GetContactCommand({ ContactId: arn }))).Plan, Plan);
  await contacts.send(new UpdateContactCommand({ ContactId: arn, Plan: { Stages: [] } }));
  const { Plan: cleared, DisplayName } = await contacts.send(new GetContactCommand({ ContactId: arn }));
  assert.deepEqual([cleared, DisplayName], [{ Stages: [] }, 'Carol C.']);
});

test('plans that cannot work are refused, naming the field', async () => {
  const tiers = await escalation(world, 'tiers', [{ minutes: 5, people: [ana] }]);
  const contact = (ContactId?: string) => ({ ContactTargetInfo: { ContactId, IsEssential: true } });
  const channel = (ContactChannelId: string) => ({ ChannelTargetInfo: { ContactChannelId } });
  const stage = (...Targets: object[]) => ({ Stages: [{ DurationInMinutes: 5, Targets }] });
  const rows: [name: string, type: string, plan: object][] = [
    ['a plan in a plan', 'ESCALATION', stage(contact(tiers))],
    ['a contact that is not there', 'ESCALATION', stage(contact(arnOf('contact/none')))],
    ['another account’s contact', 'ESCALATION', stage(contact(ana.arn.replace(ACCOUNT, '210987654321')))],
    ['a channel in an escalation plan', 'ESCALATION', stage(channel(ana.channelArn))],
    ['a contact in a person’s plan', 'PERSONAL', stage(contact(ana.arn))],
    ['somebody else’s channel', 'PERSONAL', stage(channel(ana.channelArn))],
    ['a wait of no minutes', 'ESCALATION', { Stages: [{ DurationInMinutes: 0, Targets: [] }] }],
    ['both kinds of target', 'ESCALATION', stage({ ...contact(ana.arn), ...channel(ana.channelArn) })],
    ['no target', 'ESCALATION', stage({})],
    ['no contact', 'ESCALATION', stage(contact())],
    ['a page as a contact', 'ESCALATION', stage(contact(arnOf(`page/ana/${UNKNOWN}`)))],
  ];
  for (const [name, Type, Plan] of rows) {
    await assert.rejects(
      world.aws.contacts.send(new CreateContactCommand({ Alias: 'never', Type: Type as 'PERSONAL', Plan } as never)),
      (error) => {
        assert.ok(error instanceof ValidationException, `${name}: ${error}`);
        assert.equal(error.Reason, 'FIELD_VALIDATION_FAILED', name);
        assert.match(error.Fields![0]!.Name!, /Plan/, name);
        return true;
      },
    );
  }
  await assert.rejects(
    world.aws.contacts.send(new GetContactCommand({ ContactId: arnOf('contact/never') })),
    ResourceNotFoundException,
  );
});

test('what is not there is not found, with id and type', async () => {
  const { contacts } = world.aws;
  const contact = arnOf('contact/none');
  const channel = arnOf(`contact-channel/ana/${UNKNOWN}`);
  const address = { Name: 'mail', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: 'x@example.com' } } as const;
  const rows: [command: object, type: string, id: string][] = [
    [new GetContactCommand({ ContactId: contact }), 'CONTACT', contact],
    [new UpdateContactCommand({ ContactId: contact, DisplayName: 'x' }), 'CONTACT', contact],
    [new CreateContactChannelCommand({ ContactId: contact, ...address }), 'CONTACT', contact],
    [new GetContactChannelCommand({ ContactChannelId: channel }), 'CONTACT_CHANNEL', channel],
    [new SendActivationCodeCommand({ ContactChannelId: channel }), 'CONTACT_CHANNEL', channel],
    [
      new ActivateContactChannelCommand({ ContactChannelId: channel, ActivationCode: '123456' }),
      'CONTACT_CHANNEL',
      channel,
    ],
  ];
  const faults: string[] = [];
  for (const [command, type, id] of rows) {
    await assert.rejects(contacts.send(command as GetContactCommand), (error) => {
      assert.ok(error instanceof ResourceNotFoundException, String(error));
      assert.equal(error.$metadata.httpStatusCode, 400);
      assert.ok(error.message.length > 0);
      if (error.ResourceType !== type || error.ResourceId !== id)
        faults.push(`${command.constructor.name}: ${error.ResourceType} ${error.ResourceId}`);
      return true;
    });
  }
  assert.deepEqual(faults, []);
});

test('a channel with every member set reads back the same, and its address once a contact', async () => {
  const { contacts } = world.aws;
  const { arn } = await fresh();
  const address = 'Carol.O’Hara+pager@Example.com'.replace('’', "'");
  const channel = {
    ContactId: arn,
    Name: 'Büro 2',
    Type: 'EMAIL',
    DeliveryAddress: { SimpleAddress: address },
    DeferActivation: true,
  } as const;
  const { ContactChannelArn } = await contacts.send(new CreateContactChannelCommand(channel));
  assert.match(ContactChannelArn!, new RegExp(`^${arnOf('contact-channel/person-\\d+/')}[0-9a-f-]{36}$`));
  const { $metadata: _, ...read } = await contacts.send(
    new GetContactChannelCommand({ ContactChannelId: ContactChannelArn }),
  );
  const { ContactId: _id, DeferActivation: _defer, ...sent } = channel;
  assert.deepEqual(read, { ...sent, ContactArn: arn, ContactChannelArn, ActivationStatus: 'NOT_ACTIVATED' });
  await assert.rejects(contacts.send(new CreateContactChannelCommand({ ...channel, Name: 'other' })), (error) => {
    assert.ok(error instanceof ConflictException);
    assert.equal(error.ResourceType, 'CONTACT_CHANNEL');
    return true;
  });
  assert.deepEqual(await codesTo(address), []);
});

test('channels are of people only, at addresses that can be reached', async () => {
  const { contacts } = world.aws;
  const mail = { Name: 'mail', Type: 'EMAIL' } as const;
  const plan = await escalation(world, 'no-channels', [{ minutes: 5, people: [ana] }]);
  await assert.rejects(
    contacts.send(
      new CreateContactChannelCommand({
        ContactId: plan,
        ...mail,
        DeliveryAddress: { SimpleAddress: 'x@example.com' },
      }),
    ),
    ValidationException,
  );
  for (const SimpleAddress of ['nobody', 'a@b@c', 'x@example.com\r\nBcc: eve@example.com', ' ']) {
    await assert.rejects(
      contacts.send(
        new CreateContactChannelCommand({ ContactId: ana.arn, ...mail, DeliveryAddress: { SimpleAddress } }),
      ),
      ValidationException,
      SimpleAddress,
    );
  }
  await assert.rejects(
    contacts.send(new CreateContactChannelCommand({ ContactId: ana.arn, ...mail, DeliveryAddress: {} })),
    ValidationException,
  );
});

test('a code goes out at once unless deferred, and only the last one activates', async () => {
  const { channel, address } = await fresh(false);
  const [first] = await codesTo(address);
  assert.ok(first);
  await world.aws.contacts.send(new SendActivationCodeCommand({ ContactChannelId: channel }));
  const [second] = await codesTo(address);
  assert.equal(await statusOf(channel), 'NOT_ACTIVATED');
  if (first !== second) await assert.rejects(activate(channel, first), ValidationException);
  await activate(channel, second!);
  assert.equal(await statusOf(channel), 'ACTIVATED');
  await activate(channel, second!);
  await activate(channel, '999999');
  assert.equal(await statusOf(channel), 'ACTIVATED');
});

test('five wrong codes void the right one', async () => {
  const { channel, address } = await fresh(false);
  const [code] = await codesTo(address);
  const wrong = code === '000000' ? '111111' : '000000';
  for (let tries = 0; tries < 5; tries += 1) {
    await assert.rejects(activate(channel, wrong), (error) => {
      assert.ok(error instanceof ValidationException);
      assert.equal(error.Fields?.[0]?.Name, 'ActivationCode');
      assert.equal(error.message.includes(wrong), false, 'a code is never echoed');
      return true;
    });
  }
  await assert.rejects(activate(channel, code!), ValidationException);
  assert.equal(await statusOf(channel), 'NOT_ACTIVATED');
  await world.aws.contacts.send(new SendActivationCodeCommand({ ContactChannelId: channel }));
  const [again] = await codesTo(address);
  await activate(channel, again!);
});

test('a code lives a quarter of an hour', async () => {
  const { channel, address } = await fresh(false);
  const [code] = await codesTo(address);
  await world.advance({ minutes: 15, seconds: 1 });
  await assert.rejects(activate(channel, code!), ValidationException);
});

test('no code was sent, none activates; too many sends are refused as a quota', async () => {
  const { channel, address } = await fresh();
  await assert.rejects(activate(channel, '123456'), ValidationException);
  for (let sends = 0; sends < 10; sends += 1)
    await world.aws.contacts.send(new SendActivationCodeCommand({ ContactChannelId: channel }));
  await assert.rejects(
    world.aws.contacts.send(new SendActivationCodeCommand({ ContactChannelId: channel })),
    (error) => {
      assert.ok(error instanceof ServiceQuotaExceededException);
      assert.deepEqual(
        [error.ResourceType, error.ServiceCode, error.$metadata.httpStatusCode],
        ['CONTACT_CHANNEL', 'ssm-contacts', 400],
      );
      assert.ok(error.QuotaCode);
      assert.equal(error.ResourceId, channel);
      return true;
    },
  );
  await codesTo(address);
  await world.advance({ hours: 1 });
  await world.aws.contacts.send(new SendActivationCodeCommand({ ContactChannelId: channel }));
  assert.ok((await codesTo(address)).length >= 1);
});

test('a contact before the replication set is refused', async () => {
  await using empty = await openWorld();
  await assert.rejects(
    empty.aws.contacts.send(new CreateContactCommand({ Alias: 'early', Type: 'PERSONAL', Plan: { Stages: [] } })),
    ValidationException,
  );
});

test('messages and members are written in the case of the service', async () => {
  const answer = await call(world, ssmContacts, 'GetContact', { ContactId: arnOf('contact/none') });
  assert.deepEqual(Object.keys(answer.body).sort(), ['Message', 'ResourceId', 'ResourceType', '__type', 'message']);
  assert.equal(answer.headers.get('content-type'), 'application/x-amz-json-1.1');
  assert.match(answer.headers.get('x-amzn-requestid') ?? '', /^[0-9a-f-]{36}$/);
});
