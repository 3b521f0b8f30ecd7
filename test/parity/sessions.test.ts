import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  GetRoleCommand,
  ListRolesCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateSecretCommand, DescribeSecretCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  CreateResponsePlanCommand,
  GetResponsePlanCommand,
  ListResponsePlansCommand,
  StartIncidentCommand,
  UpdateResponsePlanCommand,
} from '@aws-sdk/client-ssm-incidents';
import { AssumeRoleCommand, GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { call, done } from '../kit/api.ts';
import { replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import type { Clients } from '../kit/world-clients.ts';
import { presigned } from './kit/presigned.ts';
import { allowing, TRUST, trusting } from './kit/roles.ts';

/** Sessions of roles and users on the wire: what they may, and what keys that are no good are told. */

let world: World;
let planArn: string;
let otherArn: string;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
  const plan = async (name: string) =>
    (
      await world.aws.incidents.send(
        new CreateResponsePlanCommand({ name, incidentTemplate: { title: name, impact: 3 } }),
      )
    ).arn!;
  planArn = await plan('payments');
  otherArn = await plan('other');
});
after(() => world[Symbol.asyncDispose]());

const ME = `arn:aws:iam::${ACCOUNT}:user/admin`;
const arnOf = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
let made = 0;

/** A role that trusts the administrator, with one policy of its own. */
async function role(document: string, trust = trusting({ AWS: ME })): Promise<string> {
  made += 1;
  const RoleName = `role-${made}`;
  await world.aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trust }));
  await world.aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: document }));
  return RoleName;
}

const assume = async (name: string, more: object = {}, by: Clients = world.aws) =>
  by.sts.send(new AssumeRoleCommand({ RoleArn: arnOf(name), RoleSessionName: 'night', ...more }));

interface Keys {
  id: string;
  secret: string;
  sessionToken: string;
}
async function keysOf(work: ReturnType<typeof assume>): Promise<Keys> {
  const { Credentials } = await work;
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  return { id: AccessKeyId!, secret: SecretAccessKey!, sessionToken: SessionToken! };
}
const actAs = async (name: string, more: object = {}) => world.clientsWith(await keysOf(assume(name, more)));

/** The name and message of the error that a call must come to. */
async function error(work: Promise<unknown>): Promise<{ name: string; message: string; status: number | undefined }> {
  const thrown = await work.then(
    () => assert.fail('it succeeded'),
    (found: unknown) => found as Error & { $metadata: { httpStatusCode?: number } },
  );
  return { name: thrown.name, message: thrown.message, status: thrown.$metadata.httpStatusCode };
}

test('a session says who it is, and its keys end when they say', async () => {
  const name = await role(allowing('iam:GetRole'));
  const assumed = await assume(name, { DurationSeconds: 900, SourceIdentity: 'ana' }).catch(
    (refused: Error) => refused,
  );
  assert.ok(
    assumed instanceof Error && /sts:SetSourceIdentity/.test(assumed.message),
    'that is asked for by an action of its own',
  );
  const PolicyDocument = trusting({ AWS: ME }, { Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] });
  await world.aws.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument }));
  const { AssumedRoleUser, Credentials, SourceIdentity } = await assume(name, {
    DurationSeconds: 900,
    SourceIdentity: 'ana',
  });
  const { Role } = await world.aws.iam.send(new GetRoleCommand({ RoleName: name }));
  const Arn = `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/night`;
  assert.deepEqual(AssumedRoleUser, { Arn, AssumedRoleId: `${Role!.RoleId}:night` });
  assert.equal(SourceIdentity, 'ana');
  assert.match(Credentials!.AccessKeyId!, /^ASIA[A-Z2-7]{16}$/);
  assert.deepEqual(Credentials!.Expiration, new Date(world.now().getTime() + 900_000));
  const { AccessKeyId: id, SecretAccessKey: secret, SessionToken: sessionToken } = Credentials!;
  const session = world.clientsWith({ id: id!, secret: secret!, sessionToken: sessionToken! });
  const { Account, UserId, Arn: own } = await session.sts.send(new GetCallerIdentityCommand({}));
  assert.deepEqual([Account, UserId, own], [ACCOUNT, `${Role!.RoleId}:night`, Arn]);
  await world.advance({ seconds: 899 });
  await session.sts.send(new GetCallerIdentityCommand({}));
  await world.advance({ seconds: 1 });
  const expired = await error(session.sts.send(new GetCallerIdentityCommand({})));
  assert.deepEqual([expired.name, expired.status], ['ExpiredToken', 403], expired.message);
  const json = await error(session.secrets.send(new DescribeSecretCommand({ SecretId: 'x' })));
  assert.equal(json.name, 'ExpiredTokenException');
});

