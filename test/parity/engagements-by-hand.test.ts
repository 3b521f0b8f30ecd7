import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateContactCommand,
  DescribeEngagementCommand,
  DescribePageCommand,
  ListEngagementsCommand,
  ListPageResolutionsCommand,
  ListPagesByContactCommand,
  paginateListPageResolutions,
  paginateListPagesByContact,
  ResourceNotFoundException,
  StartEngagementCommand,
  StopEngagementCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-contacts';
import { UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import { ssmContacts } from '#wire/services/ssm-contacts/service';
import { answersIn } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, REGION, UNHELD, type World } from '../kit/world.ts';
import { type Seed, seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

/** StartEngagement, StopEngagement, and the lists that tell how a page came to a person. */

const arnOf = (resource: string) => `arn:aws:ssm-contacts:${REGION}:${ACCOUNT}:${resource}`;
const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const SECURE = { Sender: 'the desk', Subject: 'Database down', Content: 'orders-db does not answer\nSince 03:10' };

let world: World;
let seeded: Seed;
before(async () => {
  world = await openWorld({ limits: UNHELD });
  seeded = await seed(world);
});
after(() => world[Symbol.asyncDispose]());

const start = async (ContactId: string, more: object = {}) =>
  (await world.aws.contacts.send(new StartEngagementCommand({ ContactId, ...SECURE, ...more }))).EngagementArn!;
const stop = (EngagementId: string, Reason?: string) =>
  world.aws.contacts.send(new StopEngagementCommand({ EngagementId, ...(Reason === undefined ? {} : { Reason }) }));
const describe = async (EngagementId: string) => {
  const { $metadata: _, ...read } = await world.aws.contacts.send(new DescribeEngagementCommand({ EngagementId }));
  return read;
};
const stepsTo = async (PageId: string) =>
  (await world.aws.contacts.send(new ListPageResolutionsCommand({ PageId }))).PageResolutions;

/** The pages in what a person got since the last look. */
async function pagesTo(address: string): Promise<string[]> {
  await world.runDue();
  return world.mail.take(address).map((mail) => answersIn(mail).pageArn);
}

test('an engagement about nothing but its texts reads back with all of them, and no incident', async () => {
  const { bo } = seeded;
  await world.advance({ seconds: 1 });
  const EngagementArn = await start(bo.arn, { PublicSubject: 'Come', PublicContent: 'You are needed' });
  assert.match(EngagementArn, new RegExp(`^${arnOf('engagement/bo/')}[0-9a-f-]{36}$`));
  const want = { ContactArn: bo.arn, EngagementArn, Sender: SECURE.Sender, StartTime: world.now() };
  const texts = { ...SECURE, PublicSubject: 'Come', PublicContent: 'You are needed' };
  assert.deepEqual(await describe(EngagementArn), { ...want, ...texts });
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({ MaxResults: 1 }));
  assert.deepEqual(Engagements, [want], 'the newest of all');
  const [PageId] = await pagesTo(bo.address);
  const { $metadata: _, ...page } = await world.aws.contacts.send(new DescribePageCommand({ PageId }));
  const { StartTime: _start, ...rest } = want;
  assert.deepEqual(page, { ...rest, ...texts, PageArn: PageId, SentTime: world.now() });
  const secret = await start(bo.arn);
  const { PublicSubject, PublicContent } = await describe(secret);
  assert.deepEqual([PublicSubject, PublicContent], [undefined, undefined], 'what was not given is not made up');
  await pagesTo(bo.address);
});

test('an incident of ours is named by its whole ARN; any other label is kept as it is', async () => {
  const { bo, incidentArn } = seeded;
  const ours = await start(bo.arn, { IncidentId: incidentArn });
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({ IncidentId: incidentArn }));
  assert.ok(Engagements!.some(({ EngagementArn }) => EngagementArn === ours));
  const label = 'INC-4711 of the other desk';
  const theirs = await start(bo.arn, { IncidentId: label });
  assert.equal((await describe(theirs)).IncidentId, label);
  const found = await world.aws.contacts.send(new ListEngagementsCommand({ IncidentId: label }));
  assert.deepEqual(
    found.Engagements!.map(({ EngagementArn }) => EngagementArn),
    [theirs],
  );
  await pagesTo(bo.address);
  for (const IncidentId of [incidentArn.replace('/payments/', '/other/'), incidentArn.replace(/[^/]+$/, UNKNOWN)]) {
    await assert.rejects(start(bo.arn, { IncidentId }), (error) => {
      assert.ok(error instanceof ResourceNotFoundException, String(error));
      assert.deepEqual([error.ResourceType, error.ResourceId], ['INCIDENT_RECORD', IncidentId]);
      return true;
    });
  }
  for (const IncidentId of [bo.arn, `${incidentArn}/more`, 'arn:']) {
    await assert.rejects(start(bo.arn, { IncidentId }), (error) => {
      assert.ok(error instanceof ValidationException, String(error));
      assert.equal(error.Fields?.[0]?.Name, 'IncidentId');
      return true;
    });
  }
  assert.deepEqual(await pagesTo(bo.address), []);
});

test('nobody is engaged for an incident that is resolved', async () => {
  await using other = await openWorld();
  const { incidentArn, bo } = await seed(other);
  await other.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incidentArn, status: 'RESOLVED' }));
  await assert.rejects(
    other.aws.contacts.send(new StartEngagementCommand({ ContactId: bo.arn, ...SECURE, IncidentId: incidentArn })),
    /is resolved\. Open it again first/,
  );
  await other.advance({ hours: 1 });
});

