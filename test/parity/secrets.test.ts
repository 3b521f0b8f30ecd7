import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  CreateSecretCommand,
  DeleteResourcePolicyCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  type Filter,
  GetRandomPasswordCommand,
  GetResourcePolicyCommand,
  ListSecretsCommand,
  PutResourcePolicyCommand,
  PutSecretValueCommand,
  RestoreSecretCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { openWorld, type World } from '../kit/world.ts';
import { readingPolicy } from './kit/secrets.ts';
import { refusedAs, secretsOf } from './kit/secrets-told.ts';

/** Secrets by the official client: what they are called, how they are found, changed, listed and deleted. */

let world: World;
before(async () => {
  world = await openWorld({ quotas: { MUSTER_QUOTA_SECRETS: 40, MUSTER_QUOTA_TAGS_PER_RESOURCE: 3 } });
});
after(() => world[Symbol.asyncDispose]());

const send = ((command: never) => world.aws.secrets.send(command)) as World['aws']['secrets']['send'];
const create = (Name: string, more: object = {}) => send(new CreateSecretCommand({ Name, SecretString: 'x', ...more }));
const read = (SecretId: string, more: object = {}) => secretsOf(world).read(SecretId, more);

test('a secret is made, described and found by its name, its ARN and its ARN without the end', async () => {
  const made = await create('prod/db-main', {
    Description: 'The database',
    KmsKeyId: 'alias/own',
    Tags: [{ Key: 'team', Value: 'a' }],
  });
  assert.match(made.ARN!, /^arn:aws:secretsmanager:us-east-1:123456789012:secret:prod\/db-main-[A-Za-z0-9]{6}$/);
  const { $metadata: _, ...described } = await send(new DescribeSecretCommand({ SecretId: made.ARN }));
  assert.deepEqual(described, {
    ARN: made.ARN,
    Name: 'prod/db-main',
    Description: 'The database',
    KmsKeyId: 'alias/own',
    CreatedDate: world.now(),
    LastChangedDate: world.now(),
    Tags: [{ Key: 'team', Value: 'a' }],
    VersionIdsToStages: { [made.VersionId!]: ['AWSCURRENT'] },
  });
  for (const name of ['prod/db-main', made.ARN!, made.ARN!.slice(0, -7)]) assert.equal((await read(name)).value, 'x');
  for (const name of [
    'prod/db',
    `${made.ARN}x`,
    made.ARN!.slice(0, -6),
    'arn:aws:sns:us-east-1:123456789012:prod/db-main',
  ]) {
    await refusedAs(read(name), 'ResourceNotFoundException', /can't find the specified secret/);
  }
});

test('a whole ARN goes before a secret whose name looks like one', async () => {
  const { ARN } = await create('twin', { SecretString: 'the short one' });
  const end = ARN!.slice(-6);
  await create(`twin-${end}`, { SecretString: 'the long one' });
  assert.equal((await read(ARN!)).value, 'the short one');
  assert.equal((await read(`twin-${end}`)).value, 'the long one');
});

test('bytes come back as bytes, and a text as long as can be as it was', async () => {
  await create('bytes', { SecretString: undefined, SecretBinary: Uint8Array.of(0, 255, 10) });
  assert.deepEqual((await read('bytes')).bytes, Uint8Array.of(0, 255, 10));
  const long = 'ä\u0000'.repeat(32_768);
  await create('long', { SecretString: long });
  assert.equal((await read('long')).value, long);
});

test('a creation that is repeated is one secret; another under its name is refused', async () => {
  const ClientRequestToken = randomUUID();
  const first = await create('once', { ClientRequestToken });
  assert.equal(first.VersionId, ClientRequestToken);
  const again = await create('once', { ClientRequestToken });
  assert.deepEqual([again.ARN, again.VersionId], [first.ARN, first.VersionId]);
  await refusedAs(
    create('once', { ClientRequestToken, SecretString: 'y' }),
    'ResourceExistsException',
    /already in use/,
  );
  await refusedAs(create('once'), 'ResourceExistsException', /the secret once already exists/);
  const bare = { SecretString: undefined, ClientRequestToken: randomUUID() };
  const empty = await create('empty', bare);
  assert.equal(empty.VersionId, undefined);
  assert.equal((await create('empty', bare)).ARN, empty.ARN);
  assert.equal((await send(new DescribeSecretCommand({ SecretId: 'empty' }))).VersionIdsToStages, undefined);
  await refusedAs(read('empty'), 'ResourceNotFoundException', /staging label: AWSCURRENT/);
});

test('five creations at once of one name are one secret', async () => {
  const made = await Promise.allSettled(Array.from({ length: 5 }, () => create('raced')));
  assert.equal(made.filter(({ status }) => status === 'fulfilled').length, 1);
});

const refused: [name: string, input: object, code: string, want: RegExp][] = [
  ['a name with other characters', { Name: 'a b' }, 'ValidationException', /Invalid name/],
  ['a text and bytes', { SecretBinary: Uint8Array.of(1) }, 'InvalidParameterException', /both a binary secret value/],
  ['replicas', { AddReplicaRegions: [{ Region: 'eu-west-1' }] }, 'InvalidParameterException', /nothing is replicated/],
  ['a type', { Type: 'other' }, 'InvalidParameterException', /Type/],
  [
    'too many tags',
    { Tags: [1, 2, 3, 4].map((Key) => ({ Key: `${Key}`, Value: '' })) },
    'LimitExceededException',
    /3 tags/,
  ],
];
for (const [name, input, code, want] of refused) {
  test(`a creation is refused: ${name}`, () => refusedAs(create('refused', input), code, want));
}

test('an update changes what it names; an empty text takes away', async () => {
  await create('changing', { Description: 'before', KmsKeyId: 'alias/own' });
  await world.advance({ minutes: 1 });
  const described = await send(new UpdateSecretCommand({ SecretId: 'changing', Description: '' }));
  assert.equal(described.VersionId, undefined);
  const { Description, KmsKeyId, LastChangedDate } = await send(new DescribeSecretCommand({ SecretId: 'changing' }));
  assert.deepEqual([Description, KmsKeyId, LastChangedDate], [undefined, 'alias/own', world.now()]);
  const { VersionId } = await send(new UpdateSecretCommand({ SecretId: 'changing', SecretString: 'new' }));
  assert.deepEqual(await read('changing'), {
    value: 'new',
    bytes: undefined,
    version: VersionId,
    stages: ['AWSCURRENT'],
  });
});

test('tags are set and taken away, as many as the quota', async () => {
  await create('tagged', { Tags: [{ Key: 'a', Value: '1' }] });
  const set = (...keys: string[]) =>
    send(new TagResourceCommand({ SecretId: 'tagged', Tags: keys.map((Key) => ({ Key, Value: '2' })) }));
  await set('a', 'c', 'b');
  await refusedAs(set('d'), 'LimitExceededException', /at most 3 tags/);
  await send(new UntagResourceCommand({ SecretId: 'tagged', TagKeys: ['b', 'none'] }));
  const { Tags } = await send(new DescribeSecretCommand({ SecretId: 'tagged' }));
  assert.deepEqual(
    Tags,
    ['a', 'c'].map((Key) => ({ Key, Value: '2' })),
  );
});

test('a policy is kept as it was written, and taken away', async () => {
  await create('shared');
  const policyOf = async () => (await send(new GetResourcePolicyCommand({ SecretId: 'shared' }))).ResourcePolicy;
  assert.equal(await policyOf(), undefined);
  await send(new PutResourcePolicyCommand({ SecretId: 'shared', ResourcePolicy: readingPolicy() }));
  assert.equal(await policyOf(), readingPolicy());
  const all = { SecretId: 'shared', ResourcePolicy: readingPolicy('*'), BlockPublicPolicy: true };
  await refusedAs(send(new PutResourcePolicyCommand(all)), 'PublicPolicyException', /allows everybody/);
  const broken = { SecretId: 'shared', ResourcePolicy: '{}' };
  await refusedAs(
    send(new PutResourcePolicyCommand(broken)),
    'MalformedPolicyDocumentException',
    /at least one Statement/,
  );
  assert.equal(await policyOf(), readingPolicy());
  await send(new DeleteResourcePolicyCommand({ SecretId: 'shared' }));
  assert.equal(await policyOf(), undefined);
});

test('a deleted secret is readable no more, can be restored in its window, and is gone after it', async () => {
  const { ARN } = await create('doomed');
  const { DeletionDate } = await send(new DeleteSecretCommand({ SecretId: ARN, RecoveryWindowInDays: 7 }));
  assert.equal(DeletionDate!.getTime() - world.now().getTime(), 7 * 86_400_000);
  const put = () => send(new PutSecretValueCommand({ SecretId: 'doomed', SecretString: 'y' }));
  for (const act of [() => read('doomed'), put, () => send(new DeleteSecretCommand({ SecretId: 'doomed' }))])
    await refusedAs(act(), 'InvalidRequestException', /marked for deletion/);
  await refusedAs(create('doomed'), 'InvalidRequestException', /already scheduled for deletion/);
  assert.deepEqual((await send(new DescribeSecretCommand({ SecretId: 'doomed' }))).DeletedDate, DeletionDate);
  await world.advance({ hours: 24 * 6 });
  await send(new RestoreSecretCommand({ SecretId: 'doomed' }));
  await world.advance({ hours: 48 });
  assert.equal((await read('doomed')).value, 'x', 'a restored secret outlives its window');
  await send(new DeleteSecretCommand({ SecretId: 'doomed' }));
  await world.advance({ hours: 30 * 24, seconds: -1 });
  await send(new DescribeSecretCommand({ SecretId: 'doomed' }));
  await world.advance({ seconds: 1 });
  await refusedAs(send(new DescribeSecretCommand({ SecretId: 'doomed' })), 'ResourceNotFoundException', /can't find/);
  const anew = await create('doomed');
  assert.notEqual(anew.ARN, ARN, 'a secret made anew is another one');
});

test('a secret is deleted at once where that is asked, also one that waits, and also one that is not there', async () => {
  const force = (SecretId: string, more: object = {}) =>
    send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true, ...more }));
  await create('quick');
  await send(new DeleteSecretCommand({ SecretId: 'quick' }));
  assert.deepEqual((await force('quick')).DeletionDate, world.now());
  await refusedAs(read('quick'), 'ResourceNotFoundException', /can't find/);
  assert.equal((await force('never-there')).Name, 'never-there');
  await refusedAs(force('x', { RecoveryWindowInDays: 7 }), 'InvalidParameterException', /in conjunction/);
  for (const RecoveryWindowInDays of [0, 6, 31])
    await refusedAs(
      send(new DeleteSecretCommand({ SecretId: 'x', RecoveryWindowInDays })),
      'InvalidParameterException',
      /between 7 and 30/,
    );
});

