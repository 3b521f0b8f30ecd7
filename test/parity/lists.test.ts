import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import {
  CreateContactChannelCommand,
  CreateRotationCommand,
  CreateRotationOverrideCommand,
} from '@aws-sdk/client-ssm-contacts';
import {
  CreateReplicationSetCommand,
  CreateTimelineEventCommand,
  PutResourcePolicyCommand,
  type RelatedItem,
  StartIncidentCommand,
  UpdateRelatedItemsCommand,
} from '@aws-sdk/client-ssm-incidents';
import type { Signer } from '#wire/signing/sign';
import { responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';
import { daily } from './kit/rotations.ts';
import { metricAlarm, policyOf, type Seed, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';
import { type Answer, call, signerOf } from './kit/wire.ts';

/** Every list, one item at a time, and with tokens that are not its own. */

interface List {
  title: string;
  /** What is listed, and with other filters: tokens of the one must not continue the other. */
  input: Record<string, unknown>;
  otherwise?: Record<string, unknown>;
  token: string;
  size: string;
  items: string;
  id: string | undefined;
  code: string;
}

let world: World;
let seeded: Seed;
let other: Signer;
let lists: List[];
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
  let otherArn: string | undefined;
  for (let more = 0; more < 3; more += 1) {
    const { incidentRecordArn } = await world.aws.incidents.send(
      new StartIncidentCommand({ responsePlanArn: seeded.planArn, title: `More ${more}` }),
    );
    otherArn = incidentRecordArn;
    await responsePlan(world, `payments-${more}`, []);
    const policy = policyOf(seeded.planArn, `21098765432${more + 5}`);
    await world.aws.incidents.send(new PutResourcePolicyCommand({ resourceArn: seeded.planArn, policy }));
    const itemToAdd: RelatedItem = { identifier: { type: 'OTHER', value: { url: `https://example.com/${more}` } } };
    const update = { incidentRecordArn: seeded.incidentArn, relatedItemsUpdate: { itemToAdd } };
    await world.aws.incidents.send(new UpdateRelatedItemsCommand(update));
    await world.aws.cloudwatch.send(new PutMetricAlarmCommand(metricAlarm(['Straße', 'alpha', 'Zulu'][more]!)));
    await world.aws.events.send(new PutRuleCommand({ Name: `more-${more}`, EventPattern: '{"source":["app"]}' }));
    const target = { Id: `more-${more}`, Arn: seeded.planArn };
    await world.aws.events.send(new PutTargetsCommand({ Rule: 'alarms', Targets: [target] }));
    await world.aws.secrets.send(new CreateSecretCommand({ Name: `more/${more}` }));
    const value = { SecretId: seeded.secret.arn, SecretString: `${more}`, VersionStages: [`stage-${more}`] };
    await world.aws.secrets.send(new PutSecretValueCommand(value));
    const note = {
      incidentRecordArn: seeded.incidentArn,
      eventType: 'Note',
      eventData: `"${more}"`,
      eventTime: world.now(),
    };
    await world.aws.incidents.send(new CreateTimelineEventCommand(note));
    const channel = {
      ContactId: seeded.ana.arn,
      Name: `more ${more}`,
      Type: 'EMAIL',
      DeliveryAddress: { SimpleAddress: `ana.${more}@example.com` },
      DeferActivation: true,
    } as const;
    await world.aws.contacts.send(new CreateContactChannelCommand(channel));
  }
  for (const hour of [14, 16, 18]) {
    const time = (minute: string) => new Date(`2026-01-03T${hour}:${minute}:00Z`);
    const override = { RotationId: seeded.rotation.arn, NewContactIds: [], StartTime: time('00'), EndTime: time('45') };
    await world.aws.contacts.send(new CreateRotationOverrideCommand(override));
    const rotation = { Name: `P${hour}`, ContactIds: [seeded.bo.arn], TimeZoneId: 'UTC', Recurrence: daily };
    await world.aws.contacts.send(new CreateRotationCommand(rotation));
  }
  await world.runDue();
  world.mail.take(seeded.ana.address);
  await world.advance({ minutes: 5 });
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
  const clients = await world.addKey('210987654321');
  await clients.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  other = await signerOf(clients);
  const lower = { token: 'nextToken', size: 'maxResults', code: 'ValidationException' };
  const upper = { token: 'NextToken', size: 'MaxResults', code: 'ValidationException' };
  const { incidentArn, engagementArn, pageArn } = seeded;
  const range = { StartTime: Date.UTC(2026, 0, 3) / 1_000, EndTime: Date.UTC(2026, 0, 9) / 1_000 };
  const preview = { Members: ['ana', 'bo', 'cy'], TimeZoneId: 'Europe/Berlin', Recurrence: daily };
  const open = [{ key: 'status', condition: { equals: { stringValues: ['OPEN'] } } }];
  lists = [
    {
      ...lower,
      title: 'ssm-incidents ListIncidentRecords',
      input: {},
      otherwise: { filters: open },
      items: 'incidentRecordSummaries',
      id: 'arn',
    },
    {
      ...lower,
      title: 'ssm-incidents ListTimelineEvents',
      input: { incidentRecordArn: incidentArn },
      otherwise: { incidentRecordArn: incidentArn, sortOrder: 'ASCENDING' },
      items: 'eventSummaries',
      id: 'eventId',
    },
    {
      ...lower,
      title: 'ssm-incidents ListTimelineEvents',
      input: { incidentRecordArn: incidentArn, sortOrder: 'ASCENDING' },
      items: 'eventSummaries',
      id: 'eventId',
    },
    { ...lower, title: 'ssm-incidents ListResponsePlans', input: {}, items: 'responsePlanSummaries', id: 'name' },
    {
      ...lower,
      title: 'ssm-incidents ListRelatedItems',
      input: { incidentRecordArn: incidentArn },
      otherwise: { incidentRecordArn: otherArn! },
      items: 'relatedItems',
      id: 'generatedId',
    },
    {
      ...lower,
      title: 'ssm-incidents GetResourcePolicies',
      input: { resourceArn: seeded.planArn },
      otherwise: { resourceArn: `${seeded.planArn}-0` },
      items: 'resourcePolicies',
      id: 'policyId',
    },
    { ...lower, title: 'ssm-incidents ListReplicationSets', input: {}, items: 'replicationSetArns', id: undefined },
    {
      ...upper,
      title: 'ssm-contacts ListContacts',
      input: {},
      otherwise: { Type: 'PERSONAL' },
      items: 'Contacts',
      id: 'ContactArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListContactChannels',
      input: { ContactId: seeded.ana.arn },
      otherwise: { ContactId: seeded.bo.arn },
      items: 'ContactChannels',
      id: 'ContactChannelArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPagesByContact',
      input: { ContactId: seeded.ana.arn },
      otherwise: { ContactId: seeded.bo.arn },
      items: 'Pages',
      id: 'PageArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListEngagements',
      input: {},
      otherwise: { IncidentId: incidentArn },
      items: 'Engagements',
      id: 'EngagementArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPagesByEngagement',
      input: { EngagementId: engagementArn },
      items: 'Pages',
      id: 'PageArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPageReceipts',
      input: { PageId: pageArn },
      items: 'Receipts',
      id: 'ReceiptType',
    },
    {
      ...upper,
      title: 'ssm-contacts ListRotations',
      input: {},
      otherwise: { RotationNamePrefix: 'P' },
      items: 'Rotations',
      id: 'RotationArn',
    },
    {
      ...upper,
      title: 'ssm-contacts ListRotationOverrides',
      input: { RotationId: seeded.rotation.arn, ...range },
      otherwise: { RotationId: seeded.rotation.arn, ...range, StartTime: range.StartTime + 60 },
      items: 'RotationOverrides',
      id: 'RotationOverrideId',
    },
    {
      ...upper,
      title: 'ssm-contacts ListRotationShifts',
      input: { RotationId: seeded.rotation.arn, EndTime: range.EndTime },
      otherwise: { RotationId: seeded.rotation.arn, ...range },
      items: 'RotationShifts',
      id: 'StartTime',
    },
    {
      ...upper,
      title: 'ssm-contacts ListPreviewRotationShifts',
      input: { ...preview, EndTime: range.EndTime },
      otherwise: { ...preview, ...range },
      items: 'RotationShifts',
      id: 'StartTime',
    },
    ...(['created-date', 'name', 'last-accessed-date'] as const).flatMap((SortBy) =>
      (['asc', 'desc'] as const).map((SortOrder) => ({
        ...upper,
        code: 'InvalidNextTokenException',
        title: 'secretsmanager ListSecrets',
        input: { SortBy, SortOrder },
        otherwise: { SortBy, SortOrder, Filters: [{ Key: 'name', Values: ['more'] }] },
        items: 'SecretList',
        id: 'ARN',
      })),
    ),
    {
      ...upper,
      code: 'InvalidNextTokenException',
      title: 'secretsmanager ListSecretVersionIds',
      input: { SecretId: seeded.secret.arn },
      otherwise: { SecretId: 'more/0' },
      items: 'Versions',
      id: 'VersionId',
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListRules',
      input: {},
      otherwise: { NamePrefix: 'more' },
      items: 'Rules',
      id: 'Name',
    },
    {
      ...upper,
      size: 'Limit',
      title: 'events ListTargetsByRule',
      input: { Rule: 'alarms' },
      otherwise: { Rule: 'more-0' },
      items: 'Targets',
      id: 'Id',
    },
    {
      ...upper,
      size: 'MaxRecords',
      code: 'InvalidNextToken',
      title: 'cloudwatch DescribeAlarms',
      input: {},
      otherwise: { StateValue: 'INSUFFICIENT_DATA' },
      items: 'MetricAlarms',
      id: 'AlarmName',
    },
  ];
});
after(() => world[Symbol.asyncDispose]());

