import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateApiDestinationCommand,
  CreateConnectionCommand,
  CreateEventBusCommand,
  DeleteConnectionCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeApiDestinationCommand,
  DescribeConnectionCommand,
  DescribeEventBusCommand,
  ListApiDestinationsCommand,
  ListConnectionsCommand,
  ListEventBusesCommand,
  ListRuleNamesByTargetCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
  UntagResourceCommand,
  UpdateConnectionCommand,
  UpdateEventBusCommand,
} from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';

/** Buses, targets with all their members, connections and API destinations: what is put is read back. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

const PATTERN = '{"source":["app"]}';
const busArn = (name: string) => `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/${name}`;

test('a bus reads back as it was made and changed; what is left out of a change is taken away', async () => {
  const { events } = world.aws;
  const given = {
    Description: 'Orders',
    KmsKeyIdentifier: 'alias/orders',
    DeadLetterConfig: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:dead` },
    LogConfig: { Level: 'INFO', IncludeDetail: 'FULL' },
  } as const;
  const { $metadata: _, ...made } = await events.send(new CreateEventBusCommand({ Name: 'orders', ...given }));
  assert.deepEqual(made, { EventBusArn: busArn('orders'), ...given });
  await assert.rejects(events.send(new CreateEventBusCommand({ Name: 'orders' })), {
    name: 'ResourceAlreadyExistsException',
  });
  for (const Name of ['orders', busArn('orders')]) {
    const {
      $metadata: __,
      CreationTime,
      LastModifiedTime,
      ...bus
    } = await events.send(new DescribeEventBusCommand({ Name }));
    assert.deepEqual(bus, { Name: 'orders', Arn: busArn('orders'), ...given });
    assert.deepEqual([CreationTime, LastModifiedTime], [world.now(), world.now()]);
  }
  await events.send(new UpdateEventBusCommand({ Name: 'orders', Description: 'All orders' }));
  const {
    $metadata: ___,
    CreationTime,
    LastModifiedTime,
    ...bus
  } = await events.send(new DescribeEventBusCommand({ Name: 'orders' }));
  assert.ok(CreationTime && LastModifiedTime);
  assert.deepEqual(bus, { Name: 'orders', Arn: busArn('orders'), Description: 'All orders' });
  const { EventBuses } = await events.send(new ListEventBusesCommand({}));
  assert.deepEqual(
    EventBuses?.map(({ Name }) => Name),
    ['default', 'orders'],
  );
});

test('the default bus is there, and stays; a bus with rules stays; one that is not there is deleted already', async () => {
  const { events } = world.aws;
  const { Name, Arn } = await events.send(new DescribeEventBusCommand({}));
  assert.deepEqual([Name, Arn], ['default', busArn('default')]);
  await assert.rejects(events.send(new DeleteEventBusCommand({ Name: 'default' })), { name: 'ValidationException' });
  await events.send(new CreateEventBusCommand({ Name: 'busy' }));
  await events.send(new PutRuleCommand({ Name: 'r', EventBusName: 'busy', EventPattern: PATTERN }));
  await assert.rejects(events.send(new DeleteEventBusCommand({ Name: 'busy' })), /has rules. Delete them first: r/);
  await events.send(new DeleteRuleCommand({ Name: 'r', EventBusName: 'busy' }));
  for (const _twice of [1, 2]) await events.send(new DeleteEventBusCommand({ Name: 'busy' }));
  const gone = { name: 'ResourceNotFoundException' };
  await assert.rejects(events.send(new DescribeEventBusCommand({ Name: 'busy' })), gone);
  await assert.rejects(
    events.send(new PutRuleCommand({ Name: 'r', EventBusName: 'busy', EventPattern: PATTERN })),
    gone,
  );
  const entry = { Source: 'app', DetailType: 'x', Detail: '{}', EventBusName: 'busy' };
  const { Entries } = await events.send(new PutEventsCommand({ Entries: [entry] }));
  assert.equal(Entries?.[0]?.ErrorCode, 'InvalidArgument');
});

test('permissions are statements of the bus’s policy, put and taken away by their ids', async () => {
  const { events } = world.aws;
  await events.send(new CreateEventBusCommand({ Name: 'shared' }));
  const policyOf = async () => {
    const { Policy } = await events.send(new DescribeEventBusCommand({ Name: 'shared' }));
    return Policy === undefined ? undefined : (JSON.parse(Policy) as { Statement: { Sid: string }[] }).Statement;
  };
  const permit = (StatementId: string) =>
    events.send(
      new PutPermissionCommand({
        ...{ EventBusName: 'shared', Action: 'events:PutEvents', Principal: '111122223333', StatementId },
        Condition: { Type: 'StringEquals', Key: 'aws:PrincipalOrgID', Value: 'o-1' },
      }),
    );
  for (const id of ['one', 'two', 'one']) await permit(id);
  const statement = {
    ...{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'events:PutEvents' },
    ...{ Resource: busArn('shared'), Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
  };
  assert.deepEqual(
    await policyOf(),
    ['two', 'one'].map((Sid) => ({ Sid, ...statement })),
  );
  await events.send(new RemovePermissionCommand({ EventBusName: 'shared', StatementId: 'one' }));
  await assert.rejects(events.send(new RemovePermissionCommand({ EventBusName: 'shared', StatementId: 'one' })), {
    name: 'ResourceNotFoundException',
  });
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { Sid: 'whole', Effect: 'Allow' } });
  await events.send(new PutPermissionCommand({ EventBusName: 'shared', Policy }));
  assert.deepEqual(await policyOf(), [{ Sid: 'whole', Effect: 'Allow' }]);
  const long = JSON.stringify({ Statement: [{ Sid: 'x'.repeat(11_000) }] });
  await assert.rejects(events.send(new PutPermissionCommand({ EventBusName: 'shared', Policy: long })), {
    name: 'PolicyLengthExceededException',
  });
  await events.send(new RemovePermissionCommand({ EventBusName: 'shared', RemoveAllPermissions: true }));
  assert.equal(await policyOf(), undefined);
});

test('rules and buses have tags; a rule’s stay when it is put again', async () => {
  const { events } = world.aws;
  await events.send(new CreateEventBusCommand({ Name: 'tagged', Tags: [{ Key: 'a', Value: '1' }] }));
  const tags = [{ Key: 'team', Value: 'a' }];
  const put = { Name: 'r', EventBusName: 'tagged', EventPattern: PATTERN };
  const { RuleArn } = await events.send(new PutRuleCommand({ ...put, Tags: tags }));
  assert.equal(RuleArn, `arn:aws:events:${REGION}:${ACCOUNT}:rule/tagged/r`);
  await events.send(new PutRuleCommand({ ...put, Description: 'again' }));
  for (const [ResourceARN, first] of [
    [RuleArn!, tags],
    [busArn('tagged'), [{ Key: 'a', Value: '1' }]],
  ] as const) {
    const read = async () => (await events.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags;
    assert.deepEqual(await read(), first);
    await events.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'more', Value: '' }] }));
    await events.send(new UntagResourceCommand({ ResourceARN, TagKeys: [first[0]!.Key, 'none'] }));
    assert.deepEqual(await read(), [{ Key: 'more', Value: '' }]);
  }
  for (const ResourceARN of [busArn('none'), RuleArn!.replace('/r', '/none')])
    await assert.rejects(events.send(new ListTagsForResourceCommand({ ResourceARN })), {
      name: 'ResourceNotFoundException',
    });
});

test('every member of a target that is honoured reads back, by its rule and by its ARN', async () => {
  const { events } = world.aws;
  await events.send(new PutRuleCommand({ Name: 'full', ScheduleExpression: 'rate(1 day)', EventPattern: PATTERN }));
  const topic = `arn:aws:sns:${REGION}:${ACCOUNT}:t`;
  const Targets: Target[] = [
    { Id: 'constant', Arn: topic, Input: '{"a":1}' },
    { Id: 'path', Arn: topic, InputPath: '$.detail' },
    {
      ...{
        Id: 'transformer',
        Arn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f`,
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/r`,
      },
      InputTransformer: { InputPathsMap: { id: '$.id' }, InputTemplate: '"<id>"' },
      RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      DeadLetterConfig: { Arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:dead` },
    },
    {
      ...{ Id: 'web', Arn: `arn:aws:events:${REGION}:${ACCOUNT}:api-destination/d/1` },
      HttpParameters: { PathParameterValues: ['x'], HeaderParameters: { a: 'b' }, QueryStringParameters: { c: 'd' } },
    },
  ];
  const put = await events.send(new PutTargetsCommand({ Rule: 'full', Targets }));
  assert.deepEqual(put.FailedEntries, []);
  assert.deepEqual((await events.send(new ListTargetsByRuleCommand({ Rule: 'full' }))).Targets, Targets);
  const { RuleNames } = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: topic }));
  assert.deepEqual(RuleNames, ['full']);
  await events.send(new RemoveTargetsCommand({ Rule: 'full', Ids: ['constant', 'path'] }));
  assert.deepEqual((await events.send(new ListRuleNamesByTargetCommand({ TargetArn: topic }))).RuleNames, []);
});

test('a connection never shows what is secret; a change keeps what it leaves out', async () => {
  const { events, secrets } = world.aws;
  const parts = {
    HeaderParameters: [
      { Key: 'x-open', Value: 'open', IsValueSecret: false },
      { Key: 'x-shut', Value: 'shut-secret', IsValueSecret: true },
    ],
  };
  const OAuthParameters = {
    ...{ AuthorizationEndpoint: 'https://auth.example.com/token', HttpMethod: 'POST' as const },
    ClientParameters: { ClientID: 'muster', ClientSecret: 'client-secret' },
  };
  const AuthParameters = { OAuthParameters, InvocationHttpParameters: parts };
  const made = await events.send(
    new CreateConnectionCommand({ Name: 'c', AuthorizationType: 'OAUTH_CLIENT_CREDENTIALS', AuthParameters }),
  );
  assert.equal(made.ConnectionState, 'AUTHORIZED');
  const described = () => events.send(new DescribeConnectionCommand({ Name: 'c' }));
  const first = await described();
  const shown = [parts.HeaderParameters[0], { Key: 'x-shut', IsValueSecret: true }];
  assert.deepEqual(first.AuthParameters?.InvocationHttpParameters, { HeaderParameters: shown });
  assert.deepEqual(first.AuthParameters?.OAuthParameters?.ClientParameters, { ClientID: 'muster' });
  assert.match(first.SecretArn!, /:secret:events!connection\/c\//);
  assert.doesNotMatch(JSON.stringify([first, await events.send(new ListConnectionsCommand({}))]), /-secret/);

  const changed = {
    OAuthParameters: { ClientParameters: { ClientID: 'other' } },
    InvocationHttpParameters: { HeaderParameters: shown },
  };
  await events.send(new UpdateConnectionCommand({ Name: 'c', Description: 'C', AuthParameters: changed as never }));
  assert.equal((await described()).AuthParameters?.OAuthParameters?.ClientParameters?.ClientID, 'other');
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: first.SecretArn! }));
  const kept = JSON.parse(SecretString!) as {
    oauth: { clientSecret: string };
    parts: { headers: { value: string }[] };
  };
  assert.deepEqual([kept.oauth.clientSecret, kept.parts.headers[1]?.value], ['client-secret', 'shut-secret']);

  const api = {
    ConnectionArn: made.ConnectionArn,
    InvocationEndpoint: 'https://hooks.example.com/*',
    HttpMethod: 'PUT',
  } as const;
  await events.send(new CreateApiDestinationCommand({ Name: 'd', ...api }));
  const destination = await events.send(new DescribeApiDestinationCommand({ Name: 'd' }));
  assert.deepEqual(
    [destination.ApiDestinationState, destination.InvocationRateLimitPerSecond, destination.InvocationEndpoint],
    ['ACTIVE', 300, api.InvocationEndpoint],
  );
  const deleted = await events.send(new DeleteConnectionCommand({ Name: 'c' }));
  assert.equal(deleted.ConnectionState, 'DELETING');
  const { ApiDestinations } = await events.send(new ListApiDestinationsCommand({}));
  assert.deepEqual(
    ApiDestinations?.map(({ ApiDestinationState }) => ApiDestinationState),
    ['INACTIVE'],
  );
  await assert.rejects(secrets.send(new GetSecretValueCommand({ SecretId: first.SecretArn! })), {
    name: 'ResourceNotFoundException',
  });
});
