import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CreateContactCommand, DeleteContactCommand } from '@aws-sdk/client-ssm-contacts';
import {
  CreateReplicationSetCommand,
  CreateResponsePlanCommand,
  GetResponsePlanCommand,
} from '@aws-sdk/client-ssm-incidents';
import { ssmIncidents } from '#wire/services/ssm-incidents/service';
import { replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { fullPlan } from './kit/full.ts';
import { call } from './kit/wire.ts';

/** What a plan names and is not there (yet) is a warning on the plan, and refuses nothing. */

let world: World;
before(async () => {
  world = await openWorld();
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const contact = (alias: string, account = ACCOUNT) => `arn:aws:ssm-contacts:us-east-1:${account}:contact/${alias}`;
async function warned(arn: string): Promise<string[]> {
  const { body } = await call(world, ssmIncidents, 'GetResponsePlan', { arn });
  return ((body['warnings'] ?? []) as { member: string }[]).map(({ member }) => member);
}

test('a contact is warned of until it exists, and again when it is gone', async () => {
  const plan = { name: 'early', incidentTemplate: { title: 'x', impact: 1 }, engagements: [contact('later')] };
  const { arn } = await world.aws.incidents.send(new CreateResponsePlanCommand(plan));
  assert.deepEqual(await warned(arn!), ['engagements[0]']);
  const { ContactArn } = await world.aws.contacts.send(
    new CreateContactCommand({ Alias: 'later', Type: 'PERSONAL', Plan: { Stages: [] } }),
  );
  assert.deepEqual(await warned(arn!), []);
  await world.aws.contacts.send(new DeleteContactCommand({ ContactId: ContactArn }));
  assert.deepEqual(await warned(arn!), ['engagements[0]']);
});

test('another account’s contact is none of ours, whether it exists there or not', async () => {
  const other = await world.addKey('210987654321');
  await other.incidents.send(new CreateReplicationSetCommand({ regions: { 'us-east-1': {} } }));
  await other.contacts.send(new CreateContactCommand({ Alias: 'theirs', Type: 'PERSONAL', Plan: { Stages: [] } }));
  const engagements = [contact('theirs', '210987654321'), contact('nobody', '210987654321')];
  const { arn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({ name: 'foreign', incidentTemplate: { title: 'x', impact: 1 }, engagements }),
  );
  assert.deepEqual(await warned(arn!), ['engagements[0]', 'engagements[1]']);
});

test('secrets, roles, documents and topics are warned of, each in its place; the official client reads the plan as it was', async () => {
  const given = fullPlan('full', []);
  const { arn } = await world.aws.incidents.send(new CreateResponsePlanCommand(given as never));
  const members = await warned(arn!);
  assert.deepEqual(members, [
    'actions[0].ssmAutomation.documentName',
    'actions[0].ssmAutomation.roleArn',
    'chatChannel.chatbotSns[0]',
    'chatChannel.chatbotSns[1]',
    'incidentTemplate.notificationTargets[0].snsTopicArn',
    'integrations[0].pagerDutyConfiguration.secretId',
  ]);
  const { $metadata: _m, arn: _a, ...read } = await world.aws.incidents.send(new GetResponsePlanCommand({ arn }));
  const { tags: _t, ...sent } = given;
  assert.deepEqual(read, sent);
});
