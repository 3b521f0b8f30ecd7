import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AcceptPageCommand,
  DescribeEngagementCommand,
  DescribePageCommand,
  type Engagement,
  ListEngagementsCommand,
  ListPageReceiptsCommand,
  ListPagesByEngagementCommand,
  ResourceNotFoundException,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { answersIn, incidentsOf, timelineOf } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, type World } from '../kit/world.ts';
import { seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

const arnOf = (resource: string) => `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:${resource}`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

async function engagements(world: World, input: object = {}): Promise<Engagement[]> {
  return (await world.aws.contacts.send(new ListEngagementsCommand(input))).Engagements!;
}

async function receipts(world: World, PageId: string): Promise<string[]> {
  return (await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId }))).Receipts!.map(
    ({ ReceiptType }) => ReceiptType!,
  );
}

const describe = async (world: World, PageId: string) =>
  await world.aws.contacts.send(new DescribePageCommand({ PageId }));
const accept = (world: World, PageId: string, AcceptCode: string, more: object = {}) =>
  world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode, ...more }));

test('engagements of both levels name their incident, newest first', async () => {
  await using world = await openWorld();
  const { incidentArn, ana, tiersArn, rootArn, engagementArn } = await seed(world);
  const startedAt = world.now();
  const listed = await engagements(world, { IncidentId: incidentArn });
  const want = { Sender: 'Incident Manager', IncidentId: incidentArn, StartTime: startedAt };
  assert.deepEqual(
    listed.sort((a, b) => a.ContactArn!.localeCompare(b.ContactArn!)),
    [
      { ...want, ContactArn: ana.arn, EngagementArn: engagementArn },
      { ...want, ContactArn: tiersArn, EngagementArn: rootArn },
    ],
  );
  assert.match(engagementArn, new RegExp(`^${arnOf('engagement/ana/')}[0-9a-f-]{36}$`));
  assert.match(rootArn, new RegExp(`^${arnOf('engagement/tiers/')}[0-9a-f-]{36}$`));
  const { $metadata: _, ...read } = await world.aws.contacts.send(
    new DescribeEngagementCommand({ EngagementId: engagementArn }),
  );
  const { Subject, Content, PublicSubject, PublicContent, ...rest } = read;
  assert.deepEqual(rest, { ...want, ContactArn: ana.arn, EngagementArn: engagementArn });
  assert.match(Subject!, /Trouble with payments/);
  assert.match(Content!, /p99 over 2 s/);
  assert.match(PublicSubject!, /Trouble with payments/);
  assert.equal(
    /p99/.test(`${PublicSubject} ${PublicContent}`),
    false,
    'public texts name the title, and nothing else of what is confidential',
  );
});

test('the time range of engagements is by their start, both ends included', async () => {
  await using world = await openWorld();
  const { incidentArn, planArn, ana } = await seed(world);
  const first = world.now();
  await world.advance({ minutes: 2 });
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }));
  await world.runDue();
  world.mail.take(ana.address);
  const second = world.now();
  const found = async (range: object) =>
    (await engagements(world, { TimeRangeValue: range })).map(({ IncidentId }) => IncidentId === incidentArn);
  assert.deepEqual(await found({}), [false, false, true, true]);
  assert.deepEqual(await found({ StartTime: second }), [false, false]);
  assert.deepEqual(await found({ EndTime: first }), [true, true]);
  assert.deepEqual(
    await found({ StartTime: new Date(first.getTime() + 1_000), EndTime: new Date(second.getTime() - 1_000) }),
    [],
  );
  assert.deepEqual(
    (await engagements(world, { IncidentId: incidentArn, TimeRangeValue: { StartTime: second } })).length,
    0,
  );
  assert.deepEqual(await engagements(world, { IncidentId: 'nothing' }), []);
});

