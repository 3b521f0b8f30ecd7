import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import {
  GetReplicationSetCommand,
  ListReplicationSetsCommand,
  UpdateReplicationSetCommand,
} from '@aws-sdk/client-ssm-incidents';
import { withoutTerraform, workspace } from '../kit/terraform.ts';
import { KEY, openWorld, type World } from '../kit/world.ts';

/** examples/terraform/replication-set: the provider waits half a minute after each change before it looks again. */

const skip = process.env['MUSTER_LONG'] === '1' ? withoutTerraform() : 'takes minutes: npm run test:long';

let world: World;
before(async () => {
  world = await openWorld({ now: new Date() });
});
after(() => world[Symbol.asyncDispose]());

/** The world's clock goes with the machine's: what the provider waits for comes with time. */
async function follow(): Promise<void> {
  await setTimeout(100);
  await world.advance({ seconds: Math.max(0, (Date.now() - world.now().getTime()) / 1_000) });
}

const NOTHING = { code: 0, changes: {} };
const SET = 'aws_ssmincidents_replication_set.this';
const UPDATE = { [SET]: 'update' };

test('a replication set is applied, changed in place, imported, mended after a drift, and destroyed', {
  skip,
  timeout: 900_000,
}, async () => {
  const { incidents } = world.aws;
  const options = { url: world.url, key: KEY, beside: follow };
  const regions = async (arn: string) =>
    Object.keys((await incidents.send(new GetReplicationSetCommand({ arn }))).replicationSet!.regionMap!).sort();

  using terraform = await workspace('replication-set', options);
  await terraform.apply();
  const arn = terraform.outputs()['arn'] as string;
  assert.deepEqual(await terraform.plan(), NOTHING);

  terraform.set({ regions: ['us-east-1', 'eu-central-1'], tags: {} });
  assert.deepEqual(await terraform.apply(), UPDATE);
  assert.deepEqual(await regions(arn), ['eu-central-1', 'us-east-1']);
  assert.deepEqual(await terraform.plan(), NOTHING);

  using fresh = await workspace('replication-set', options);
  fresh.set({ regions: ['us-east-1', 'eu-central-1'], tags: {} });
  fresh.importing(terraform.ids());
  assert.deepEqual(await fresh.apply(), { [SET]: 'import' }, 'an import changes nothing');
  assert.deepEqual(await fresh.plan(), NOTHING);

  const actions = [{ deleteRegionAction: { regionName: 'eu-central-1' } }];
  await incidents.send(new UpdateReplicationSetCommand({ arn, actions }));
  assert.deepEqual(await terraform.plan(), { code: 2, changes: UPDATE });
  assert.deepEqual(await terraform.apply(), UPDATE);
  assert.deepEqual(await regions(arn), ['eu-central-1', 'us-east-1']);
  assert.deepEqual(await terraform.plan(), NOTHING);

  await terraform.destroy();
  assert.deepEqual((await incidents.send(new ListReplicationSetsCommand({}))).replicationSetArns, []);
});
