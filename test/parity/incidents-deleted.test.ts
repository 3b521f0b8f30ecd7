import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescribeEngagementCommand, ListPageReceiptsCommand } from '@aws-sdk/client-ssm-contacts';
import {
  DeleteIncidentRecordCommand,
  GetIncidentRecordCommand,
  GetTimelineEventCommand,
  ListIncidentRecordsCommand,
  ListRelatedItemsCommand,
  ListTimelineEventsCommand,
  ResourceNotFoundException,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { parseIncidentArn } from '#domain/incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { answersIn, incidentsOf, replicationSet, responsePlan } from '../kit/scenario.ts';
import { ACCOUNT, openWorld } from '../kit/world.ts';
import { seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

/** Incidents that are deleted, and the people's word for listing them. */

test('a deleted incident is gone with all that hangs on it, and pages nobody any more', async () => {
  await using world = await openWorld();
  const { incidentArn, eventId, rootArn, pageArn } = await seed(world);
  const { incidents, contacts } = world.aws;
  const { $metadata } = await incidents.send(new DeleteIncidentRecordCommand({ arn: incidentArn }));
  assert.equal($metadata.httpStatusCode, 204);
  await world.advance({ minutes: 30 });
  assert.deepEqual(world.mail.left(), [], 'no further stage pages');
  assert.deepEqual(await incidentsOf(world), []);
  for (const command of [
    new GetIncidentRecordCommand({ arn: incidentArn }),
    new GetTimelineEventCommand({ incidentRecordArn: incidentArn, eventId }),
    new UpdateIncidentRecordCommand({ arn: incidentArn, title: 'x' }),
  ])
    await assert.rejects(incidents.send(command as GetIncidentRecordCommand), ResourceNotFoundException);
  const events = await incidents.send(new ListTimelineEventsCommand({ incidentRecordArn: incidentArn }));
  const items = await incidents.send(new ListRelatedItemsCommand({ incidentRecordArn: incidentArn }));
  assert.deepEqual([events.eventSummaries, items.relatedItems], [[], []]);
  const { StopTime } = await contacts.send(new DescribeEngagementCommand({ EngagementId: rootArn }));
  assert.ok(StopTime, 'the engagement was stopped');
  const { Receipts } = await contacts.send(new ListPageReceiptsCommand({ PageId: pageArn }));
  assert.ok(Receipts!.some(({ ReceiptType, ReceiptInfo }) => ReceiptType === 'STOP' && /deleted/.test(ReceiptInfo!)));
});

test('a page that had not left when its incident was deleted does not leave', async () => {
  await using world = await openWorld();
  const { planArn } = await seed(world);
  const { incidentRecordArn: arn } = await world.aws.incidents.send(
    new StartIncidentCommand({ responsePlanArn: planArn }),
  );
  await world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn }));
  await world.runDue();
  assert.deepEqual(world.mail.left(), []);
});

test('a link in a mail about a deleted incident says that it is over', async () => {
  await using world = await openWorld();
  const { planArn, ana } = await seed(world);
  const { incidentRecordArn: arn } = await world.aws.incidents.send(
    new StartIncidentCommand({ responsePlanArn: planArn }),
  );
  await world.runDue();
  const { token } = answersIn(world.mail.take(ana.address)[0]!);
  await world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn }));
  const page = await fetch(`${world.url}/ack/${token}`);
  assert.equal(page.status, 200);
  assert.match(await page.text(), /over|no longer|not needed/i);
});

test('what is deleted is not needed to exist, and its dedupe string is free', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const responsePlanArn = await responsePlan(world, 'one', [], { dedupeString: 'same' });
  const start = async () =>
    (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }))).incidentRecordArn!;
  const first = await start();
  const arns = [
    first,
    first,
    first.replace('/one/', '/two/'),
    first.replace(/[^/]+$/, '0'.repeat(8).concat('-0000-4000-8000-', '0'.repeat(12))),
  ];
  for (const arn of arns)
    assert.equal(
      (await world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn }))).$metadata.httpStatusCode,
      204,
    );
  const second = await start();
  assert.notEqual(second, first);
  await world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn: second.replace('/one/', '/two/') }));
  assert.equal((await incidentsOf(world)).length, 1, 'a right id under another plan’s name deletes nothing');
});

test('the entries of a deleted incident’s timeline stay, with who deleted it, and its chain is whole', async () => {
  await using world = await openWorld();
  const { incidentArn } = await seed(world);
  const { account, id } = parseIncidentArn(incidentArn, 'arn');
  await world.aws.incidents.send(new DeleteIncidentRecordCommand({ arn: incidentArn }));
  const { timeline } = world.house.rooms;
  const [last] = await timeline.list(world.db, { account, incidentId: id, order: 'descending', limit: 1 });
  const { modifiedBy, modifiedAttributes } = JSON.parse(last!.data);
  assert.equal(modifiedBy, `arn:aws:iam::${ACCOUNT}:user/admin`);
  assert.deepEqual(modifiedAttributes, [{ attributeName: 'incidentRecord', newValue: 'DELETED' }]);
  assert.deepEqual(await timeline.verify(world.db, { account, incidentId: id }), []);
});

test('ListIncidents is ListIncidentRecords by the people’s word, with its filters and pages', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const responsePlanArn = await responsePlan(world, 'quiet', []);
  for (const title of ['One', 'Two', 'Three'])
    await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn, title }));
  const list = async (input: object) => (await call(world, ssmIncidents, 'ListIncidents', { ...input })).body;
  const { body } = await call(world, ssmIncidents, 'ListIncidentRecords', {});
  assert.deepEqual(await list({}), body);
  const resolved = { filters: [{ key: 'status', condition: { equals: { stringValues: ['Resolved'] } } }] };
  assert.deepEqual(await list(resolved), { incidentRecordSummaries: [] });
  const first = await list({ maxResults: 2 });
  const rest = await list({ maxResults: 2, nextToken: first['nextToken'] });
  const both = [first, rest].flatMap((page) => page['incidentRecordSummaries'] as object[]);
  assert.deepEqual(both, body['incidentRecordSummaries']);
  const records = await world.aws.incidents.send(new ListIncidentRecordsCommand({}));
  assert.equal(records.incidentRecordSummaries!.length, 3);
});
