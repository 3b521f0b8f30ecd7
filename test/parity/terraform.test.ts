import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { call } from './kit/wire.ts';

/** What Terraform's provider sends, in its order, from the first apply to the destruction (aws-behaviour.md 6). */

let world: World;
before(async () => {
  world = await openWorld();
});
after(() => world[Symbol.asyncDispose]());

async function ask(name: string, input: Record<string, unknown>, status: number): Promise<Record<string, unknown>> {
  const answer = await call(world, ssmIncidents, name, input);
  assert.equal(answer.status, status, `${name}: ${answer.text}`);
  return answer.body;
}

const tagsOf = async (resourceArn: unknown) => (await ask('ListTagsForResource', { resourceArn }, 200))['tags'];

async function waitActive(arn: unknown): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 5; tries += 1) {
    const set = (await ask('GetReplicationSet', { arn }, 200))['replicationSet'] as Record<string, unknown>;
    if (set['status'] === 'ACTIVE') return set;
    assert.ok(['CREATING', 'UPDATING'].includes(String(set['status'])));
    await world.advance({ seconds: 30 });
  }
  throw new Error('the replication set did not become ACTIVE within 150 seconds');
}

const regionsOf = (set: Record<string, unknown>) =>
  Object.entries(set['regionMap'] as Record<string, { sseKmsKeyId: string; status: string }>).map(
    ([name, { sseKmsKeyId, status }]) => [name, sseKmsKeyId, status],
  );

const automation = {
  documentName: 'Restart',
  roleArn: 'arn:aws:iam::123456789012:role/runbook',
  documentVersion: '',
  targetAccount: 'RESPONSE_PLAN_OWNER_ACCOUNT',
  parameters: {},
  dynamicParameters: {},
};

test('a replication set and a plan are applied, read, changed in place, imported and destroyed', async () => {
  const created = await ask('CreateReplicationSet', { regions: { 'us-east-1': {} }, tags: {}, clientToken: 'a' }, 201);
  const arn = created['arn'];
  assert.deepEqual(regionsOf(await waitActive(arn)), [['us-east-1', 'DefaultKey', 'ACTIVE']]);
  assert.deepEqual(await tagsOf(arn), {});

  const key = 'arn:aws:kms:eu-central-1:123456789012:key/x';
  const add = { addRegionAction: { regionName: 'eu-central-1', sseKmsKeyId: key } };
  await ask('UpdateReplicationSet', { arn, actions: [add], clientToken: 'b' }, 204);
  assert.deepEqual(regionsOf(await waitActive(arn)).sort(), [
    ['eu-central-1', key, 'ACTIVE'],
    ['us-east-1', 'DefaultKey', 'ACTIVE'],
  ]);
  await ask('TagResource', { resourceArn: arn, tags: { team: 'a' } }, 204);
  assert.deepEqual(await tagsOf(arn), { team: 'a' });
  const remove = { deleteRegionAction: { regionName: 'us-east-1' } };
  await ask('UpdateReplicationSet', { arn, actions: [remove], clientToken: 'c' }, 204);
  assert.deepEqual(regionsOf(await waitActive(arn)), [['eu-central-1', key, 'ACTIVE']]);
  assert.deepEqual(await ask('ListReplicationSets', {}, 200), { replicationSetArns: [arn] });

  await planApplied();

  await ask('UntagResource', { resourceArn: arn, tagKeys: ['team'] }, 204);
  assert.deepEqual(await tagsOf(arn), {});
  await ask('DeleteReplicationSet', { arn }, 204);
  const gone = await call(world, ssmIncidents, 'GetReplicationSet', { arn: String(arn) });
  assert.deepEqual([gone.status, gone.code], [404, 'ResourceNotFoundException']);
});

async function planApplied(): Promise<void> {
  const template = { title: 'T', impact: 3, dedupeString: '', summary: '' };
  const sent = {
    name: 'terraform',
    displayName: '',
    chatChannel: { empty: {} },
    engagements: [],
    incidentTemplate: template,
    actions: [{ ssmAutomation: automation }],
    clientToken: 'd',
  };
  const { arn } = await ask('CreateResponsePlan', sent, 201);
  assert.equal(arn, `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/terraform`);
  const read = () => ask('GetResponsePlan', { arn }, 200);
  const first = await read();
  assert.equal('chatChannel' in first || 'displayName' in first, false);
  assert.deepEqual(await tagsOf(arn), {});

  const topic = 'arn:aws:sns:us-east-1:123456789012:team';
  const change = {
    displayName: 'Shown',
    chatChannel: { chatbotSns: [topic] },
    engagements: [`arn:aws:ssm-contacts:us-east-1:${ACCOUNT}:contact/ana`],
    actions: [{ ssmAutomation: { ...automation, parameters: { Fleet: ['a', 'b'] }, documentVersion: '2' } }],
    integrations: [
      {
        pagerDutyConfiguration: {
          name: 'pd',
          secretId: 'secret',
          pagerDutyIncidentConfiguration: { serviceId: 'P123' },
        },
      },
    ],
  };
  const templateChange = {
    incidentTemplateSummary: 'S',
    incidentTemplateTags: { service: 'web' },
    incidentTemplateNotificationTargets: [{ snsTopicArn: topic }],
  };
  await ask('UpdateResponsePlan', { arn, ...change, ...templateChange, clientToken: 'e' }, 204);
  await ask('TagResource', { resourceArn: arn, tags: { team: 'a', env: 'prod' } }, 204);
  const { warnings: _warned, ...second } = await read();
  const { warnings: _warnings, ...before } = first;
  assert.deepEqual(second, {
    ...before,
    ...change,
    incidentTemplate: {
      ...(first['incidentTemplate'] as object),
      summary: 'S',
      incidentTags: { service: 'web' },
      notificationTargets: [{ snsTopicArn: topic }],
    },
  });
  assert.deepEqual(await tagsOf(arn), { team: 'a', env: 'prod' });

  const undo = {
    displayName: '',
    chatChannel: { empty: {} },
    engagements: [],
    actions: [{ ssmAutomation: automation }],
    integrations: [],
    incidentTemplateSummary: '',
    incidentTemplateTags: {},
    incidentTemplateNotificationTargets: [],
  };
  await ask('UpdateResponsePlan', { arn, ...undo, clientToken: 'f' }, 204);
  await ask('UntagResource', { resourceArn: arn, tagKeys: ['team', 'env'] }, 204);
  assert.deepEqual(await read(), first, 'back where it began');
  assert.deepEqual(await tagsOf(arn), {});

  await ask('DeleteResponsePlan', { arn }, 204);
  const gone = await call(world, ssmIncidents, 'GetResponsePlan', { arn: String(arn) });
  assert.deepEqual([gone.status, gone.code], [404, 'ResourceNotFoundException']);
}