test('a role that may one thing does that, and is refused the next in AWS’s words', async () => {
  const name = await role(allowing('ssm-incidents:StartIncident', planArn));
  const { incidents, iam, cloudwatch } = await actAs(name);
  await incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }));
  const who = `User: arn:aws:sts::${ACCOUNT}:assumed-role/${name}/night is not authorized to perform:`;
  const because = (action: string) => `because no identity-based policy allows the ${action} action`;
  assert.deepEqual(await error(incidents.send(new StartIncidentCommand({ responsePlanArn: otherArn }))), {
    name: 'AccessDeniedException',
    status: 403,
    message: `${who} ssm-incidents:StartIncident on resource: ${otherArn} ${because('ssm-incidents:StartIncident')}`,
  });
  const list = await error(incidents.send(new ListResponsePlansCommand({})));
  assert.equal(list.message, `${who} ssm-incidents:ListResponsePlans ${because('ssm-incidents:ListResponsePlans')}`);
  const inQuery = await error(iam.send(new ListRolesCommand({})));
  assert.deepEqual([inQuery.name, inQuery.status], ['AccessDenied', 403]);
  const inCbor = await error(cloudwatch.send(new DescribeAlarmsCommand({})));
  assert.match(inCbor.name, /^AccessDenied/);
  assert.match(
    inCbor.message,
    /cloudwatch:DescribeAlarms on resource: arn:aws:cloudwatch:us-east-1:123456789012:alarm:\*/,
  );
  await world.house.trail.flush();
  const [denial] = await world.db.rows<{ event: Record<string, unknown> }>({
    name: 'test.denials',
    text: "select event from audit_events where event ->> 'eventName' = 'ListResponsePlans' and event ? 'errorCode'",
  });
  const { errorCode, userIdentity } = denial!.event;
  assert.equal(errorCode, 'AccessDeniedException');
  const { type, arn, sessionContext } = userIdentity as Record<string, unknown>;
  assert.deepEqual([type, arn], ['AssumedRole', `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/night`]);
  assert.equal((sessionContext as { sessionIssuer: { arn: string } }).sessionIssuer.arn, arnOf(name));
});

test('what is changed of a role holds at once, and one that is made again is another', async () => {
  const name = await role(allowing('iam:GetRole'));
  const { iam } = world.aws;
  const session = await actAs(name);
  const get = () => session.iam.send(new GetRoleCommand({ RoleName: name }));
  await get();
  const own = { RoleName: name, PolicyName: 'own' };
  const deny = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'iam:Get*', Resource: `${arnOf(name)}` },
    ],
  });
  await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: deny }));
  assert.match((await error(get())).message, /with an explicit deny in an identity-based policy$/);
  await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: allowing('*') }));
  await get();
  const narrow = { PolicyName: `boundary-${name}`, PolicyDocument: allowing('sns:*') };
  const { Policy } = await iam.send(new CreatePolicyCommand(narrow));
  await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: name, PermissionsBoundary: Policy!.Arn! }));
  assert.match((await error(get())).message, /because no permissions boundary allows the iam:GetRole action$/);
  await iam.send(new DeleteRolePolicyCommand(own));
  await iam.send(new DeleteRoleCommand({ RoleName: name }));
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trusting({ AWS: ME }) }));
  await iam.send(new PutRolePolicyCommand({ ...own, PolicyDocument: allowing('*') }));
  assert.match((await error(get())).message, /because no identity-based policy allows/);
});

