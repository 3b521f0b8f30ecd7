import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateContactCommand,
  DeleteContactCommand,
  GetContactPolicyCommand,
  ListTagsForResourceCommand,
  PutContactPolicyCommand,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  TagResourceCommand,
  UntagResourceCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { sharingPolicy } from './kit/seed.ts';
import { call } from './kit/wire.ts';

/** Tags and policies of contacts. */

const arnOf = (resource: string) => `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:${resource}`;
const NONE = arnOf('contact/none');

let world: World;
let serial = 0;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

async function fresh(Tags?: { Key: string; Value: string }[]): Promise<string> {
  const create = { Alias: `contact-${++serial}`, Type: 'PERSONAL' as const, Plan: { Stages: [] } };
  return (await world.aws.contacts.send(new CreateContactCommand({ ...create, ...(Tags ? { Tags } : {}) })))
    .ContactArn!;
}

const tagsOf = async (ResourceARN: string) =>
  (await world.aws.contacts.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
const tag = (ResourceARN: string, Tags: { Key: string; Value: string }[]) =>
  world.aws.contacts.send(new TagResourceCommand({ ResourceARN, Tags }));
const untag = (ResourceARN: string, TagKeys: string[]) =>
  world.aws.contacts.send(new UntagResourceCommand({ ResourceARN, TagKeys }));

test('tags given at creation are read back, set beside one another, replaced and removed', async () => {
  const arn = await fresh([{ Key: 'team', Value: 'a' }]);
  assert.deepEqual(await tagsOf(arn), [{ Key: 'team', Value: 'a' }]);
  await tag(arn, [
    { Key: 'cost', Value: 'Büro 4:2/x=+-@' },
    { Key: 'team', Value: 'b' },
  ]);
  assert.deepEqual(await tagsOf(arn), [
    { Key: 'cost', Value: 'Büro 4:2/x=+-@' },
    { Key: 'team', Value: 'b' },
  ]);
  await untag(arn, ['team', 'never-there']);
  assert.deepEqual(await tagsOf(arn), [{ Key: 'cost', Value: 'Büro 4:2/x=+-@' }]);
  await untag(arn, ['cost']);
  await tag(arn, []);
  await untag(arn, []);
  assert.deepEqual(await tagsOf(arn), []);
});

test('keys that are names of an object’s own members are tags like others', async () => {
  const arn = await fresh();
  await tag(arn, [
    { Key: '__proto__', Value: 'x' },
    { Key: 'constructor', Value: 'y' },
  ]);
  assert.deepEqual(await tagsOf(arn), [
    { Key: '__proto__', Value: 'x' },
    { Key: 'constructor', Value: 'y' },
  ]);
});

test('a contact has fifty tags at most', async () => {
  const arn = await fresh(Array.from({ length: 49 }, (_, index) => ({ Key: `key-${index}`, Value: 'x' })));
  await tag(arn, [{ Key: 'key-49', Value: 'x' }]);
  await tag(arn, [{ Key: 'key-49', Value: 'replaced' }]);
  await assert.rejects(tag(arn, [{ Key: 'key-50', Value: 'x' }]), (error) => {
    assert.ok(error instanceof ServiceQuotaExceededException, String(error));
    assert.deepEqual(
      [error.ResourceType, error.ResourceId, error.ServiceCode, error.QuotaCode],
      ['CONTACT', arn, 'ssm-contacts', 'TAGS_PER_RESOURCE'],
    );
    return true;
  });
  assert.equal((await tagsOf(arn))!.length, 50);
});

test('tags set at once are all kept', async () => {
  const arn = await fresh();
  await Promise.all(Array.from({ length: 8 }, (_, index) => tag(arn, [{ Key: `at-once-${index}`, Value: 'x' }])));
  assert.equal((await tagsOf(arn))!.length, 8);
});

test('a contact without a policy answers its ARN alone; a policy reads back as it was written, and is replaced', async () => {
  const { contacts } = world.aws;
  const ContactArn = await fresh();
  const read = async () => {
    const { $metadata: _, ...rest } = await contacts.send(new GetContactPolicyCommand({ ContactArn }));
    return rest;
  };
  assert.deepEqual(await read(), { ContactArn });
  const first = JSON.stringify(JSON.parse(sharingPolicy(ContactArn)), null, 2);
  await contacts.send(new PutContactPolicyCommand({ ContactArn, Policy: first }));
  assert.deepEqual(await read(), { ContactArn, Policy: first });
  const everybody = JSON.stringify({
    Statement: {
      Effect: 'Allow',
      Principal: '*',
      Action: 'ssm-contacts:*',
      Resource: ContactArn,
      Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } },
    },
  });
  await contacts.send(new PutContactPolicyCommand({ ContactArn, Policy: everybody }));
  assert.deepEqual(await read(), { ContactArn, Policy: everybody });
});

test('a policy that cannot be one is refused, saying where, and changes nothing', async () => {
  const { contacts } = world.aws;
  const ContactArn = await fresh();
  const good = sharingPolicy(ContactArn);
  await contacts.send(new PutContactPolicyCommand({ ContactArn, Policy: good }));
  for (const Policy of ['not JSON', '[]', '{}', good.replace('Allow', 'Deny'), sharingPolicy(NONE)]) {
    await assert.rejects(contacts.send(new PutContactPolicyCommand({ ContactArn, Policy })), (error) => {
      assert.ok(error instanceof ValidationException, String(error));
      assert.deepEqual([error.Reason, error.Fields?.[0]?.Name], ['FIELD_VALIDATION_FAILED', 'Policy']);
      return true;
    });
  }
  assert.equal((await contacts.send(new GetContactPolicyCommand({ ContactArn }))).Policy, good);
});

test('a new contact of an old name has neither the tags nor the policy of the old one', async () => {
  const { contacts } = world.aws;
  const ContactArn = await fresh([{ Key: 'team', Value: 'a' }]);
  await contacts.send(new PutContactPolicyCommand({ ContactArn, Policy: sharingPolicy(ContactArn) }));
  await contacts.send(new DeleteContactCommand({ ContactId: ContactArn }));
  serial -= 1;
  assert.equal(await fresh(), ContactArn);
  assert.deepEqual(await tagsOf(ContactArn), []);
  assert.equal((await contacts.send(new GetContactPolicyCommand({ ContactArn }))).Policy, undefined);
});

test('what is not there is not found, and what is no contact is refused', async () => {
  const rows = (arn: string): [string, Record<string, unknown>][] => [
    ['PutContactPolicy', { ContactArn: arn, Policy: sharingPolicy(arn) }],
    ['GetContactPolicy', { ContactArn: arn }],
    ['TagResource', { ResourceARN: arn, Tags: [{ Key: 'a', Value: 'b' }] }],
    ['UntagResource', { ResourceARN: arn, TagKeys: ['a'] }],
    ['ListTagsForResource', { ResourceARN: arn }],
  ];
  for (const [name, input] of rows(NONE)) {
    const { body, code } = await call(world, ssmContacts, name, input);
    assert.equal(code, ResourceNotFoundException.name, name);
    assert.deepEqual([body['ResourceType'], body['ResourceId']], ['CONTACT', NONE], name);
  }
  const page = arnOf('page/ana/00000000-0000-4000-8000-000000000000');
  for (const [name, input] of rows(page)) {
    assert.equal((await call(world, ssmContacts, name, input)).code, 'ValidationException', name);
  }
});
