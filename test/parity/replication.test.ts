import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GetContactCommand, ResourceNotFoundException as NoContact } from '@aws-sdk/client-ssm-contacts';
import {
  ConflictException,
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  DeleteReplicationSetCommand,
  GetReplicationSetCommand,
  ListIncidentRecordsCommand,
  ListReplicationSetsCommand,
  ListResponsePlansCommand,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  StartIncidentCommand,
  UpdateDeletionProtectionCommand,
  type UpdateReplicationSetAction,
  UpdateReplicationSetCommand,
  ValidationException,
  waitUntilWaitForReplicationSetActive,
  waitUntilWaitForReplicationSetDeleted,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { bearer, bring, intakeKey } from '../kit/alerts.ts';
import { call as ask, done } from '../kit/api.ts';
import { alert, alertRule } from '../kit/bus-alerts.ts';
import { answersIn, person, replicationSet, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { relatedItems } from './kit/full.ts';
import { seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

const UNKNOWN = `arn:aws:ssm-incidents::${ACCOUNT}:replication-set/00000000-0000-4000-8000-000000000000`;

const setOf = async (world: World, arn: string) =>
  (await world.aws.incidents.send(new GetReplicationSetCommand({ arn }))).replicationSet!;
const update = (world: World, arn: string, ...actions: UpdateReplicationSetAction[]) =>
  world.aws.incidents.send(new UpdateReplicationSetCommand({ arn, actions }));
const add = (regionName: string, sseKmsKeyId?: string) => ({ addRegionAction: { regionName, sseKmsKeyId } });
const remove = (regionName: string) => ({ deleteRegionAction: { regionName } });

test('a Region that is added is CREATING in an UPDATING set, then ACTIVE, and can be removed', async () => {
  await using world = await openWorld();
  const arn = await replicationSet(world);
  const made = await setOf(world, arn);
  const answer = await update(world, arn, add('eu-central-1', 'arn:aws:kms:eu-central-1:123456789012:key/x'));
  assert.equal(answer.$metadata.httpStatusCode, 204);
  const updating = await setOf(world, arn);
  assert.deepEqual(
    [updating.status, updating.regionMap!['us-east-1']!.status, updating.regionMap!['eu-central-1']],
    [
      'UPDATING',
      'ACTIVE',
      {
        status: 'CREATING',
        sseKmsKeyId: 'arn:aws:kms:eu-central-1:123456789012:key/x',
        statusUpdateDateTime: world.now(),
      },
    ],
  );
  assert.deepEqual([updating.createdTime, updating.lastModifiedTime], [made.createdTime, world.now()]);
  await world.advance({ seconds: 1 });
  assert.equal((await setOf(world, arn)).status, 'ACTIVE');
  await update(world, arn, remove('us-east-1'));
  assert.deepEqual(Object.keys((await setOf(world, arn)).regionMap!), ['eu-central-1']);
});

test('a Region twice is a conflict; a fourth, an unknown one and the last one are refused, saying what to do', async () => {
  await using world = await openWorld();
  const arn = await replicationSet(world);
  await assert.rejects(update(world, arn, add('us-east-1')), (error) => {
    assert.ok(error instanceof ConflictException);
    assert.deepEqual([error.resourceType, error.resourceIdentifier], ['REPLICATION_SET', arn]);
    return true;
  });
  const refused = async (action: UpdateReplicationSetAction, told: RegExp) =>
    assert.rejects(update(world, arn, action), (error) => {
      assert.ok(error instanceof ValidationException);
      assert.match(error.message, told);
      return true;
    });
  await refused(remove('eu-west-1'), /no Region "eu-west-1".*"us-east-1"/);
  await refused(remove('us-east-1'), /last Region.*delete the replication set/);
  await update(world, arn, add('eu-west-1'));
  await update(world, arn, add('eu-west-2'));
  await assert.rejects(update(world, arn, add('eu-west-3')), (error) => {
    assert.ok(error instanceof ServiceQuotaExceededException);
    assert.match(error.message, /at most 3 Regions/);
    return true;
  });
  assert.equal(Object.keys((await setOf(world, arn)).regionMap!).length, 3);
});

test('one action a call, on the set of the account', async () => {
  await using world = await openWorld();
  const arn = await replicationSet(world);
  await assert.rejects(update(world, arn, add('eu-west-1'), add('eu-west-2')), ValidationException);
  await assert.rejects(update(world, arn), ValidationException);
  for (const command of [
    new UpdateReplicationSetCommand({ arn: UNKNOWN, actions: [add('eu-west-1')] }),
    new UpdateDeletionProtectionCommand({ arn: UNKNOWN, deletionProtected: true }),
    new DeleteReplicationSetCommand({ arn: UNKNOWN }),
  ]) {
    await assert.rejects(world.aws.incidents.send(command as DeleteReplicationSetCommand), (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.deepEqual([error.resourceType, error.resourceIdentifier], ['REPLICATION_SET', UNKNOWN]);
      return true;
    });
  }
});

test('a protected set is not deleted', async () => {
  await using world = await openWorld();
  const arn = await replicationSet(world);
  const protect = (deletionProtected: boolean) =>
    world.aws.incidents.send(new UpdateDeletionProtectionCommand({ arn, deletionProtected }));
  assert.equal((await protect(true)).$metadata.httpStatusCode, 204);
  const set = await setOf(world, arn);
  assert.deepEqual([set.deletionProtected, set.lastModifiedTime], [true, world.now()]);
  await assert.rejects(world.aws.incidents.send(new DeleteReplicationSetCommand({ arn })), (error) => {
    assert.ok(error instanceof ValidationException);
    assert.match(error.message, /no-deletion-protected/);
    return true;
  });
  await protect(false);
  const deleted = await world.aws.incidents.send(new DeleteReplicationSetCommand({ arn }));
  assert.equal(deleted.$metadata.httpStatusCode, 204);
  await assert.rejects(setOf(world, arn), ResourceNotFoundException);
});

/** Tables of other services and of the house: what they hold of an account stays. */
const STAYS = [
  'access_keys',
  'alarm_history',
  'alarm_metrics',
  'alarms',
  'audit_events',
  'document_versions',
  'documents',
  'event_api_destinations',
  'event_buses',
  'event_connections',
  'event_deliveries',
  'event_rule_versions',
  'event_rules',
  'event_targets',
  'events',
  'hosts',
  'idempotency_tokens',
  'metrics',
  'policies',
  'policy_versions',
  'role_attachments',
  'role_policies',
  'roles',
  'runbook_executions',
  'secret_stages',
  'secret_versions',
  'secrets',
  'stored_parameters',
  'topic_deliveries',
  'topic_subscriptions',
  'topics',
];

/** The parts into which the data of metrics are cut are made as time goes on. */
const stays = (table: string) => STAYS.includes(table) || table.startsWith('metric_points_');

/** Timers of alarms and of rules' schedules, which stay with them. */
const OTHERS_WORK = ['alarms.evaluate', 'alarms.composite', 'events.schedules'];

/** How many rows each table has of an account, where it has any. */
async function rowsOf(world: World, account: string): Promise<Record<string, number>> {
  const columns = await world.db.rows<{ name: string }>({
    name: 'test.tablesOfAccounts',
    text: `select table_name as name from information_schema.columns
      where table_schema = 'public' and column_name = 'account' order by 1`,
  });
  const found: Record<string, number> = {};
  for (const { name } of columns) {
    const counting = {
      name: `test.count_${name}`,
      text: `select count(*)::int as count from ${name} where account = $1 ${name === 'due' ? 'and not queue = any ($2)' : ''}`,
    };
    const { count } = (await world.db.first<{ count: number }>(
      counting,
      name === 'due' ? [account, OTHERS_WORK] : [account],
    ))!;
    if (count > 0) found[name] = count;
  }
  return found;
}

test('deleting the set erases plans, incidents and people of the account, and ends what runs', async () => {
  await using world = await openWorld();
  const { setArn, ana, planArn } = await seed(world);
  const { incidents, contacts } = world.aws;
  const other = await world.addKey('210987654321');
  await other.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  await other.incidents.send(
    new CreateResponsePlanCommand({ name: 'theirs', incidentTemplate: { title: 'T', impact: 1 } }),
  );
  const theirs = await rowsOf(world, '210987654321');
  // One page is waiting to leave, and the next stage is due in five minutes.
  await incidents.send(new StartIncidentCommand({ responsePlanArn: planArn, relatedItems: relatedItems() as never }));
  const before = await rowsOf(world, ACCOUNT);
  for (const name of ['contacts', 'pages', 'messages', 'due', 'related_items', 'timeline_entries', 'resource_policies'])
    assert.ok(before[name], `the account has ${name}`);
  await incidents.send(new DeleteReplicationSetCommand({ arn: setArn }));
  const left = Object.keys(await rowsOf(world, ACCOUNT)).filter((name) => !stays(name));
  assert.deepEqual(left, []);
  assert.deepEqual(await rowsOf(world, '210987654321'), theirs, 'another account keeps everything');
  for (const table of ['page_receipts', 'engagement_decisions']) {
    const text = `select count(*)::int as count from ${table}`;
    assert.deepEqual(await world.db.first({ name: `test.all_${table}`, text }), { count: 0 }, table);
  }
  await world.advance({ minutes: 30 });
  assert.deepEqual(world.mail.left(), [], 'nobody is paged any more');
  await assert.rejects(contacts.send(new GetContactCommand({ ContactId: ana.arn })), NoContact);
  const lists = [
    new ListIncidentRecordsCommand({}),
    new ListResponsePlansCommand({}),
    new ListReplicationSetsCommand({}),
  ];
  for (const command of lists) {
    const { $metadata: _, ...answer } = await incidents.send(command as ListResponsePlansCommand);
    assert.deepEqual(Object.values(answer).flat(), []);
  }
});

test('what fired for the incidents goes with them; monitors, intake keys and known alerts stay, and open nothing', async () => {
  await using world = await openWorld();
  const arn = await replicationSet(world);
  const ana = await person(world, 'ana');
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  await done(
    ask(world, 'PATCH', '/response-plans/payments', {
      body: {
        onRecovery: 'resolve',
        resolveAfterMinutes: 60,
        grouping: { by: ['detail.labels.service'], windowMinutes: 10 },
      },
      headers: { 'if-match': '*' },
    }),
  );
  await alertRule(world, plan);
  await alert(world, 'Firing', 'a1', { service: 'api' });
  await alert(world, 'Resolved', 'a1', { service: 'api' });
  const key = bearer(await intakeKey(world, 'alertmanager'));
  await bring(world, '/api/v2/alerts', [{ labels: { alertname: 'A' } }], key);
  const body = { name: 'backup', intervalSeconds: 60, graceSeconds: 30, plan: 'payments' };
  const { monitor, url } = await done<{ monitor: { id: string }; url: string }>(
    ask(world, 'POST', '/heartbeats', { body }),
    201,
  );
  await fetch(new URL(new URL(url).pathname, world.url), { method: 'POST' });
  await world.firstMail(ana.address);
  const before = await rowsOf(world, ACCOUNT);
  for (const name of ['signals', 'signal_groups', 'incident_activity']) assert.ok(before[name], `there are ${name}`);
  await world.aws.incidents.send(new DeleteReplicationSetCommand({ arn }));
  const left = await rowsOf(world, ACCOUNT);
  const named = Object.keys(left).filter((name) => !stays(name));
  assert.deepEqual(named, ['alerts', 'due', 'heartbeat_monitors', 'intake_keys']);
  const work = await world.db.rows<{ queue: string }>(
    {
      ...{ name: 'test.workOfAccount', text: 'select queue from due where account = $1 order by 1' },
    },
    [ACCOUNT],
  );
  assert.deepEqual(
    work.map(({ queue }) => queue),
    ['monitors.missed'],
  );
  await world.advance({ hours: 2 });
  assert.equal((await done<{ status: string }>(ask(world, 'GET', `/heartbeats/${monitor.id}`))).status, 'missing');
  assert.ok(world.log.lines.some(({ message }) => message.includes('its response plan could not be started')));
  assert.deepEqual(world.mail.left(), [], 'nobody is paged');
});

test('a mail that is at the provider when the set is deleted arrives, and is the last one', async () => {
  const during: { act: (() => Promise<unknown>) | undefined } = { act: undefined };
  const probe = async (point: string) => {
    const { act } = during;
    if (point !== 'afterSend' || !act) return;
    during.act = undefined;
    await act();
  };
  await using world = await openWorld({ probe });
  const { setArn, planArn, ana } = await seed(world);
  const { incidents } = world.aws;
  await incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }));
  during.act = () => incidents.send(new DeleteReplicationSetCommand({ arn: setArn }));
  await world.advance({ minutes: 30 });
  assert.equal(during.act, undefined, 'the set was deleted between the provider and the record of it');
  const [mail, ...more] = world.mail.take(ana.address);
  assert.deepEqual(more, []);
  const page = await fetch(`${world.url}/ack/${answersIn(mail!).token}`);
  assert.equal(page.status, 404);
  const left = Object.keys(await rowsOf(world, ACCOUNT)).filter((name) => !stays(name));
  assert.deepEqual(left, []);
});