test('a contact with nothing in its plan is engaged, and that ends at once', async () => {
  const { ContactArn } = await world.aws.contacts.send(
    new CreateContactCommand({ Alias: 'empty', Type: 'PERSONAL', Plan: { Stages: [] } }),
  );
  const { StartTime, StopTime } = await describe(await start(ContactArn!));
  assert.deepEqual([StartTime, StopTime], [world.now(), world.now()]);
});

test('a stop sets StopTime, once; stopping again, or what has ended, changes nothing', async () => {
  const { bo } = seeded;
  const arn = await start(bo.arn);
  await pagesTo(bo.address);
  await world.advance({ minutes: 1 });
  for (const { address } of [seeded.ana, bo]) world.mail.take(address);
  const at = world.now();
  await stop(arn, 'not needed');
  assert.deepEqual((await describe(arn)).StopTime, at);
  await world.advance({ seconds: 30 });
  await stop(arn, 'again');
  await stop(arn);
  assert.deepEqual((await describe(arn)).StopTime, at);
});

test('pages of a contact are listed newest first, one at a time, whatever engaged it', async () => {
  const { ana, tiersArn } = seeded;
  const first = await start(ana.arn);
  await pagesTo(ana.address);
  await world.advance({ seconds: 1 });
  await start(tiersArn);
  const [newest] = await pagesTo(ana.address);
  const client = world.aws.contacts;
  const { Pages } = await client.send(new ListPagesByContactCommand({ ContactId: ana.arn }));
  assert.equal(Pages![0]!.PageArn, newest);
  assert.equal(Pages![1]!.EngagementArn, first);
  assert.equal(Pages!.at(-1)!.PageArn, seeded.pageArn);
  assert.deepEqual(Object.keys(Pages!.at(-1)!).sort(), [
    'ContactArn',
    'EngagementArn',
    'IncidentId',
    'PageArn',
    'Sender',
    'SentTime',
  ]);
  assert.ok(Pages!.every(({ ContactArn }) => ContactArn === ana.arn));
  const found: (string | undefined)[] = [];
  for await (const page of paginateListPagesByContact({ client, pageSize: 1 }, { ContactId: ana.arn })) {
    assert.equal(page.Pages!.length, 1);
    found.push(page.Pages![0]!.PageArn);
  }
  assert.deepEqual(
    found,
    Pages!.map(({ PageArn }) => PageArn),
  );
  const { Pages: none } = await client.send(new ListPagesByContactCommand({ ContactId: tiersArn }));
  assert.deepEqual(none, [], 'a plan itself gets no pages');
});

test('a page resolves from the escalation plan to the person, by the stage that came to them', async () => {
  await using other = await openWorld();
  const { ana, bo, tiersArn, pageArn } = await seed(other);
  const steps = async (PageId: string) =>
    (await other.aws.contacts.send(new ListPageResolutionsCommand({ PageId }))).PageResolutions;
  assert.deepEqual(await steps(pageArn), [
    { ContactArn: tiersArn, Type: 'ESCALATION' },
    { ContactArn: ana.arn, Type: 'PERSONAL', StageIndex: 0 },
  ]);
  await other.advance({ minutes: 5 });
  const [mail] = other.mail.take(bo.address);
  assert.deepEqual(await steps(answersIn(mail!).pageArn), [
    { ContactArn: tiersArn, Type: 'ESCALATION' },
    { ContactArn: bo.arn, Type: 'PERSONAL', StageIndex: 1 },
  ]);
  const client = other.aws.contacts;
  let pages = 0;
  for await (const page of paginateListPageResolutions({ client }, { PageId: pageArn })) {
    pages += 1;
    assert.equal(page.PageResolutions!.length, 2);
  }
  assert.equal(pages, 1);
});

test('a page of a person who was engaged directly resolves to that person', async () => {
  await start(seeded.bo.arn);
  const [page] = await pagesTo(seeded.bo.address);
  assert.deepEqual(await stepsTo(page!), [{ ContactArn: seeded.bo.arn, Type: 'PERSONAL' }]);
});

test('no token continues a chain of resolutions', async () => {
  const { code } = await call(world, ssmContacts, 'ListPageResolutions', {
    PageId: seeded.pageArn,
    NextToken: 'forged',
  });
  assert.equal(code, 'ValidationException');
});

test('what is not there is not found, with id and type', async () => {
  const contact = arnOf('contact/none');
  const engagement = arnOf(`engagement/ana/${UNKNOWN}`);
  const misnamed = seeded.engagementArn.replace('/ana/', '/bo/');
  const page = arnOf(`page/ana/${UNKNOWN}`);
  const rows: [name: string, input: Record<string, unknown>, type: string, id: string][] = [
    ['StartEngagement', { ContactId: contact, ...SECURE }, 'CONTACT', contact],
    ['StopEngagement', { EngagementId: engagement }, 'ENGAGEMENT', engagement],
    ['StopEngagement', { EngagementId: misnamed }, 'ENGAGEMENT', misnamed],
    ['ListPageResolutions', { PageId: page }, 'PAGE', page],
    ['ListPagesByContact', { ContactId: contact }, 'CONTACT', contact],
  ];
  for (const [name, input, type, id] of rows) {
    const { body, code } = await call(world, ssmContacts, name, input);
    assert.equal(code, ResourceNotFoundException.name, name);
    assert.deepEqual([body['ResourceType'], body['ResourceId']], [type, id], name);
  }
  assert.equal((await describe(seeded.engagementArn)).StopTime, undefined);
});
