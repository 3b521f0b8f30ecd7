import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  CreateResponsePlanCommand,
  DeleteResourcePolicyCommand,
  DeleteResponsePlanCommand,
  GetResourcePoliciesCommand,
  ListTagsForResourceCommand,
  PutResourcePolicyCommand,
  ResourceNotFoundException,
  ServiceQuotaExceededException,
  StartIncidentCommand,
  TagResourceCommand,
  UntagResourceCommand,
  ValidationException,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { policyOf, type Seed, seed } from './kit/seed.ts';
import { call } from './kit/wire.ts';

/** Tags, and policies that share plans. */

const NONE = '00000000-0000-4000-8000-000000000000';

let world: World;
let seeded: Seed;
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
});
after(() => world[Symbol.asyncDispose]());

const tagsOf = async (resourceArn: string) =>
  (await world.aws.incidents.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
const tag = (resourceArn: string, tags: Record<string, string>) =>
  world.aws.incidents.send(new TagResourceCommand({ resourceArn, tags }));
const untag = (resourceArn: string, tagKeys: string[]) =>
  world.aws.incidents.send(new UntagResourceCommand({ resourceArn, tagKeys }));

for (const kind of ['planArn', 'incidentArn', 'setArn'] as const) {
  test(`tags of ${kind} are set, replaced and taken away`, async () => {
    const arn = seeded[kind];
    assert.deepEqual(await tagsOf(arn), {});
    const tagged = await tag(arn, { team: 'a', 'cost center': '4:2/x', empty: '' });
    assert.equal(tagged.$metadata.httpStatusCode, 204);
    await tag(arn, { team: 'b' });
    assert.deepEqual(await tagsOf(arn), { team: 'b', 'cost center': '4:2/x', empty: '' });
    const untagged = await untag(arn, ['cost center', 'empty', 'never']);
    assert.equal(untagged.$metadata.httpStatusCode, 204);
    assert.deepEqual(await tagsOf(arn), { team: 'b' });
    await untag(arn, ['team']);
    assert.deepEqual(await tagsOf(arn), {});
  });

  test(`${kind} has fifty tags at most, also when they come at once`, async () => {
    const arn = seeded[kind];
    const some = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, 'v']));
    const results = await Promise.allSettled([tag(arn, some(0, 30)), tag(arn, some(30, 30))]);
    assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const { reason } = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    assert.ok(reason instanceof ServiceQuotaExceededException);
    assert.deepEqual([reason.$metadata.httpStatusCode, reason.serviceCode], [402, 'ssm-incidents']);
    assert.equal(Object.keys((await tagsOf(arn))!).length, 30);
    await untag(arn, Object.keys((await tagsOf(arn))!));
  });
}

test('tags given when a plan is made, and its template’s on the incident, read back', async () => {
  const template = { title: 'T', impact: 3, incidentTags: { service: 'web' } };
  const { arn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({ name: 'tagged', incidentTemplate: template, tags: { team: 'a' } }),
  );
  assert.deepEqual(await tagsOf(arn!), { team: 'a' });
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: arn }));
  assert.deepEqual(await tagsOf(incidentRecordArn!), { service: 'web' });
});

test('what is not there has no tags, and what cannot have any is refused', async () => {
  const unknown = [
    `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/none`,
    `arn:aws:ssm-incidents::${ACCOUNT}:incident-record/none/${NONE}`,
    `arn:aws:ssm-incidents::${ACCOUNT}:replication-set/${NONE}`,
  ];
  const wrong = ['web', `arn:aws:ssm-contacts:us-east-1:${ACCOUNT}:contact/ana`, seeded.planArn.slice(4)];
  for (const [arns, code] of [
    [unknown, 'ResourceNotFoundException'],
    [wrong, 'ValidationException'],
  ] as const) {
    for (const resourceArn of arns) {
      for (const [name, input] of [
        ['ListTagsForResource', {}],
        ['TagResource', { tags: { a: 'b' } }],
        ['UntagResource', { tagKeys: ['a'] }],
      ] as const) {
        const answer = await call(world, ssmIncidents, name, { resourceArn, ...input });
        assert.equal(answer.code, code, `${name} ${resourceArn}: ${answer.text}`);
      }
    }
  }
});

const put = async (resourceArn: string, policy: string) =>
  (await world.aws.incidents.send(new PutResourcePolicyCommand({ resourceArn, policy }))).policyId!;
const policiesOf = async (resourceArn: string) =>
  (await world.aws.incidents.send(new GetResourcePoliciesCommand({ resourceArn }))).resourcePolicies;

async function plan(name: string): Promise<string> {
  const template = { title: 'T', impact: 3 };
  return (await world.aws.incidents.send(new CreateResponsePlanCommand({ name, incidentTemplate: template }))).arn!;
}

test('a policy reads back as it was put, once, and is deleted by its id', async () => {
  const resourceArn = await plan('shared');
  const policy = policyOf(resourceArn);
  const policyId = await put(resourceArn, policy);
  assert.match(policyId, /^[0-9a-f]{32}$/);
  assert.equal(await put(resourceArn, policy), policyId);
  assert.deepEqual(await policiesOf(resourceArn), [
    { policyDocument: policy, policyId, ramResourceShareRegion: 'us-east-1' },
  ]);
  const { $metadata } = await world.aws.incidents.send(new DeleteResourcePolicyCommand({ resourceArn, policyId }));
  assert.equal($metadata.httpStatusCode, 200);
  assert.deepEqual(await policiesOf(resourceArn), []);
  await assert.rejects(
    world.aws.incidents.send(new DeleteResourcePolicyCommand({ resourceArn, policyId })),
    (error) => {
      assert.ok(error instanceof ResourceNotFoundException);
      assert.deepEqual([error.resourceType, error.resourceIdentifier], ['RESOURCE_POLICY', policyId]);
      return true;
    },
  );
});

test('a plan has twenty policies at most', async () => {
  const resourceArn = await plan('much-shared');
  const nth = (index: number) => policyOf(resourceArn, String(210_987_654_300 + index));
  for (let index = 0; index < 20; index += 1) await put(resourceArn, nth(index));
  await assert.rejects(put(resourceArn, nth(20)), ServiceQuotaExceededException);
  assert.equal(typeof (await put(resourceArn, nth(3))), 'string', 'one that is there can be put again');
});

test('policies go with their plan, and are of plans only', async () => {
  const resourceArn = await plan('gone');
  await put(resourceArn, policyOf(resourceArn));
  await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn: resourceArn }));
  await assert.rejects(policiesOf(resourceArn), ResourceNotFoundException);
  await assert.rejects(put(resourceArn, policyOf(resourceArn)), ResourceNotFoundException);
  await plan('gone');
  assert.deepEqual(await policiesOf(resourceArn), []);
  await assert.rejects(put(seeded.incidentArn, policyOf(seeded.planArn)), ValidationException);
});

test('a document that could not share the plan is refused', async () => {
  for (const policy of ['', '{}', 'Allow', policyOf(`${seeded.planArn}-other`)])
    await assert.rejects(put(seeded.planArn, policy), ValidationException, policy);
});

test('a policy allows nothing yet: another account still may not', async () => {
  const other = await world.addKey('210987654321');
  const start = new StartIncidentCommand({ responsePlanArn: seeded.planArn });
  await assert.rejects(other.incidents.send(start), /belongs to another account/);
});
