import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ConflictException,
  CreateRotationCommand,
  DeleteContactCommand,
  DeleteRotationCommand,
  GetRotationCommand,
  ListRotationsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ssm-contacts';
import { DeleteReplicationSetCommand } from '@aws-sdk/client-ssm-incidents';
import { person, replicationSet } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';
import { daily } from './kit/rotations.ts';

const rotation = (people: { arn: string }[]) =>
  new CreateRotationCommand({
    Name: 'Primary',
    ContactIds: people.map(({ arn }) => arn),
    TimeZoneId: 'Europe/Berlin',
    Recurrence: daily,
  });

test('a contact with a turn in a rotation is not deleted; the refusal names the rotation', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const { contacts } = world.aws;
  const { RotationArn } = await contacts.send(rotation([ana]));
  await assert.rejects(contacts.send(new DeleteContactCommand({ ContactId: ana.arn })), (error) => {
    assert.ok(error instanceof ConflictException);
    assert.deepEqual(error.DependentEntities, [{ RelationType: 'ROTATION', DependentResourceIds: [RotationArn!] }]);
    return true;
  });
  const { ContactIds } = await contacts.send(new GetRotationCommand({ RotationId: RotationArn }));
  assert.deepEqual(ContactIds, [ana.arn]);
  await contacts.send(new DeleteRotationCommand({ RotationId: RotationArn }));
  await contacts.send(new DeleteContactCommand({ ContactId: ana.arn }));
});

test('rotations go with the replication set', async () => {
  await using world = await openWorld();
  const arn = await replicationSet(world);
  const ana = await person(world, 'ana');
  await world.aws.contacts.send(rotation([ana]));
  await world.aws.incidents.send(new DeleteReplicationSetCommand({ arn }));
  const { Rotations } = await world.aws.contacts.send(new ListRotationsCommand({}));
  assert.deepEqual(Rotations, []);
});

test('a rotation carries tags, given with it and changed later', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const { contacts } = world.aws;
  const made = rotation([ana]);
  made.input.Tags = [{ Key: 'team', Value: 'payments' }];
  const { RotationArn: ResourceARN } = await contacts.send(made);
  await contacts.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'env', Value: 'prod' }] }));
  const before = await contacts.send(new ListTagsForResourceCommand({ ResourceARN }));
  assert.deepEqual(before.Tags, [
    { Key: 'env', Value: 'prod' },
    { Key: 'team', Value: 'payments' },
  ]);
  await contacts.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['env', 'absent'] }));
  const after = await contacts.send(new ListTagsForResourceCommand({ ResourceARN }));
  assert.deepEqual(after.Tags, [{ Key: 'team', Value: 'payments' }]);
});
