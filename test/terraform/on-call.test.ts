import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  DeleteRotationCommand,
  GetContactCommand,
  ListContactsCommand,
  ListRotationsCommand,
  TagResourceCommand,
  UpdateContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { ListResponsePlansCommand, UpdateResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import { replicationSet } from '../kit/scenario.ts';
import { withoutTerraform, workspace } from '../kit/terraform.ts';
import { KEY, openWorld, type World } from '../kit/world.ts';

/** examples/terraform/on-call by Terraform and AWS's provider themselves. Their clock cannot be moved: the world's is real. */

const skip = withoutTerraform();
const long = process.env['MUSTER_LONG'] === '1' ? skip : 'takes minutes: npm run test:long';

let world: World;
before(async () => {
  world = await openWorld({ now: new Date() });
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const open = () => workspace('on-call', { url: world.url, key: KEY });

/** Signatures are judged by the world's clock: no longer than this may pass before it is set right. */
const setClock = () => world.advance({ seconds: Math.max(0, (Date.now() - world.now().getTime()) / 1_000) });

async function nothingLeft(): Promise<void> {
  const { incidents, contacts } = world.aws;
  assert.deepEqual((await incidents.send(new ListResponsePlansCommand({}))).responsePlanSummaries, []);
  assert.deepEqual((await contacts.send(new ListContactsCommand({}))).Contacts, []);
  assert.deepEqual((await contacts.send(new ListRotationsCommand({}))).Rotations, []);
}

const NOTHING = { code: 0, changes: {} };
const RESOURCES = 14;

test('the example is applied, is what was asked for, and is destroyed', { skip, timeout: 300_000 }, async () => {
  using terraform = await open();
  const made = Object.values(await terraform.apply());
  assert.deepEqual([made.length, new Set(made)], [RESOURCES, new Set(['create'])]);
  const { give_rotations, not_activated, read_back, response_plan_arn } = terraform.outputs();
  assert.equal((not_activated as string[]).length, 2);
  assert.deepEqual(read_back, {
    replication_set: 'ACTIVE',
    escalation: 'Payments escalation',
    schedule: 'ONCALL_SCHEDULE',
    stages: 4,
    coverages: 2,
    impact: 2,
  });
  assert.match(String(response_plan_arn), /:response-plan\/payments$/);
  const RotationIds = await giveRotations(String(give_rotations));
  assert.deepEqual(await terraform.plan(), NOTHING);
  const ContactId = terraform.ids()['aws_ssmcontacts_contact.on_call']!;
  const { Plan } = await world.aws.contacts.send(new GetContactCommand({ ContactId }));
  assert.deepEqual(Plan, { RotationIds }, 'Terraform leaves the rotations of a schedule alone');
  await terraform.destroy();
  await nothingLeft();
});

/** Does what the output's command says. Answers the rotations. */
async function giveRotations(command: string): Promise<string[]> {
  const [, ContactId, plan] = /^aws ssm-contacts update-contact --contact-id (\S+) --plan '(.*)'$/.exec(command) ?? [];
  const Plan = JSON.parse(plan!) as { RotationIds: string[] };
  await world.aws.contacts.send(new UpdateContactCommand({ ContactId, Plan }));
  return Plan.RotationIds;
}

/** Everything an example's variable can say, said otherwise than by default. */
const EVERYTHING = {
  people: { ana: { name: 'Ana A.', email: 'ana.a@example.com' }, bo: { name: 'Bo B.', email: 'bo.b@example.com' } },
  order: ['bo', 'ana'],
  minutes: 7,
  impact: 1,
  hand_off_hour: 10,
  first_hand_off: '2026-02-05T09:00:00Z',
  summary: 'Nobody can pay.',
  dedupe_string: 'paying',
  topics: {
    chat: ['arn:aws:sns:us-east-1:123456789012:chat', 'arn:aws:sns:us-east-1:123456789012:chat-2'],
    notifications: ['arn:aws:sns:us-east-1:123456789012:told'],
  },
  runbook: {
    document: 'AWS-RestartEC2Instance',
    version: '3',
    role_arn: 'arn:aws:iam::123456789012:role/runbooks',
    parameters: { InstanceId: ['i-0123456789abcdef0', 'i-0123456789abcdef1'], Mode: ['soft'] },
  },
  pagerduty: { service_id: 'P12345', secret_id: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:pagerduty' },
  tags: { team: 'core', 'cost-center': '4 2' },
};
/** And as little of it as the provider can take back: what else is emptied it does not send (docs/terraform.md). */
const LITTLE = {
  people: { ana: { email: 'ana.a@example.com' }, bo: { email: 'bo.b@example.com' } },
  minutes: 0,
  summary: '',
  dedupe_string: '',
  topics: { notifications: EVERYTHING.topics.notifications },
  runbook: { document: 'Restart', role_arn: 'arn:aws:iam::123456789012:role/runbooks' },
  tags: { team: 'core' },
};

test('it is updated in place, taken back, imported, mended after a drift, and destroyed', {
  skip: long,
  timeout: 900_000,
}, async () => {
  using terraform = await open();
  await terraform.apply();

  terraform.set(EVERYTHING);
  const all = await terraform.apply();
  const each = (action: string) => Object.fromEntries(Object.keys(terraform.ids()).map((address) => [address, action]));
  assert.deepEqual(all, each('update'));
  assert.equal(Object.keys(all).length, RESOURCES);
  await world.runDue();
  for (const address of ['ana.a', 'bo.b']) {
    assert.equal(world.mail.take(`${address}@example.com`).length, 1, 'a changed address gets a code');
  }
  assert.deepEqual(await terraform.plan(), NOTHING);
  await setClock();

  using fresh = await open();
  fresh.set(EVERYTHING);
  fresh.importing(terraform.ids());
  assert.deepEqual(await fresh.apply(), each('import'), 'an import changes nothing');
  assert.deepEqual(fresh.ids(), terraform.ids());
  assert.deepEqual(await fresh.plan(), NOTHING);
  await setClock();

  terraform.set(LITTLE);
  assert.deepEqual([...new Set(Object.values(await terraform.apply()))], ['update']);
  assert.deepEqual(await terraform.plan(), NOTHING);
  await setClock();

  const drifted = await drift(terraform.ids());
  assert.deepEqual(await terraform.plan(), { code: 2, changes: drifted });
  assert.deepEqual(await terraform.apply(), drifted);
  assert.deepEqual(await terraform.plan(), NOTHING);
  await setClock();

  await terraform.destroy();
  await nothingLeft();
});

/** Changes by hand what Terraform manages. Answers what it has to do about that. */
async function drift(ids: Record<string, string>): Promise<Record<string, string>> {
  const { incidents, contacts } = world.aws;
  const ContactId = ids['aws_ssmcontacts_contact.person["ana"]']!;
  await contacts.send(new UpdateContactCommand({ ContactId, DisplayName: 'Somebody else', Plan: { Stages: [] } }));
  const ResourceARN = ids['aws_ssmcontacts_contact.escalation']!;
  await contacts.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: 'by', Value: 'hand' }] }));
  await contacts.send(new DeleteRotationCommand({ RotationId: ids['aws_ssmcontacts_rotation.months']! }));
  const arn = ids['aws_ssmincidents_response_plan.full']!;
  await incidents.send(new UpdateResponsePlanCommand({ arn, incidentTemplateImpact: 5, engagements: [] }));
  return {
    'aws_ssmcontacts_contact.person["ana"]': 'update',
    'aws_ssmcontacts_plan.person["ana"]': 'update',
    'aws_ssmcontacts_contact.escalation': 'update',
    'aws_ssmcontacts_rotation.months': 'create',
    'aws_ssmincidents_response_plan.full': 'update',
  };
}
