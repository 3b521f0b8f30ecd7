import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateResponsePlanCommand,
  DeleteResponsePlanCommand,
  GetIncidentRecordCommand,
  GetResponsePlanCommand,
  ListResponsePlansCommand,
  ResourceNotFoundException,
  StartIncidentCommand,
  UpdateResponsePlanCommand,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { fullPlan, fullPlanUpdate } from './kit/full.ts';
import { type Seed, seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

/** Plans after they were made: listed, changed, deleted. */

let world: World;
let seeded: Seed;
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
});
after(() => world[Symbol.asyncDispose]());

const arnOf = (name: string) => `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/${name}`;

async function create(name: string, plan: object = {}): Promise<string> {
  const input = { name, incidentTemplate: { title: 'T', impact: 3 }, ...plan };
  return (await world.aws.incidents.send(new CreateResponsePlanCommand(input))).arn!;
}

async function read(arn: string) {
  const { $metadata: _, ...plan } = await world.aws.incidents.send(new GetResponsePlanCommand({ arn }));
  return plan;
}

const update = async (arn: string, change: object) => {
  const answer = await call(world, ssmIncidents, 'UpdateResponsePlan', { arn, ...change });
  assert.equal(answer.status, 204, answer.text);
};

test('plans are listed by name, with their display names', async () => {
  await create('b-plan', { displayName: 'The second' });
  await create('a-plan');
  const { responsePlanSummaries } = await world.aws.incidents.send(new ListResponsePlansCommand({}));
  assert.deepEqual(
    responsePlanSummaries!.filter(({ name }) => /^[ab]-/.test(name!)),
    [
      { arn: arnOf('a-plan'), name: 'a-plan' },
      { arn: arnOf('b-plan'), name: 'b-plan', displayName: 'The second' },
    ],
  );
});

test('an update of every member reads back as a plan that was made so', async () => {
  const engagements = [seeded.tiersArn, seeded.ana.arn];
  const arn = await create('grown');
  await update(arn, fullPlanUpdate(engagements));
  const { tags: _tags, ...want } = fullPlan('grown', engagements);
  assert.deepEqual(await read(arn), { ...want, arn });
});

const parts: [what: string, change: object, want: (before: Record<string, unknown>) => object][] = [
  ['nothing', {}, () => ({})],
  ['the name shown', { displayName: 'Other' }, () => ({ displayName: 'Other' })],
  ['the contacts', { engagements: [] }, () => ({ engagements: [] })],
  ['the runbook', { actions: [] }, () => ({ actions: [] })],
  ['the integration', { integrations: [] }, () => ({ integrations: [] })],
  ['the chat channel', { chatChannel: { chatbotSns: ['topic'] } }, () => ({ chatChannel: { chatbotSns: ['topic'] } })],
  ...(
    [
      ['incidentTemplateTitle', 'title', 'Other'],
      ['incidentTemplateImpact', 'impact', 5],
      ['incidentTemplateSummary', 'summary', 'Other'],
      ['incidentTemplateDedupeString', 'dedupeString', 'other'],
      ['incidentTemplateTags', 'incidentTags', { other: 'x' }],
      ['incidentTemplateNotificationTargets', 'notificationTargets', []],
    ] as const
  ).map(([member, name, value]): [string, object, (before: Record<string, unknown>) => object] => [
    `the template's ${name}`,
    { [member]: value },
    (before) => ({ incidentTemplate: { ...(before['incidentTemplate'] as object), [name]: value } }),
  ]),
];
for (const [index, [what, change, want]] of parts.entries()) {
  test(`an update of ${what} changes that and nothing else`, async () => {
    const arn = await create(`part-${index}`, fullPlan(`part-${index}`, [seeded.ana.arn]));
    const before = await read(arn);
    await update(arn, change);
    assert.deepEqual(await read(arn), { ...before, ...want(before) });
  });
}

test('empties take away what was there', async () => {
  const arn = await create('emptied', fullPlan('emptied', [seeded.ana.arn]));
  await update(arn, {
    displayName: '',
    chatChannel: { empty: {} },
    engagements: [],
    actions: [],
    integrations: [],
    incidentTemplateDedupeString: '',
    incidentTemplateSummary: '',
    incidentTemplateTags: {},
    incidentTemplateNotificationTargets: [],
    clientToken: '',
  });
  assert.deepEqual(await read(arn), {
    arn,
    name: 'emptied',
    incidentTemplate: { title: 'Full', impact: 3, notificationTargets: [] },
    engagements: [],
    actions: [],
    integrations: [],
  });
});

test('two updates at once both count', async () => {
  const arn = await create('busy');
  await Promise.all([
    update(arn, { displayName: 'Shown' }),
    update(arn, { incidentTemplateTitle: 'Title' }),
    update(arn, { incidentTemplateSummary: 'Summary' }),
    update(arn, { engagements: [seeded.ana.arn] }),
  ]);
  const { displayName, incidentTemplate, engagements } = await read(arn);
  assert.deepEqual(
    [displayName, incidentTemplate!.title, incidentTemplate!.summary, engagements],
    ['Shown', 'Title', 'Summary', [seeded.ana.arn]],
  );
});

test('a plan that is not there cannot be updated, and can be deleted', async () => {
  const arn = arnOf('none');
  await assert.rejects(world.aws.incidents.send(new UpdateResponsePlanCommand({ arn, displayName: 'x' })), (error) => {
    assert.ok(error instanceof ResourceNotFoundException);
    assert.deepEqual([error.resourceType, error.resourceIdentifier], ['RESPONSE_PLAN', arn]);
    return true;
  });
  const { $metadata } = await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn }));
  assert.equal($metadata.httpStatusCode, 204);
});

test('a plan that is changed or deleted leaves its incidents alone, and its name can be used again', async () => {
  const arn = await create('short-lived', { incidentTemplate: { title: 'Before', impact: 3, summary: 'S' } });
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: arn }));
  const record = async () =>
    (await world.aws.incidents.send(new GetIncidentRecordCommand({ arn: incidentRecordArn }))).incidentRecord;
  const before = await record();
  await update(arn, { incidentTemplateTitle: 'After', incidentTemplateImpact: 1 });
  await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn }));
  assert.deepEqual(await record(), before);
  await assert.rejects(read(arn), ResourceNotFoundException);
  await assert.rejects(
    world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: arn })),
    ResourceNotFoundException,
  );
  assert.equal(await create('short-lived'), arn);
});