test('a page tells when it was sent, delivered and read, with a receipt of each', async () => {
  await using world = await openWorld();
  const { incidentArn, ana, engagementArn, pageArn, code, rootArn } = await seed(world);
  const sentAt = world.now();
  const { Pages } = await world.aws.contacts.send(new ListPagesByEngagementCommand({ EngagementId: engagementArn }));
  const want = {
    PageArn: pageArn,
    EngagementArn: engagementArn,
    ContactArn: ana.arn,
    Sender: 'Incident Manager',
    IncidentId: incidentArn,
  };
  assert.deepEqual(Pages, [{ ...want, SentTime: sentAt }]);
  assert.deepEqual(
    (await world.aws.contacts.send(new ListPagesByEngagementCommand({ EngagementId: rootArn }))).Pages,
    [],
  );
  assert.match(pageArn, new RegExp(`^${arnOf('page/ana/')}[0-9a-f-]{36}$`));
  assert.deepEqual(await receipts(world, pageArn), ['SENT']);

  await world.advance({ seconds: 10 });
  await accept(world, pageArn, code, { AcceptType: 'DELIVERED' });
  const deliveredAt = world.now();
  await world.advance({ seconds: 10 });
  await accept(world, pageArn, code, { AcceptType: 'DELIVERED' });
  await accept(world, pageArn, code);
  const { $metadata: _, ...page } = await describe(world, pageArn);
  const { Subject, Content, PublicSubject, PublicContent, ...rest } = page;
  assert.deepEqual(rest, { ...want, SentTime: sentAt, DeliveryTime: deliveredAt, ReadTime: world.now() });
  assert.ok(Subject && Content && PublicSubject && PublicContent);
  const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId: pageArn }));
  assert.deepEqual(
    Receipts!.map(({ ReceiptType, ReceiptTime }) => [ReceiptType, ReceiptTime]),
    [
      ['SENT', sentAt],
      ['DELIVERED', deliveredAt],
      ['READ', world.now()],
    ],
  );
  for (const { ContactChannelArn, ReceiptInfo } of Receipts!)
    assert.ok(ContactChannelArn === ana.channelArn && ReceiptInfo);
  assert.equal(Receipts![2]!.ReceiptInfo, code, 'the code that was used');
});

test('an essential answer stops the plan: StopTime is set, nobody else is paged, and it stands once on the timeline', async () => {
  await using world = await openWorld();
  const { incidentArn, pageArn, code } = await seed(world);
  for (const each of await engagements(world)) assert.equal(each.StopTime, undefined);
  await world.advance({ minutes: 1 });
  await accept(world, pageArn, code);
  const at = world.now();
  await accept(world, pageArn, code);
  await world.advance({ hours: 1 });
  assert.deepEqual(
    (await engagements(world)).map(({ StopTime }) => StopTime),
    [at, at],
  );
  const told = (await timelineOf(world, incidentArn)).filter(
    ({ type }) => type === 'SSM Contacts Page Acknowledgement for Incident',
  );
  assert.equal(told.length, 1);
  assert.deepEqual(Object.keys(JSON.parse(told[0]!.data)).sort().slice(0, 2), ['contactArn', 'engagementArn']);
});

test('a wrong code is refused by ENFORCE and by default, and taken by IGNORE', async () => {
  await using world = await openWorld();
  const { pageArn, code } = await seed(world);
  const wrong = code === '000000' ? '111111' : '000000';
  for (const more of [{}, { AcceptCodeValidation: 'ENFORCE' }, { AcceptType: 'DELIVERED' }]) {
    await assert.rejects(accept(world, pageArn, wrong, more), (error) => {
      assert.ok(error instanceof ValidationException);
      assert.deepEqual([error.Reason, error.Fields?.[0]?.Name], ['FIELD_VALIDATION_FAILED', 'AcceptCode']);
      assert.equal(error.message.includes(wrong), false);
      return true;
    });
  }
  const { ReadTime, DeliveryTime } = await describe(world, pageArn);
  assert.deepEqual([ReadTime, DeliveryTime], [undefined, undefined]);
  await accept(world, pageArn, wrong, { AcceptCodeValidation: 'IGNORE', Note: 'by hand' });
  assert.deepEqual((await describe(world, pageArn)).ReadTime, world.now());
  const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId: pageArn }));
  assert.equal(Receipts!.at(-1)!.ReceiptInfo, 'by hand');
});