function ask({ title }: List, input: Record<string, unknown>, signer?: Signer): Promise<Answer> {
  const { service, operation } = operations.find((each) => each.title === title)!;
  return call(world, service, operation.name, input, signer ? { signer } : {});
}

const idsOf = ({ items, id }: List, answer: Answer) =>
  (answer.body[items] as Record<string, unknown>[]).map((item) => (id === undefined ? item : item[id]));

test('every list gives all items once, in order, one at a time, and no token on its last page', async () => {
  for (const list of lists) {
    const whole = await ask(list, list.input);
    const all = idsOf(list, whole);
    assert.equal(whole.body[list.token], undefined, `${list.title}: the whole needs no token`);
    assert.ok(
      all.length >= (/ReplicationSets|Pages|Receipts/.test(list.title) ? 1 : 3),
      `${list.title}: ${all.length}`,
    );
    const found: unknown[] = [];
    for (let token: unknown, pages = 0; pages === 0 || token !== undefined; pages += 1) {
      assert.ok(pages <= all.length, `${list.title} ends`);
      const answer = await ask(list, { ...list.input, [list.size]: 1, ...(token ? { [list.token]: token } : {}) });
      assert.equal(answer.status, 200, answer.text);
      assert.equal(idsOf(list, answer).length, 1, list.title);
      found.push(...idsOf(list, answer));
      token = answer.body[list.token];
    }
    assert.deepEqual(found, all, list.title);
  }
});