test('after a deletion the account begins anew, also with the tokens of before', async () => {
  await using world = await openWorld();
  const create = () =>
    call(world, ssmIncidents, 'CreateReplicationSet', { regions: { 'us-east-1': {} }, clientToken: 'first' });
  const plan = { name: 'web', incidentTemplate: { title: 'T', impact: 1 }, clientToken: 'plan' };
  const first = await create();
  assert.equal((await call(world, ssmIncidents, 'CreateResponsePlan', plan)).status, 201);
  await world.aws.incidents.send(new DeleteReplicationSetCommand({ arn: String(first.body['arn']) }));
  assert.equal((await call(world, ssmIncidents, 'CreateResponsePlan', plan)).code, 'ResourceNotFoundException');
  const again = await create();
  assert.equal(again.status, 201, again.text);
  assert.notEqual(again.text, first.text);
  assert.equal((await call(world, ssmIncidents, 'CreateResponsePlan', plan)).status, 201);
  const { responsePlanSummaries } = await world.aws.incidents.send(new ListResponsePlansCommand({}));
  assert.equal(responsePlanSummaries!.length, 1);
});

test('the SDK’s waiters end', async () => {
  await using world = await openWorld();
  const arn = await replicationSet(world);
  const waiting = { client: world.aws.incidents, maxWaitTime: 60 };
  assert.equal((await waitUntilWaitForReplicationSetActive(waiting, { arn })).state, 'SUCCESS');
  await world.aws.incidents.send(new DeleteReplicationSetCommand({ arn }));
  assert.equal((await waitUntilWaitForReplicationSetDeleted(waiting, { arn })).state, 'SUCCESS');
});
