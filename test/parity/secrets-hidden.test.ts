import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { GetRandomPasswordCommand, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import type { Queries } from '#storage/db';
import { secretsManager } from '#wire/services/secretsmanager/service';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

/** Where values of secrets are, and where they are not: in answers to GetSecretValue, and nowhere else in the clear. */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

const ask = (name: string, input: Record<string, unknown>) => call(world, secretsManager, name, input);
const tables = {
  name: 'test.allTables',
  text: `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
};

/** All rows of all tables as text; bytes stand in it in hexadecimal digits. */
async function everything(db: Queries): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { name } of await db.rows<{ name: string }>(tables)) {
    const all = { name: `test.rows_${name}`, text: `select t::text as row from ${name} t` };
    found.set(name, (await db.rows<{ row: string }>(all)).map(({ row }) => row).join('\n'));
  }
  return found;
}

/** A text as it may be written: itself, in base64 at each of three places, in hexadecimal digits. */
function writings(text: string): string[] {
  const base64 = [0, 1, 2].map((offset) =>
    Buffer.from('x'.repeat(offset) + text)
      .toString('base64')
      .slice(4, -4),
  );
  return [
    text,
    ...base64,
    ...base64.map((each) => Buffer.from(each).toString('hex')),
    Buffer.from(text).toString('hex'),
  ];
}

const holds = (haystack: string, text: string) => writings(text).some((each) => haystack.includes(each));

test('a value is in no table, log line, trail entry or message, whatever was done and whatever failed', async () => {
  const clear = (number: number) => `Hunter-number-${number}-is-behind-the-tapestry`;
  const Name = 'kept/well';
  const ClientRequestToken = '0'.repeat(32);
  const create = { Name, SecretString: clear(1), ClientRequestToken };
  const answers = [
    await ask('CreateSecret', create),
    await ask('CreateSecret', create),
    await ask('CreateSecret', { ...create, SecretString: clear(2) }),
    await ask('CreateSecret', { Name: 'not a name', SecretString: clear(3) }),
    await ask('PutSecretValue', { SecretId: Name, SecretString: clear(4) }),
    await ask('PutSecretValue', { SecretId: Name, SecretBinary: Buffer.from(clear(5)).toString('base64') }),
    await ask('PutSecretValue', { SecretId: 'none', SecretString: clear(6) }),
    await ask('PutSecretValue', { SecretId: Name, SecretString: clear(7), SecretBinary: 'AA==' }),
    await ask('PutSecretValue', { SecretId: Name, SecretString: clear(8).repeat(2_000) }),
    await ask('PutSecretValue', { SecretId: Name, SecretString: { [clear(9)]: clear(9) } }),
    await ask('PutSecretValue', { SecretId: Name, SecretBinary: clear(10) }),
    await ask('UpdateSecret', { SecretId: Name, SecretString: clear(11), Description: 'changed' }),
    await ask('PutSecretValue', { SecretId: Name, SecretString: clear(12), RotationToken: clear(12) }),
    await ask('DescribeSecret', { SecretId: Name }),
    await ask('ListSecrets', {}),
    await ask('ListSecretVersionIds', { SecretId: Name, IncludeDeprecated: true }),
  ];
  assert.ok(answers.some(({ status }) => status === 200) && answers.some(({ status }) => status === 400));
  const { SecretString } = await world.aws.secrets.send(new GetSecretValueCommand({ SecretId: Name }));
  assert.equal(SecretString, clear(11));
  const { RandomPassword } = await world.aws.secrets.send(new GetRandomPasswordCommand({}));
  assert.equal(await world.house.secretValue(world.db, ACCOUNT, Name), clear(11));
  await world.house.trail.flush();
  const told = answers.map(({ text }) => text).join('\n');
  const places = await everything(world.db);
  places.set('the log', JSON.stringify(world.log.lines));
  places.set('answers other than values', told);
  assert.ok(holds(places.get('secrets')!, Name) && holds(told, Name), 'what is no secret is found in this way');
  assert.ok(holds(places.get('audit_events')!, 'HIDDEN_DUE_TO_SECURITY_REASONS'));
  assert.ok(/PutSecretValue/.test(places.get('audit_events')!) && /GetSecretValue/.test(places.get('audit_events')!));
  for (const [place, text] of places) {
    for (let number = 1; number <= 12; number += 1)
      assert.ok(!holds(text, clear(number).slice(0, 24)), `${place} holds value ${number}`);
    assert.ok(!holds(text, RandomPassword!), `${place} holds the random password`);
  }
});

test('a value that was moved to another secret in the database, or touched, is not opened and says so', async () => {
  const created = await Promise.all(
    ['one', 'other'].map((Name) =>
      ask('CreateSecret', { Name, SecretString: Name, ClientRequestToken: '1'.repeat(32) }),
    ),
  );
  assert.deepEqual(
    created.map(({ status }) => status),
    [200, 200],
  );
  const swap = {
    name: 'test.swapValues',
    text: `update secret_versions v set sealed_key = o.sealed_key, sealed_value = o.sealed_value
      from secrets s, secret_versions o, secrets t
      where v.secret = s.id and s.name = 'one' and o.secret = t.id and t.name = 'other'`,
  };
  await world.db.rows(swap);
  const answer = await ask('GetSecretValue', { SecretId: 'one' });
  assert.deepEqual([answer.status, answer.code], [400, 'DecryptionFailure']);
  assert.equal((await ask('GetSecretValue', { SecretId: 'other' })).body['SecretString'], 'other');
});

test('a part of Muster reads a secret by its name or ARN; what it cannot read is refused in words', async () => {
  const { ARN } = (await ask('CreateSecret', { Name: 'for-a-provider', SecretString: 'token' })).body;
  const value = (name: string, account = ACCOUNT) => world.house.secretValue(world.db, account, name);
  const arn = String(ARN);
  for (const name of ['for-a-provider', arn, arn.slice(0, -7)]) assert.equal(await value(name), 'token');
  await assert.rejects(value('none'), { kind: 'notFound' });
  await assert.rejects(value('for-a-provider', '210987654321'), { kind: 'notFound' });
  await assert.rejects(value(arn, '210987654321'), { kind: 'accessDenied' });
  await ask('CreateSecret', { Name: 'bytes', SecretBinary: 'AAEC' });
  await assert.rejects(value('bytes'), /holds bytes/);
  const elsewhere = { Name: 'for-a-provider', SecretString: 'there' };
  const there = await call(world, secretsManager, 'CreateSecret', elsewhere, { region: 'eu-central-1' });
  await assert.rejects(value('for-a-provider'), /More than one Region/);
  assert.equal(await value(String(there.body['ARN'])), 'there');
  await ask('DeleteSecret', { SecretId: arn });
  await assert.rejects(value(arn), /marked for deletion/);
});

test('a plan warns of a secret until it exists, and again when it is to be deleted', async () => {
  await replicationSet(world);
  const incident = { serviceId: 'P1' };
  const pagerDutyConfiguration = { name: 'pd', secretId: 'pd/token', pagerDutyIncidentConfiguration: incident };
  const { arn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({
      name: 'passed-on',
      incidentTemplate: { title: 'x', impact: 1 },
      integrations: [{ pagerDutyConfiguration }],
    }),
  );
  const warned = async () => {
    const { body } = await call(world, ssmIncidents, 'GetResponsePlan', { arn });
    return ((body['warnings'] ?? []) as { member: string; whatToDo: string }[]).map(({ member }) => member);
  };
  const secretId = 'integrations[0].pagerDutyConfiguration.secretId';
  assert.deepEqual(await warned(), [secretId]);
  await ask('CreateSecret', { Name: 'pd/token', SecretString: '{}' });
  assert.deepEqual(await warned(), []);
  await ask('DeleteSecret', { SecretId: 'pd/token' });
  assert.deepEqual(await warned(), [secretId]);
  await ask('RestoreSecret', { SecretId: 'pd/token' });
  assert.deepEqual(await warned(), []);
});

test('a deletion whose work was lost is planned again by the auditor', async () => {
  await ask('CreateSecret', { Name: 'lost', SecretString: 'x' });
  await ask('DeleteSecret', { SecretId: 'lost', RecoveryWindowInDays: 7 });
  const lose = { name: 'test.loseDeletions', text: `delete from due where queue = 'secrets.delete'` };
  await world.db.rows(lose);
  await world.auditor.look();
  const repaired = world.log.take('error', /the auditor found a fault and repaired it/);
  // A world's housekeeping is not planned either.
  const invariants = new Set(repaired.map(({ fields }) => fields['invariant']));
  assert.ok(invariants.has('secrets.deletion-not-planned'));
  assert.deepEqual(
    [...invariants].filter((name) => !/-not-planned$/.test(String(name))),
    [],
  );
  await world.advance({ hours: 7 * 24 });
  assert.equal((await ask('DescribeSecret', { SecretId: 'lost' })).code, 'ResourceNotFoundException');
});