test('a session is narrowed by policies, and known by tags', async () => {
  const tagged = { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'payments' } } };
  const name = await role(
    allowing('*', '*', tagged),
    trusting({ AWS: ME }, { Action: ['sts:AssumeRole', 'sts:TagSession'] }),
  );
  const Tags = [{ Key: 'team', Value: 'payments' }];
  assert.match(
    (await error((await actAs(name)).iam.send(new ListRolesCommand({})))).message,
    /no identity-based policy/,
  );
  await (await actAs(name, { Tags })).iam.send(new ListRolesCommand({}));
  const narrowed = await actAs(name, { Tags, Policy: allowing('iam:GetRole') });
  await narrowed.iam.send(new GetRoleCommand({ RoleName: name }));
  assert.match(
    (await error(narrowed.iam.send(new ListRolesCommand({})))).message,
    /no session policy allows the iam:ListRoles/,
  );
  const PolicyArns = [{ arn: 'arn:aws:iam::aws:policy/IAMReadOnlyAccess' }];
  const { PackedPolicySize } = await assume(name, { Tags, PolicyArns });
  assert.ok(PackedPolicySize! > 0 && PackedPolicySize! < 10, `${PackedPolicySize}`);
  const large = allowing(Array.from({ length: 200 }, (_, at) => `iam:GetRole${at}`));
  assert.equal((await error(assume(name, { Tags, Policy: large }))).name, 'PackedPolicyTooLargeException');
  assert.equal((await error(assume(name, { Tags, Policy: '{}' }))).name, 'MalformedPolicyDocumentException');
});

test('only whom a role trusts may act as it, and only for so long', async () => {
  const services = await role(allowing('*'), TRUST);
  const refused = await error(assume(services));
  assert.deepEqual([refused.name, refused.status], ['AccessDenied', 403]);
  assert.equal(
    refused.message,
    `User: ${ME} is not authorized to perform: sts:AssumeRole on resource: ${arnOf(services)} because no resource-based policy allows the sts:AssumeRole action`,
  );
  assert.equal((await error(assume('none'))).name, 'AccessDenied');
  const external = { Condition: { StringEquals: { 'sts:ExternalId': 'secret-word' } } };
  const outside = await role(allowing('*'), trusting({ AWS: ACCOUNT }, external));
  assert.equal((await error(assume(outside))).name, 'AccessDenied');
  await assume(outside, { ExternalId: 'secret-word' });
  assert.match(
    (await error(assume(outside, { ExternalId: 'secret-word', DurationSeconds: 3_601 }))).message,
    /MaxSessionDuration/,
  );
  assert.match((await error(assume(outside, { DurationSeconds: 60 }))).message, /durationSeconds/);
  assert.match(
    (await error(assume(outside, { SerialNumber: 'device-001', TokenCode: '123456' }))).message,
    /no MFA devices/,
  );
});

test('of a role that trusts the account the caller’s own policies decide; chains last an hour', async () => {
  const target = await role(allowing('iam:ListRoles'), trusting({ AWS: `arn:aws:iam::${ACCOUNT}:root` }));
  const idle = await actAs(await role(allowing('sns:*')));
  const message = /no identity-based policy allows the sts:AssumeRole action/;
  assert.match((await error(assume(target, {}, idle))).message, message);
  const links = await actAs(await role(allowing('sts:AssumeRole', arnOf(target))));
  const chained = world.clientsWith(await keysOf(assume(target, {}, links)));
  await chained.iam.send(new ListRolesCommand({}));
  assert.match((await error(assume(target, { DurationSeconds: 7_200 }, links))).message, /1 hour session limit/);
  const named = await role(allowing('*'));
  const trust = trusting({ AWS: arnOf('role-made-for-this') });
  assert.equal((await error(assume(await role(allowing('*'), trust), {}, idle))).name, 'AccessDenied');
  assert.ok(named);
});