test('a list is filtered by the beginnings of names, descriptions and tags, by words, and by what is not so', async () => {
  await create('list/one', { Description: 'Big database', Tags: [{ Key: 'stage', Value: 'prod' }] });
  await create('list/two', { Description: 'small cache', Tags: [{ Key: 'stage', Value: 'test' }] });
  await create('list/Three', { Tags: [{ Key: 'Owner', Value: 'ana' }] });
  const own: Filter = { Key: 'name', Values: ['list/'] };
  const rows: [filters: Filter[], want: string[]][] = [
    [[], ['Three', 'one', 'two']],
    [[{ Key: 'name', Values: ['list/o', 'list/T'] }], ['Three', 'one']],
    [[{ Key: 'name', Values: ['!list/o'] }], ['Three', 'two']],
    [[{ Key: 'description', Values: ['BIG'] }], ['one']],
    [[{ Key: 'tag-key', Values: ['stage'] }], ['one', 'two']],
    [[{ Key: 'tag-key', Values: ['owner'] }], []],
    [[{ Key: 'tag-value', Values: ['te', 'an'] }], ['Three', 'two']],
    [
      [
        { Key: 'tag-key', Values: ['stage'] },
        { Key: 'tag-value', Values: ['!prod'] },
      ],
      ['two'],
    ],
    [[{ Key: 'all', Values: ['PROD database'] }], ['one']],
    [[{ Key: 'owning-service', Values: ['rds'] }], []],
  ];
  for (const [filters, want] of rows) {
    const { SecretList } = await send(
      new ListSecretsCommand({ Filters: [own, ...filters], SortBy: 'name', SortOrder: 'asc' }),
    );
    assert.deepEqual(
      SecretList!.map(({ Name }) => Name!.slice(5)),
      want,
      JSON.stringify(filters),
    );
  }
  await send(new DeleteSecretCommand({ SecretId: 'list/one' }));
  const namesOf = async (IncludePlannedDeletion: boolean) => {
    const { SecretList } = await send(new ListSecretsCommand({ Filters: [own], IncludePlannedDeletion }));
    return SecretList!.map(({ Name }) => Name).sort();
  };
  assert.deepEqual(await namesOf(false), ['list/Three', 'list/two']);
  assert.deepEqual(await namesOf(true), ['list/Three', 'list/one', 'list/two']);
});

test('a random password has its length and what was not excluded', async () => {
  const wish = { PasswordLength: 64, ExcludePunctuation: true, ExcludeCharacters: 'O0l1' };
  const passwords = await Promise.all(
    Array.from({ length: 5 }, async () => (await send(new GetRandomPasswordCommand(wish))).RandomPassword!),
  );
  for (const password of passwords) assert.match(password, /^[A-NP-Za-km-z2-9]{64}$/);
  assert.equal(new Set(passwords).size, 5);
  assert.equal((await send(new GetRandomPasswordCommand({}))).RandomPassword!.length, 32);
  const short = { PasswordLength: 3 };
  await refusedAs(send(new GetRandomPasswordCommand(short)), 'InvalidParameterException', /too short/);
});

test('a Region’s secrets are its own, and there are as many as the quota', async () => {
  const clients = await world.addKey('210987654321');
  for (let made = 0; made < 40; made += 1)
    await clients.secrets.send(new CreateSecretCommand({ Name: `many-${made}` }));
  const more = clients.secrets.send(new CreateSecretCommand({ Name: 'one-more' }));
  await refusedAs(more, 'LimitExceededException', /at most 40 secrets in a Region/);
});
