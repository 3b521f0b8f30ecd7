import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { secretsManager } from '#wire/services/secretsmanager/service';
import { openWorld, type World } from '../kit/world.ts';
import { readingPolicy } from './kit/secrets.ts';
import { call } from './kit/wire.ts';

/** What Terraform's provider sends for secrets, in its order, from the first apply to the destruction (aws-behaviour.md 6). */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

async function ask(name: string, input: Record<string, unknown>): Promise<Record<string, unknown>> {
  const answer = await call(world, secretsManager, name, input);
  assert.equal(answer.status, 200, `${name}: ${answer.text}`);
  return answer.body;
}

test('a secret with its version is applied, read, changed in place and destroyed', async () => {
  const token = (number: number) => `terraform-2026010203100000000000000${number}`;
  const created = await ask('CreateSecret', {
    ClientRequestToken: token(1),
    Description: '',
    ForceOverwriteReplicaSecret: false,
    Name: 'pager/token',
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  const SecretId = created['ARN'];
  const read = async () => {
    const described = await ask('DescribeSecret', { SecretId });
    return { ...described, policy: (await ask('GetResourcePolicy', { SecretId }))['ResourcePolicy'] };
  };
  const first: Record<string, unknown> = await read();
  assert.deepEqual(
    [first['Name'], first['Description'], first['KmsKeyId'], first['policy']],
    ['pager/token', ...Array(3)],
  );
  assert.deepEqual(first['Tags'], [{ Key: 'team', Value: 'a' }]);

  await ask('PutResourcePolicy', { SecretId, BlockPublicPolicy: false, ResourcePolicy: readingPolicy() });
  assert.equal((await read()).policy, readingPolicy());
  const put = await ask('PutSecretValue', { ClientRequestToken: token(2), SecretId, SecretString: 'one' });
  const found = await ask('GetSecretValue', { SecretId, VersionId: put['VersionId'] });
  assert.deepEqual([found['SecretString'], found['VersionStages']], ['one', ['AWSCURRENT']]);

  await ask('UpdateSecret', { ClientRequestToken: token(3), SecretId, Description: 'Changed', KmsKeyId: '' });
  await ask('UntagResource', { SecretId, TagKeys: ['team'] });
  await ask('TagResource', { SecretId, Tags: [{ Key: 'owner', Value: 'b' }] });
  await ask('DeleteResourcePolicy', { SecretId });
  const second: Record<string, unknown> = await read();
  assert.deepEqual([second['Description'], second['Tags']], ['Changed', [{ Key: 'owner', Value: 'b' }]]);
  assert.equal(second['policy'], undefined);
  const next = await ask('PutSecretValue', { ClientRequestToken: token(4), SecretId, SecretString: 'two' });
  assert.deepEqual((await ask('DescribeSecret', { SecretId }))['VersionIdsToStages'], {
    [String(put['VersionId'])]: ['AWSPREVIOUS'],
    [String(next['VersionId'])]: ['AWSCURRENT'],
  });

  await ask('DeleteSecret', { SecretId, RecoveryWindowInDays: 7 });
  assert.ok((await ask('DescribeSecret', { SecretId }))['DeletedDate'], 'which the provider takes for gone');
});