test('another account acts as a role that trusts it, and as no other', async () => {
  const OTHER = '210987654321';
  const others = await world.addKey(OTHER);
  const name = await role(allowing('iam:ListRoles'), trusting({ AWS: OTHER }));
  const session = world.clientsWith(await keysOf(assume(name, {}, others)));
  assert.equal((await session.sts.send(new GetCallerIdentityCommand({}))).Account, ACCOUNT);
  await session.iam.send(new ListRolesCommand({}));
  assert.equal((await error(assume(await role(allowing('*')), {}, others))).name, 'AccessDenied');
});

test('keys that are touched, mixed or without their token are no keys', async () => {
  const name = await role(allowing('*'));
  const keys = await keysOf(assume(name));
  const other = await keysOf(assume(name));
  const { sessionToken } = keys;
  const turned = (at: number) =>
    sessionToken.slice(0, at) + (sessionToken[at] === 'A' ? 'B' : 'A') + sessionToken.slice(at + 1);
  const bad: Record<string, { id: string; secret: string; sessionToken?: string }> = {
    'a token that was touched': { ...keys, sessionToken: turned(40) },
    'another end of the token': { ...keys, sessionToken: `${sessionToken}=` },
    'no token': { id: keys.id, secret: keys.secret },
    'another session’s token': { ...keys, sessionToken: other.sessionToken },
    'another session’s key': { ...keys, id: other.id },
    'a token of one’s own': { ...keys, sessionToken: Buffer.from(`{"account":"${ACCOUNT}"}`).toString('base64') },
    'a token that is too long': { ...keys, sessionToken: 'A'.repeat(13_000) },
  };
  for (const [what, key] of Object.entries(bad)) {
    const { incidents, sts } = world.clientsWith(key);
    const json = await error(incidents.send(new GetResponsePlanCommand({ arn: planArn })));
    assert.deepEqual([what, json.name, json.status], [what, 'UnrecognizedClientException', 403]);
    assert.equal((await error(sts.send(new GetCallerIdentityCommand({})))).name, 'InvalidClientTokenId', what);
  }
  const wrong = world.clientsWith({ ...keys, secret: other.secret });
  assert.equal((await error(wrong.sts.send(new GetCallerIdentityCommand({})))).name, 'SignatureDoesNotMatch');
});

test('a presigned request carries its token in the query, signed with the rest', async () => {
  const keys = await keysOf(assume(await role(allowing('iam:ListRoles'))));
  const ask = (action: string, service: string, version: string, given: Keys) =>
    presigned(
      world,
      { accessKeyId: given.id, secret: given.secret, sessionToken: given.sessionToken },
      {
        service,
        query: { Action: action, Version: version },
      },
    );
  const [roles, policies] = ['ListRoles', 'ListPolicies'] as const;
  assert.equal((await ask(roles, 'iam', '2010-05-08', keys)).status, 200);
  const denied = await ask(policies, 'iam', '2010-05-08', keys);
  assert.equal(denied.status, 403);
  assert.match(denied.text, /<Code>AccessDenied<\/Code>/);
  const forged = await ask(roles, 'iam', '2010-05-08', {
    ...keys,
    sessionToken: `${keys.sessionToken.slice(0, -8)}AAAAAAAA`,
  });
  assert.match(forged.text, /<Code>InvalidClientTokenId<\/Code>/);
  await world.advance({ hours: 1, seconds: 1 });
  assert.match((await ask(roles, 'iam', '2010-05-08', keys)).text, /<Code>ExpiredToken<\/Code>/);
});

