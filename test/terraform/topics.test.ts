import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SetTopicAttributesCommand,
} from '@aws-sdk/client-sns';
import { withoutTerraform, workspace } from '../kit/terraform.ts';
import { KEY, openWorld, type World } from '../kit/world.ts';

/** examples/terraform/topics: eight runs of the provider, which takes its time to start. */

const skip = process.env['MUSTER_LONG'] === '1' ? withoutTerraform() : 'takes minutes: npm run test:long';

let world: World;
before(async () => {
  world = await openWorld({ now: new Date() });
});
after(() => world[Symbol.asyncDispose]());

/** The world's clock goes with the machine's, by which signatures are made. Nothing that is due is done: no mail leaves. */
async function follow(): Promise<void> {
  await setTimeout(100);
  world.standStill({ seconds: Math.max(0, (Date.now() - world.now().getTime()) / 1_000) });
}

const NOTHING = { code: 0, changes: {} };
const TOPIC = 'aws_sns_topic.this';
const HOOK = 'aws_sns_topic_subscription.hook["https://hooks.example.com/sns"]';

test('a topic with subscriptions is applied, changed in place, imported, mended after a drift, and destroyed', {
  skip,
  timeout: 900_000,
}, async () => {
  const { sns } = world.aws;
  const options = { url: world.url, key: KEY, beside: follow };
  const variables = {
    phones: ['+15550100001'],
    mails: ['ana@example.com'],
    hooks: ['https://hooks.example.com/sns'],
  };
  using terraform = await workspace('topics', options);
  terraform.set(variables);
  await terraform.apply();
  const TopicArn = terraform.outputs()['arn'] as string;
  assert.deepEqual(await terraform.plan(), NOTHING);

  const { Subscriptions } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  assert.deepEqual(Subscriptions!.map(({ Protocol }) => Protocol).sort(), ['email', 'https', 'sms']);

  terraform.set({ display_name: 'Night', team: 'orders', tags: { team: 'a' } });
  assert.deepEqual(await terraform.apply(), { [TOPIC]: 'update', [HOOK]: 'update' });
  assert.deepEqual(await terraform.plan(), NOTHING);

  using fresh = await workspace('topics', options);
  fresh.set({ ...variables, display_name: 'Night', team: 'orders', tags: { team: 'a' } });
  fresh.importing({ [TOPIC]: terraform.ids()[TOPIC]! });
  assert.equal((await fresh.plan()).changes[TOPIC], 'import', 'an import changes nothing');

  const drift = { TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Other' };
  await sns.send(new SetTopicAttributesCommand(drift));
  assert.deepEqual(await terraform.apply(), { [TOPIC]: 'update' });
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  assert.equal(Attributes!['DisplayName'], 'Night');

  await terraform.destroy();
  assert.deepEqual((await sns.send(new ListTopicsCommand({}))).Topics ?? [], []);
});
