import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateSecretCommand,
  DescribeSecretCommand,
  PutSecretValueCommand,
  UpdateSecretCommand,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { openWorld, type World } from '../kit/world.ts';
import { refusedAs, secretsOf } from './kit/secrets-told.ts';

/** Versions of secrets and their labels, by the official client. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

const send = ((command: never) => world.aws.secrets.send(command)) as World['aws']['secrets']['send'];
/** The id of a version, as a client may choose it. */
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const create = (Name: string) =>
  send(new CreateSecretCommand({ Name, SecretString: 'one', ClientRequestToken: id(1) }));
const put = (SecretId: string, number: number, SecretString: string, VersionStages?: string[]) =>
  send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken: id(number), VersionStages }));
const versions = (name: string, deprecated = false) => secretsOf(world).versions(name, deprecated);
const read = (name: string, wish = {}) => secretsOf(world).read(name, wish);

test('a new value is current, the one before it is the previous one, older ones have no label', async () => {
  await create('line');
  await put('line', 2, 'two');
  await send(new UpdateSecretCommand({ SecretId: 'line', SecretString: 'three', ClientRequestToken: id(3) }));
  const labelled = [
    [id(3), ['AWSCURRENT']],
    [id(2), ['AWSPREVIOUS']],
  ];
  assert.deepEqual(await versions('line'), labelled);
  assert.deepEqual(await versions('line', true), [...labelled, [id(1), []]]);
  assert.equal((await read('line')).value, 'three');
  assert.equal((await read('line', { VersionStage: 'AWSPREVIOUS' })).value, 'two');
  assert.equal((await read('line', { VersionId: id(1) })).value, 'one', 'without a label, but still there');
  assert.equal((await read('line', { VersionId: id(3), VersionStage: 'AWSCURRENT' })).value, 'three');
  const contradiction = read('line', { VersionId: id(2), VersionStage: 'AWSCURRENT' });
  await refusedAs(contradiction, 'InvalidRequestException', /not associated/);
  await refusedAs(read('line', { VersionId: id(9) }), 'ResourceNotFoundException', /VersionId/);
  await refusedAs(read('line', { VersionStage: 'none' }), 'ResourceNotFoundException', /staging label: none/);
});

test('a value that is put again under its token is the same version; another value under it is refused', async () => {
  await create('again');
  const first = await put('again', 2, 'two');
  const again = await put('again', 2, 'two');
  assert.deepEqual([again.VersionId, again.VersionStages], [first.VersionId, first.VersionStages]);
  await refusedAs(put('again', 2, 'other'), 'ResourceExistsException', /already in use for a version/);
  await put('again', 3, 'three');
  const late = await put('again', 2, 'two');
  assert.deepEqual(late.VersionStages, ['AWSPREVIOUS'], 'a late repetition does not bring the old value back');
  assert.equal((await read('again')).value, 'three');
  const nothing = send(new PutSecretValueCommand({ SecretId: 'again' }));
  await refusedAs(nothing, 'InvalidRequestException', /either SecretString or SecretBinary/);
});

test('a pending version becomes current, and goes back, by moving the label', async () => {
  await create('turn');
  assert.deepEqual((await put('turn', 2, 'two', ['AWSPENDING'])).VersionStages, ['AWSPENDING']);
  assert.equal((await read('turn')).value, 'one');
  const move = (from: number | undefined, to: number | undefined, VersionStage = 'AWSCURRENT') =>
    send(
      new UpdateSecretVersionStageCommand({
        SecretId: 'turn',
        VersionStage,
        ...(from === undefined ? {} : { RemoveFromVersionId: id(from) }),
        ...(to === undefined ? {} : { MoveToVersionId: id(to) }),
      }),
    );
  await refusedAs(move(undefined, 2), 'InvalidParameterException', /RemoveFromVersionId can't be empty/);
  await refusedAs(move(1, 9), 'ResourceNotFoundException', /VersionId/);
  await move(2, 1, 'AWSPENDING');
  await move(1, 2);
  const { VersionIdsToStages } = await send(new DescribeSecretCommand({ SecretId: 'turn' }));
  assert.deepEqual(VersionIdsToStages, { [id(2)]: ['AWSCURRENT'], [id(1)]: ['AWSPENDING', 'AWSPREVIOUS'] });
  await move(1, undefined, 'AWSPENDING');
  await move(2, 1);
  assert.equal((await read('turn')).value, 'one');
  await refusedAs(move(1, undefined), 'InvalidParameterException', /can't remove AWSCURRENT/);
});

test('a hundred versions are kept: the oldest without a label go, those with one stay', async () => {
  await create('many');
  await send(new UpdateSecretVersionStageCommand({ SecretId: 'many', VersionStage: 'first', MoveToVersionId: id(1) }));
  for (let number = 2; number <= 110; number += 1) await put('many', number, `${number}`);
  const kept = await versions('many', true);
  assert.equal(kept.length, 100);
  assert.deepEqual(kept.at(-1), [id(1), ['first']]);
  assert.deepEqual(kept.at(-2)![0], id(12));
});

test('values that are put at once each become a version, and one of them is current', async () => {
  await create('at-once');
  await Promise.all(Array.from({ length: 8 }, (_, index) => put('at-once', index + 2, `${index}`)));
  const all = await versions('at-once', true);
  assert.equal(all.length, 9);
  assert.deepEqual(all.flatMap(([, labels]) => labels).sort(), ['AWSCURRENT', 'AWSPREVIOUS']);
});