test('a list knows its own tokens only', async () => {
  const faults: string[] = [];
  const refused = async (what: string, list: List, input: Record<string, unknown>, signer?: Signer) => {
    const answer = await ask(list, input, signer);
    const fine =
      answer.code === list.code ||
      (signer && ['AccessDeniedException', 'ResourceNotFoundException'].includes(answer.code ?? ''));
    if (!fine) faults.push(`${list.title} ${what}: ${answer.status} ${answer.code}`);
  };
  const tokens = new Map<List, string>();
  for (const list of lists) {
    const token = (await ask(list, { ...list.input, [list.size]: 1 })).body[list.token];
    if (typeof token === 'string') tokens.set(list, token);
  }
  assert.ok(tokens.size >= 5, `${tokens.size} lists have a second page`);
  for (const list of lists) {
    const own = tokens.get(list);
    for (const forged of [
      'forged',
      'A'.repeat(64),
      own && `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`,
      own && `A${own.slice(1)}`,
      own && `${own}A`,
    ]) {
      if (forged) await refused(`forged ${forged.slice(0, 8)}`, list, { ...list.input, [list.token]: forged });
    }
    for (const [foreign, token] of tokens) {
      if (foreign !== list) await refused(`of ${foreign.title}`, list, { ...list.input, [list.token]: token });
    }
    if (own && list.otherwise) await refused('of other filters', list, { ...list.otherwise, [list.token]: own });
    if (own) await refused('of another account', list, { ...list.input, [list.token]: own }, other);
  }
  assert.deepEqual(faults, []);
});

test('a token continues where it was, also when new items came and with another size', async () => {
  const list = lists[0]!;
  const first = await ask(list, { ...list.input, maxResults: 2 });
  const before = idsOf(list, await ask(list, list.input));
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: seeded.planArn, title: 'Later' }));
  const rest = await ask(list, { ...list.input, maxResults: 100, nextToken: first.body['nextToken'] });
  assert.deepEqual([...idsOf(list, first), ...idsOf(list, rest)], before);
  await world.runDue();
  world.mail.take(seeded.ana.address);
});

test('a token is good for a day', async () => {
  const list = lists[0]!;
  const { body } = await ask(list, { ...list.input, maxResults: 1 });
  await world.advance({ hours: 23 });
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
  assert.equal((await ask(list, { ...list.input, nextToken: body['nextToken'] })).status, 200);
  await world.advance({ hours: 1, seconds: 1 });
  assert.equal((await ask(list, { ...list.input, nextToken: body['nextToken'] })).code, 'ValidationException');
});