test('a denial holds however the thing is named', async () => {
  const { ARN } = await world.aws.secrets.send(new CreateSecretCommand({ Name: 'prod/db', SecretString: 'hidden' }));
  const { Role } = await world.aws.iam.send(
    new CreateRoleCommand({ RoleName: 'deep', Path: '/ops/', AssumeRolePolicyDocument: TRUST }),
  );
  const deny = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: '*', Resource: [ARN, Role!.Arn, planArn] },
    ],
  });
  const { secrets, iam, incidents } = await actAs(await role(deny));
  for (const SecretId of ['prod/db', ARN!, ARN!.slice(0, -7)]) {
    const refused = await error(secrets.send(new GetSecretValueCommand({ SecretId })));
    assert.deepEqual([SecretId, refused.name], [SecretId, 'AccessDeniedException'], refused.message);
  }
  assert.match((await error(iam.send(new GetRoleCommand({ RoleName: 'deep' })))).message, /explicit deny/);
  for (const arn of [planArn, planArn.replace('::', ':us-east-1:'), planArn.replace('response-plan', 'responseplan')])
    assert.match((await error(incidents.send(new GetResponsePlanCommand({ arn })))).message, /explicit deny/, arn);
});

test('conditions see where a call comes from and goes to', async () => {
  const rows: [key: string, operator: string, value: string, want: boolean][] = [
    ['aws:RequestedRegion', 'StringEquals', 'us-east-1', true],
    ['aws:RequestedRegion', 'StringEquals', 'eu-west-1', false],
    ['aws:SourceIp', 'IpAddress', '127.0.0.0/8', true],
    ['aws:SourceIp', 'IpAddress', '10.0.0.0/8', false],
    ['aws:PrincipalAccount', 'StringEquals', ACCOUNT, true],
    ['aws:PrincipalArn', 'ArnLike', `arn:aws:iam::${ACCOUNT}:role/*`, true],
    ['aws:userid', 'StringLike', '*:night', true],
    ['aws:SecureTransport', 'Bool', 'true', true],
    ['aws:ViaAWSService', 'Bool', 'false', true],
    ['aws:CurrentTime', 'DateLessThan', '2026-01-01T00:00:00Z', false],
    ['aws:TokenIssueTime', 'DateGreaterThan', '2026-01-01T00:00:00Z', true],
    ['aws:username', 'Null', 'true', true],
  ];
  const name = await role(allowing('*'));
  const session = await actAs(name);
  for (const [key, operator, value, want] of rows) {
    const PolicyDocument = allowing('*', '*', { Condition: { [operator]: { [key]: value } } });
    await world.aws.iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'own', PolicyDocument }));
    const found = await session.iam.send(new ListRolesCommand({})).then(
      () => true,
      () => false,
    );
    assert.deepEqual([key, operator, value, found], [key, operator, value, want]);
  }
});

test('a user has sessions, too, which may as much and make no further ones', async () => {
  const { Credentials } = await world.aws.sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
  const { AccessKeyId, SecretAccessKey, SessionToken } = Credentials!;
  const session = world.clientsWith({ id: AccessKeyId!, secret: SecretAccessKey!, sessionToken: SessionToken! });
  assert.equal((await session.sts.send(new GetCallerIdentityCommand({}))).Arn, ME);
  await session.iam.send(new ListRolesCommand({}));
  const again = await error(session.sts.send(new GetSessionTokenCommand({})));
  assert.deepEqual(
    [again.name, again.message],
    ['AccessDenied', 'Cannot call GetSessionToken with session credentials'],
  );
});

test('the native API asks a role’s policies for actions of its own', async () => {
  const name = await role(allowing('muster:ListIncidents'));
  const keys = await keysOf(assume(name));
  await done(call(world, 'GET', '/incidents', { key: keys }), 200);
  const refused = await call(world, 'GET', '/contacts', { key: keys });
  assert.equal(refused.status, 403);
  assert.match(
    JSON.stringify(refused.body),
    /not authorized to perform: muster:ListContacts on resource: arn:aws:muster:us-east-1:123456789012:contacts/,
  );
});

