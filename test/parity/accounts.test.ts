import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { PutEventsCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  StartIncidentCommand,
} from '@aws-sdk/client-ssm-incidents';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import type { Queries } from '#storage/db';
import { cloudwatch } from '#wire/services/cloudwatch/service';
import { ACCOUNT, openWorld } from '../kit/world.ts';
import { metricAlarm } from './kit/alarms.ts';
import { trusting } from './kit/roles.ts';
import { inputs, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';
import { call, send, signerOf } from './kit/wire.ts';

/** Who may do what: nobody without a signature, and nobody in another's account. */

const OTHER = '210987654321';
const world = await openWorld();
after(() => world[Symbol.asyncDispose]());
const seeded = await seed(world);
const good = inputs(seeded);
const otherClients = await world.addKey(OTHER);
await otherClients.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
const other = await signerOf(otherClients);
const OWN = new RegExp(`:${ACCOUNT}:`);

/** All that an account has, as rows, apart from what calls leave in trails and metrics. */
async function contents(db: Queries, account: string): Promise<Record<string, unknown[]>> {
  const text = `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'account'
    and table_name not in ('audit_events', 'idempotency_tokens') order by 1`;
  const found: Record<string, unknown[]> = {};
  for (const { name } of await db.rows<{ name: string }>({ name: 'test.tables', text })) {
    const all = {
      name: `test.all_${name}`,
      text: `select t::text as row from ${name} t where account = $1 order by 1`,
    };
    found[name] = await db.rows(all, [account]);
  }
  return found;
}

test('every operation has an input to walk with', () => {
  assert.deepEqual(
    operations.map(({ title }) => title).filter((title) => good[title] === undefined),
    [],
  );
});

for (const { service, operation, title } of operations) {
  test(`${title} without a signature is refused as MissingAuthenticationToken`, async () => {
    for (const wire of service.protocols.filter((protocol) => protocol !== 'rpcv2Cbor')) {
      const answer = await call(world, service, operation.name, good[title]!, { signer: 'none', wire });
      assert.deepEqual([wire, answer.status, answer.code], [wire, 403, 'MissingAuthenticationToken']);
    }
  });
}

test('CBOR without a signature is refused in CBOR', async () => {
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
  for (const name of cloudwatch.operations.keys()) {
    const path = `/service/${cloudwatch.target}/operation/${name}`;
    const answer = await send(world, cloudwatch, { method: 'POST', path, headers, body: '' }, { signer: 'none' });
    assert.deepEqual([answer.status, answer.headers.get('smithy-protocol')], [403, 'rpc-v2-cbor']);
    assert.match(answer.text, /MissingAuthenticationToken/);
  }
});

/** What names something of the first account's: refused by name, or unknown. */
const REFUSED = new Set([
  ...['AccessDeniedException', 'AccessDenied', 'ResourceNotFoundException', 'ResourceNotFound', 'NoSuchEntity'],
]);

for (const { service, operation, title } of operations.filter(({ title }) => OWN.test(JSON.stringify(good[title])))) {
  test(`${title} on another account's ARN is refused and changes nothing`, async () => {
    const before = await contents(world.db, ACCOUNT);
    const answer = await call(world, service, operation.name, good[title]!, { signer: other });
    const after = await contents(world.db, ACCOUNT);
    assert.deepEqual(after, before);
    if (!answer.code) assert.ok(!OWN.test(answer.text), answer.text);
    else
      assert.ok(
        REFUSED.has(answer.code) || /belongs to another account/.test(answer.text),
        `${answer.status} ${answer.text}`,
      );
  });
}

test('the walk over ARNs is of every operation that takes one', () => {
  const walked = operations.filter(({ title }) => OWN.test(JSON.stringify(good[title])));
  assert.ok(walked.length >= 20, `${walked.length}`);
});

test('a role that may nothing is refused every operation by its own action, and changes nothing', async () => {
  const RoleName = 'may-nothing';
  const AssumeRolePolicyDocument = trusting({ AWS: ACCOUNT });
  const { Role } = await world.aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  const assumed = await world.aws.sts.send(new AssumeRoleCommand({ RoleArn: Role!.Arn!, RoleSessionName: 'walk' }));
  const { AccessKeyId, SecretAccessKey, SessionToken } = assumed.Credentials!;
  const signer = { accessKeyId: AccessKeyId!, secret: SecretAccessKey!, sessionToken: SessionToken! };
  const before = await contents(world.db, ACCOUNT);
  const faults: string[] = [];
  for (const { service, operation, title } of operations.filter((each) => !each.operation.judgedByHandler)) {
    const answer = await call(world, service, operation.name, good[title]!, { signer });
    const denied = /^(AccessDenied(Exception)?|AuthorizationError)$/.test(answer.code ?? '');
    const says = answer.text.includes(`is not authorized to perform: ${operation.action} `);
    if (!denied || !says) faults.push(`${title}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(await contents(world.db, ACCOUNT), before);
  const byHandler = operations.filter(({ operation }) => operation.judgedByHandler).map(({ title }) => title);
  assert.deepEqual(byHandler, ['sts GetCallerIdentity', 'sts AssumeRole', 'sts GetSessionToken']);
});

test('another account lists nothing of the first one', async () => {
  const lists: [string, Record<string, unknown>][] = [
    ['ssm-incidents ListIncidentRecords', {}],
    ['ssm-incidents ListIncidents', {}],
    ['ssm-incidents ListResponsePlans', {}],
    ['ssm-incidents ListReplicationSets', {}],
    ['ssm-contacts ListContacts', {}],
    ['ssm-contacts ListContacts', { AliasPrefix: 'a' }],
    ['ssm-contacts ListEngagements', {}],
    ['ssm-contacts ListEngagements', { IncidentId: seeded.incidentArn }],
    ['ssm-contacts ListRotations', {}],
    ['secretsmanager ListSecrets', {}],
    ['secretsmanager ListSecrets', { IncludePlannedDeletion: true }],
    ['sns ListTopics', {}],
    ['sns ListSubscriptions', {}],
    ['cloudwatch DescribeAlarms', {}],
    ['cloudwatch DescribeAlarms', { AlarmNames: ['Latency'] }],
  ];
  for (const [title, input] of lists) {
    const { service, operation } = operations.find((each) => each.title === title)!;
    const answer = await call(world, service, operation.name, input, { signer: other });
    assert.equal(answer.status, 200, answer.text);
    assert.ok(!OWN.test(answer.text), `${title}: ${answer.text}`);
  }
});

test('another account’s rules, alarms and plans that name the first one’s start and page nothing there', async () => {
  // What the first one has to do by itself is done.
  await world.runDue();
  const before = await contents(world.db, ACCOUNT);
  const { events, cloudwatch, incidents } = otherClients;
  await events.send(new PutRuleCommand({ Name: 'steal', EventPattern: '{"source":["app"]}' }));
  await events.send(new PutTargetsCommand({ Rule: 'steal', Targets: [{ Id: 'plan', Arn: seeded.planArn }] }));
  await events.send(new PutEventsCommand({ Entries: [{ Source: 'app', DetailType: 'x', Detail: '{}' }] }));
  await cloudwatch.send(new PutMetricAlarmCommand({ ...metricAlarm('Steal'), AlarmActions: [seeded.planArn] }));
  await cloudwatch.send(new SetAlarmStateCommand({ AlarmName: 'Steal', StateValue: 'ALARM', StateReason: 'test' }));
  const template = { title: 'Steal', impact: 1 };
  const { arn } = await incidents.send(
    new CreateResponsePlanCommand({ name: 'steal', incidentTemplate: template, engagements: [seeded.ana.arn] }),
  );
  await incidents.send(new StartIncidentCommand({ responsePlanArn: arn }));
  await world.runDue();
  assert.deepEqual(world.mail.left(), []);
  assert.deepEqual(await contents(world.db, ACCOUNT), before);
});
