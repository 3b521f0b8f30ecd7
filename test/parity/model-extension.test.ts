import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import { run } from '../../src/cli/run.ts';
import { replicationSet } from '../kit/scenario.ts';
import { ACCOUNT, KEY, openWorld, REGION, type World } from '../kit/world.ts';

/** What a newcomer types, word for word, into the stock `aws` command with the model extension. */

const skip = ((): string | false => {
  try {
    execFileSync('aws', ['--version'], { stdio: 'ignore' });
    return false;
  } catch {
    return 'the aws command is not on PATH: install it to run these';
  }
})();

// Its clock cannot be moved: the world's stands at the real time.
let world: World;
let home: string;
before(async () => {
  world = await openWorld({ now: new Date() });
  home = mkdtempSync(join(tmpdir(), 'muster-newcomer-'));
  await replicationSet(world);
});
after(async () => {
  rmSync(home, { recursive: true, force: true });
  await world[Symbol.asyncDispose]();
});

const env = () => ({
  PATH: process.env['PATH'],
  HOME: home,
  AWS_ENDPOINT_URL: world.url,
  AWS_ACCESS_KEY_ID: KEY.id,
  AWS_SECRET_ACCESS_KEY: KEY.secret,
  AWS_DEFAULT_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_MAX_ATTEMPTS: '1',
  AWS_PAGER: '',
});

/** Gives a line to the shell as it stands. */
function shell(line: string): Promise<{ code: number; out: string; err: string }> {
  return new Promise((done) => {
    execFile('/bin/sh', ['-c', line], { env: env(), timeout: 120_000 }, (error, out, err) => {
      done({ code: error ? (typeof error.code === 'number' ? error.code : -1) : 0, out, err });
    });
  });
}
async function typed(line: string): Promise<Record<string, never>> {
  const { code, out, err } = await shell(line);
  assert.deepEqual([code, err], [0, ''], line);
  return out === '' ? {} : JSON.parse(out);
}
async function install(...words: string[]): Promise<void> {
  const told: string[] = [];
  const io = { out: () => {}, err: (text: string) => told.push(text), env: env(), now: () => new Date() };
  assert.equal(await run(['aws', 'install-extension', ...words], io), 0, told.join(''));
}

const CREATE = String.raw`aws ssm-incidents create-response-plan --name "MyResponsePlan" --incident-template "{\"title\": \"Example incident\", \"severity\": \"3\"}" --integrations "[{\"pagerDutyConfiguration\": {\"name\": \"PagerDuty\", \"pagerDutyIncidentConfiguration\": {\"serviceId\": \"P12345\"}, \"secretId\": \"arn:aws:secretsmanager:us-east-1:123456789012:secret:MyPagerDutyKey\"}}]"`;
const LIST = 'aws ssm-incidents list-incidents';
const RESOLVE =
  'aws ssm-incidents update-incident-record --arn "arn:aws:ssm-incidents::123456789012:incident/MyIncident" --status "Resolved"';

test('the three lines of a newcomer do what they say', { skip, timeout: 300_000 }, async () => {
  assert.notEqual((await shell(CREATE)).code, 0, 'without the extension the command itself refuses');
  await install();
  const { arn } = await typed(CREATE);
  assert.equal(arn, `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/MyResponsePlan`);
  const plan = await typed(`aws ssm-incidents get-response-plan --arn ${arn}`);
  assert.deepEqual(plan['incidentTemplate'], { impact: 3, notificationTargets: [], title: 'Example incident' });
  assert.deepEqual(plan['integrations'], [
    {
      pagerDutyConfiguration: {
        name: 'PagerDuty',
        pagerDutyIncidentConfiguration: { serviceId: 'P12345' },
        secretId: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:MyPagerDutyKey',
      },
    },
  ]);
  const [warning] = plan['warnings'] as unknown as { member: string; text: string }[];
  assert.equal(warning?.member, 'integrations[0].pagerDutyConfiguration.secretId');
  assert.match(warning.text, /no secret of the name .*MyPagerDutyKey/);

  const start = new StartIncidentCommand({ responsePlanArn: arn, title: 'My incident' });
  const { incidentRecordArn } = await world.aws.incidents.send(start);
  const listed = (await typed(LIST))['incidentRecordSummaries'] as unknown as Record<string, unknown>[];
  assert.deepEqual(
    listed.map((one) => [one['arn'], one['title'], one['workflowStatus']]),
    [[incidentRecordArn, 'My incident', 'OPEN']],
  );
  assert.deepEqual(await typed(RESOLVE), {});
  const { incidentRecord } = await typed(`aws ssm-incidents get-incident-record --arn ${incidentRecordArn}`);
  assert.deepEqual([incidentRecord!['status'], incidentRecord!['workflowStatus']], ['RESOLVED', 'RESOLVED']);
});

test('the members of our own go both ways through the stock command', { skip, timeout: 300_000 }, async () => {
  await install();
  await typed('aws ssm-incidents create-response-plan --name own --incident-template title=Own,impact=2');
  const plan = `arn:aws:ssm-incidents::${ACCOUNT}:response-plan/own`;
  const { incidentRecordArn: arn } = await typed(`aws ssm-incidents start-incident --response-plan-arn ${plan}`);
  const update = `aws ssm-incidents update-incident-record --arn ${arn}`;
  await typed(`${update} --status "In Progress" --resolution-plan what="Roll back",by=ana,until=2026-12-01T00:00:00Z`);
  await typed(`${update} --status Resolved --resolution-note "The cache was cold"`);
  const { incidentRecord } = await typed(`aws ssm-incidents get-incident-record --arn ${arn}`);
  assert.deepEqual(
    [incidentRecord!['resolutionPlan'], incidentRecord!['resolutionNote']],
    [{ what: 'Roll back', by: 'ana', until: Date.UTC(2026, 11, 1) / 1_000 }, 'The cache was cold'],
  );
  await install('--remove');
  const { code, err } = await shell(LIST);
  assert.notEqual(code, 0);
  assert.match(err, /invalid choice/i);
});