test('a service acts as a role that trusts it, and hears plainly why not', async () => {
  const { assuming } = world.house.rooms;
  const act = (roleArn: string, service = 'ssm.amazonaws.com') =>
    assuming.actAs(world.db, { account: ACCOUNT, roleArn, service, sessionName: 'run-1' });
  const trusted = await role(allowing('*'), TRUST);
  assert.deepEqual(await act(arnOf(trusted)), { principal: `arn:aws:sts::${ACCOUNT}:assumed-role/${trusted}/run-1` });
  const why = async (arn: string, service?: string) => {
    const found = await act(arn, service);
    return 'refused' in found ? found.refused : assert.fail('it may');
  };
  assert.match(
    await why(arnOf('none')),
    /role\/none is not known to Muster\. Make it with: aws iam create-role --role-name none/,
  );
  assert.match(
    await why(arnOf(await role(allowing('*')))),
    /does not trust ssm\.amazonaws\.com\. Put this statement into its trust policy .*"Service":"ssm\.amazonaws\.com"/,
  );
  assert.match(await why(arnOf(trusted), 'events.amazonaws.com'), /does not trust events\.amazonaws\.com/);
  assert.match(await why('runbooks'), /is no role's ARN/);
  assert.match(await why('arn:aws:iam::210987654321:role/x'), /of another account/);
});

test('who is neither user nor role may nothing', async () => {
  const { permissions } = world.house.rooms;
  const judge = (principal: string) =>
    permissions.judge(world.db, { account: ACCOUNT, principal, action: 'iam:ListRoles', resources: ['*'] });
  assert.equal((await judge(ME)).allowed, true);
  for (const principal of [
    `arn:aws:iam::${ACCOUNT}:user/tokens/ci`,
    'arn:aws:iam::210987654321:user/admin',
    'muster',
    `${ACCOUNT}`,
  ])
    assert.equal((await judge(principal)).allowed, false, principal);
});

test('the doctor tells of plans whose role does not trust, or may not start the runbook', async () => {
  const told = async (roleArn: string) => {
    const ssmAutomation = { documentName: 'Restart', roleArn };
    await world.aws.incidents.send(new UpdateResponsePlanCommand({ arn: otherArn, actions: [{ ssmAutomation }] }));
    const { findings } = await done<{ findings: Finding[] }>(call(world, 'GET', '/doctor'), 200);
    return findings.filter(({ check, text }) => check === 'roles' || /has no role/.test(text));
  };
  const [missing, ...more] = await told(arnOf('none'));
  assert.deepEqual(more, []);
  assert.match(
    missing!.command,
    /aws iam create-role --role-name none --assume-role-policy-document '.*ssm-incidents.amazonaws.com/,
  );
  const [stranger] = await told(arnOf(await role(allowing('ssm:*'))));
  assert.match(stranger!.text, /does not trust ssm-incidents\.amazonaws\.com/);
  assert.match(stranger!.whatToDo, /"Service":"ssm-incidents\.amazonaws\.com"/);
  const weak = await role(allowing('ssm:GetDocument'), TRUST);
  const [powerless] = await told(arnOf(weak));
  assert.equal(powerless!.severity, 'fault');
  assert.match(
    powerless!.text,
    /not authorized to perform: ssm:StartAutomationExecution on resource: .*automation-definition\/Restart:\$DEFAULT/,
  );
  const [, PolicyDocument] = /--policy-document '(.*)'$/.exec(powerless!.command)!;
  const mend = { RoleName: weak, PolicyName: 'start-runbooks', PolicyDocument: PolicyDocument! };
  await world.aws.iam.send(new PutRolePolicyCommand(mend));
  assert.deepEqual(await told(arnOf(weak)), [], 'the line that it gives mends it');
});

interface Finding {
  check: string;
  severity: string;
  text: string;
  whatToDo: string;
  command: string;
}
