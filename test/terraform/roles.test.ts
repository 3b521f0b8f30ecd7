import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { GetRoleCommand, ListPoliciesCommand, ListRolesCommand, UpdateRoleCommand } from '@aws-sdk/client-iam';
import { withoutTerraform, workspace } from '../kit/terraform.ts';
import { KEY, openWorld, type World } from '../kit/world.ts';

/** examples/terraform/roles: eight runs of the provider, which takes its time to start. */

const skip = process.env['MUSTER_LONG'] === '1' ? withoutTerraform() : 'takes minutes: npm run test:long';

let world: World;
before(async () => {
  world = await openWorld({ now: new Date() });
});
after(() => world[Symbol.asyncDispose]());

/** The world's clock goes with the machine's, by which signatures are made. */
async function follow(): Promise<void> {
  await setTimeout(100);
  world.standStill({ seconds: Math.max(0, (Date.now() - world.now().getTime()) / 1_000) });
}

const NOTHING = { code: 0, changes: {} };
const ROLE = 'aws_iam_role.this';
const POLICY = 'aws_iam_policy.publish';

test('a role with policies is applied, changed in place, imported, mended after a drift, and destroyed', {
  skip,
  timeout: 900_000,
}, async () => {
  const { iam } = world.aws;
  const options = { url: world.url, key: KEY, beside: follow };
  using terraform = await workspace('roles', options);
  await terraform.apply();
  assert.deepEqual(await terraform.plan(), NOTHING);
  assert.equal(terraform.outputs()['arn'], 'arn:aws:iam::123456789012:role/muster/runbooks');

  const changed = {
    description: 'Changed',
    max_session_duration: 7_200,
    tags: { team: 'a' },
    topics: ['arn:aws:sns:us-east-1:123456789012:x'],
  };
  terraform.set(changed);
  assert.deepEqual(await terraform.apply(), { [ROLE]: 'update', [POLICY]: 'update' });
  assert.deepEqual(await terraform.plan(), NOTHING);

  using fresh = await workspace('roles', options);
  fresh.set(changed);
  const ids = terraform.ids();
  fresh.importing({ [ROLE]: ids[ROLE]!, [POLICY]: ids[POLICY]! });
  const { changes } = await fresh.plan();
  assert.deepEqual([changes[ROLE], changes[POLICY]], ['import', 'import'], 'an import changes nothing');

  await iam.send(new UpdateRoleCommand({ RoleName: 'runbooks', MaxSessionDuration: 3_600 }));
  assert.deepEqual(await terraform.apply(), { [ROLE]: 'update' });
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'runbooks' }));
  assert.equal(Role!.MaxSessionDuration, 7_200);

  await terraform.destroy();
  assert.deepEqual((await iam.send(new ListRolesCommand({}))).Roles, []);
  assert.deepEqual((await iam.send(new ListPoliciesCommand({ Scope: 'Local' }))).Policies ?? [], []);
});
