import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeactivateContactChannelCommand } from '@aws-sdk/client-ssm-contacts';
import { muster, mustered } from '#test/kit/muster';
import { person, replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld } from '#test/kit/world';

test('doctor ends with 1 where a fault was found, and with 0 where there are warnings only', async () => {
  await using world = await openWorld();
  const first = await muster(world, ['doctor']);
  assert.equal(first.code, 1);
  assert.match(first.out, /^SEVERITY {2}WHAT +FINDING\nfault +replication set +There is none/);
  assert.match(
    first.err,
    /- Make it: muster aws ssm-incidents create-replication-set .*\n1 fault, 0 warnings, 1 note\.\n$/s,
  );

  await replicationSet(world);
  const well = await muster(world, ['doctor']);
  assert.deepEqual([well.code, /\n0 faults, 0 warnings, 1 note\.\n$/.test(well.err)], [0, true]);
  assert.match(well.err, /- Make a check .*\n {4}MUSTER_HEARTBEAT_URL=https:\/\/… muster start\n/);

  const ana = await person(world, 'ana');
  await responsePlan(world, 'payments', [ana.arn]);
  await responsePlan(world, 'quiet', []);
  const [, warning = ''] = await mustered(world, 'doctor');
  assert.match(warning, /^warning +response plan quiet +It opens incidents and engages nobody\.$/);

  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: ana.channelArn }));
  const { code, out } = await muster(world, ['doctor', '--json']);
  assert.equal(code, 1);
  assert.deepEqual(
    JSON.parse(out)
      .findings.map((one: { severity: string; subject: string }) => [one.severity, one.subject])
      .filter(([severity]: string[]) => severity !== 'note'),
    [
      ['fault', 'person ana'],
      ['fault', 'response plan payments'],
      ['warning', 'response plan quiet'],
    ],
  );
});