test('resolving stops all engagements; a page that was sent can still be answered', async () => {
  await using world = await openWorld();
  const { incidentArn, pageArn, code } = await seed(world);
  await world.advance({ minutes: 1 });
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incidentArn, status: 'RESOLVED' }));
  const at = world.now();
  await world.advance({ hours: 1 });
  assert.deepEqual(
    (await engagements(world)).map(({ StopTime }) => StopTime),
    [at, at],
  );
  assert.ok(
    (await receipts(world, pageArn)).includes('STOP'),
    `a page stopped unanswered has a receipt that says so: ${await receipts(world, pageArn)}`,
  );
  await accept(world, pageArn, code);
  assert.deepEqual((await describe(world, pageArn)).ReadTime, world.now());
});

test('a page that cannot be sent has ERROR receipts, and SENT when it could be', async () => {
  await using world = await openWorld();
  const { planArn, ana, incidentArn: old } = await seed(world);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: old, status: 'RESOLVED' }));
  world.mail.behave('temporary');
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: planArn }));
  await world.runDue();
  const incident = (await incidentsOf(world)).find(({ status }) => status === 'OPEN')!;
  const own = (await engagements(world, { IncidentId: incident.arn })).find(
    ({ ContactArn }) => ContactArn === ana.arn,
  )!;
  const { Pages } = await world.aws.contacts.send(
    new ListPagesByEngagementCommand({ EngagementId: own.EngagementArn }),
  );
  const pageArn = Pages![0]!.PageArn!;
  assert.deepEqual(await receipts(world, pageArn), ['ERROR']);
  assert.equal(Pages![0]!.SentTime, undefined);
  world.mail.behave('ok');
  await world.advance({ minutes: 2 });
  assert.equal(answersIn(world.mail.take(ana.address)[0]!).pageArn, pageArn);
  assert.equal((await receipts(world, pageArn)).at(-1), 'SENT');
});

test('a plan that ran to its end has its StopTime, and every tier its page', async () => {
  await using world = await openWorld();
  const { ana, bo } = await seed(world);
  await world.advance({ minutes: 30 });
  world.mail.take(ana.address);
  assert.equal(world.mail.take(bo.address).length, 1);
  const open = (await engagements(world)).filter(({ StopTime }) => StopTime === undefined);
  assert.deepEqual(
    open.map(({ EngagementArn }) => EngagementArn),
    [],
  );
});

test('what is not there is not found, by ARN', async () => {
  await using world = await openWorld();
  await seed(world);
  const page = arnOf(`page/ana/${UNKNOWN}`);
  const engagement = arnOf(`engagement/ana/${UNKNOWN}`);
  const rows: [name: string, input: Record<string, unknown>, type: string, id: string][] = [
    ['DescribeEngagement', { EngagementId: engagement }, 'ENGAGEMENT', engagement],
    ['ListPagesByEngagement', { EngagementId: engagement }, 'ENGAGEMENT', engagement],
    ['DescribePage', { PageId: page }, 'PAGE', page],
    ['ListPageReceipts', { PageId: page }, 'PAGE', page],
    ['AcceptPage', { PageId: page, AcceptType: 'READ', AcceptCode: '123456' }, 'PAGE', page],
  ];
  const faults: string[] = [];
  for (const [name, input, type, id] of rows) {
    const { body, code } = await call(world, ssmContacts, name, input);
    assert.equal(code, ResourceNotFoundException.name, name);
    if (body['ResourceType'] !== type || body['ResourceId'] !== id)
      faults.push(`${name}: ${body['ResourceType']} ${body['ResourceId']}`);
  }
  assert.deepEqual(faults, []);
});
