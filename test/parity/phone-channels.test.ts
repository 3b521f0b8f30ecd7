import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ActivateContactChannelCommand,
  type ChannelType,
  ConflictException,
  CreateContactChannelCommand,
  DeactivateContactChannelCommand,
  GetContactChannelCommand,
  paginateListContactChannels,
  SendActivationCodeCommand,
  UpdateContactChannelCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import type { FakeChannel } from '../kit/fake-channel.ts';
import { type Person, person, replicationSet } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Contact channels of the types SMS and VOICE: the same life as e-mail's, with numbers for addresses. */

const TYPES = ['SMS', 'VOICE'] as const;

let world: World;
let ana: Person;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  ana = await person(world, 'ana');
});
after(() => world[Symbol.asyncDispose]());

const outside = (type: ChannelType): FakeChannel => (type === 'SMS' ? world.sms : world.voice);
const create = async (Type: ChannelType, SimpleAddress: string, more: object = {}) => {
  const channel = { ContactId: ana.arn, Name: 'phone', Type, DeliveryAddress: { SimpleAddress }, ...more };
  return (await world.aws.contacts.send(new CreateContactChannelCommand(channel))).ContactChannelArn!;
};
const read = async (ContactChannelId: string) => {
  const { $metadata: _, ...rest } = await world.aws.contacts.send(new GetContactChannelCommand({ ContactChannelId }));
  return rest;
};
const activate = (ContactChannelId: string, ActivationCode: string) =>
  world.aws.contacts.send(new ActivateContactChannelCommand({ ContactChannelId, ActivationCode }));

async function codeTo(type: ChannelType, number: string): Promise<string> {
  await world.runDue();
  const messages = outside(type).take(number);
  assert.equal(messages.length, 1);
  return /code:? (\d{6,10})\b/i.exec(messages[0]!.text)![1]!;
}

for (const [index, type] of TYPES.entries()) {
  const number = `+155501000${index}1`;

  test(`${type}: the number reads back as it was given; a code goes out and activates, a wrong one does not`, async () => {
    const arn = await create(type, number);
    const want = {
      ContactArn: ana.arn,
      ContactChannelArn: arn,
      Name: 'phone',
      Type: type,
      DeliveryAddress: { SimpleAddress: number },
    };
    assert.deepEqual(await read(arn), { ...want, ActivationStatus: 'NOT_ACTIVATED' });
    const code = await codeTo(type, number);
    await assert.rejects(activate(arn, code === '000000' ? '111111' : '000000'), ValidationException);
    await activate(arn, code);
    assert.deepEqual(await read(arn), { ...want, ActivationStatus: 'ACTIVATED' });
    await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: arn }));
    assert.equal((await read(arn)).ActivationStatus, 'NOT_ACTIVATED');
    await assert.rejects(create(type, number), ConflictException);
  });

  test(`${type}: deferred, no code goes out until it is asked for`, async () => {
    const other = `+155501100${index}1`;
    const arn = await create(type, other, { DeferActivation: true });
    await world.runDue();
    assert.deepEqual(outside(type).take(other), []);
    await world.aws.contacts.send(new SendActivationCodeCommand({ ContactChannelId: arn }));
    await activate(arn, await codeTo(type, other));
    assert.equal((await read(arn)).ActivationStatus, 'ACTIVATED');
  });

  test(`${type}: another number is not activated and gets a code; a name alone changes nothing else`, async () => {
    const [first, second] = [`+155501200${index}1`, '+49'];
    const arn = await create(type, first);
    await activate(arn, await codeTo(type, first));
    const update = (change: object) =>
      world.aws.contacts.send(new UpdateContactChannelCommand({ ContactChannelId: arn, ...change }));
    await update({ Name: 'other name', DeliveryAddress: { SimpleAddress: first } });
    assert.equal((await read(arn)).ActivationStatus, 'ACTIVATED');
    await assert.rejects(update({ DeliveryAddress: { SimpleAddress: '4915550100001' } }), ValidationException);
    await update({ DeliveryAddress: { SimpleAddress: second } });
    const { ActivationStatus, DeliveryAddress, Name } = await read(arn);
    assert.deepEqual(
      [ActivationStatus, DeliveryAddress, Name],
      ['NOT_ACTIVATED', { SimpleAddress: second }, 'other name'],
    );
    await activate(arn, await codeTo(type, second));
  });

  test(`${type}: what is no E.164 number is refused, and nothing is normalised`, async () => {
    for (const address of [
      '15550100001',
      '+1 555 010 0001',
      '+1',
      '+1234567890123456',
      'ana@example.com',
      '+1555\r\n',
    ]) {
      await assert.rejects(create(type, address), (error) => {
        assert.ok(error instanceof ValidationException, address);
        assert.equal(error.Fields?.[0]?.Name, 'DeliveryAddress');
        assert.match(error.message, /E\.164/);
        return true;
      });
    }
  });
}

test('channels of all types are listed one at a time, in the order in which they were made', async () => {
  const client = world.aws.contacts;
  const found: (string | undefined)[] = [];
  for await (const page of paginateListContactChannels({ client, pageSize: 1 }, { ContactId: ana.arn })) {
    assert.equal(page.ContactChannels!.length, 1);
    found.push(page.ContactChannels![0]!.Type);
  }
  assert.deepEqual(found, ['EMAIL', 'SMS', 'SMS', 'SMS', 'VOICE', 'VOICE', 'VOICE']);
});
