import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateSecretCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { CreateResponsePlanCommand, UpdateResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import { createJsm, createOpsgenie } from '#providers/opsgenie';
import { createOutgoing } from '#providers/outgoing';
import { createPagerDuty } from '#providers/pagerduty';
import { call, done } from '#test/kit/api';
import { muster, mustered } from '#test/kit/muster';
import { replicationSet } from '#test/kit/scenario';
import { KEYS, openServices } from '#test/kit/services';
import { openWorld, type World } from '#test/kit/world';

interface Finding {
  check: string;
  severity: string;
  subject: string;
  text: string;
  command: string | null;
}

const found = async (world: World, check: string) =>
  (await done<{ findings: Finding[] }>(call(world, 'GET', '/doctor'))).findings.filter((one) => one.check === check);
const told = async (world: World, check: string) =>
  (await found(world, check)).map(({ subject, text }) => `${subject}: ${text}`);

test('credentials of services: a missing secret is told, a wrong one is found as soon as it is there, and a new value is looked at', async () => {
  await using services = await openServices();
  const outgoing = createOutgoing({ allowPrivate: false, trusted: [services.url] });
  const at = { baseUrl: services.url, outgoing, now: () => new Date() };
  await using world = await openWorld({ channels: [createPagerDuty(at), createOpsgenie(at), createJsm(at)] });
  await replicationSet(world);
  await mustered(world, 'integrations add opsgenie company-alerts --secret opsgenie');
  await world.runDue();
  assert.deepEqual(await told(world, 'services'), [
    'integration company-alerts: Muster has no secret of the name opsgenie: the service is told of nothing.',
  ]);
  const [missing] = await found(world, 'services');
  const [, Name, shape] = /create-secret --name (\S+) --secret-string '(.*)'$/.exec(missing!.command!)!;

  const value = (key: string) => shape!.replace('…', key);
  await world.aws.secrets.send(new CreateSecretCommand({ Name, SecretString: value('an-old-key') }));
  await world.runDue();
  const [wrong] = await found(world, 'services');
  assert.match(
    wrong!.text,
    /^With the secret opsgenie the service would take nothing, since 2026-01-02 03:10 UTC: .*\(401\)/,
  );
  assert.match(wrong!.command!, /put-secret-value --secret-id opsgenie --secret-string '\{"apiKey":"…"\}'$/);
  const listed = await muster(world, ['providers', '--json']);
  assert.match(listed.out, /of 1 credential that accounts name 1 would not be let in/);
  assert.doesNotMatch(listed.out + JSON.stringify(wrong), /an-old-key/);
  assert.deepEqual(await found(world, 'probes'), [], 'the installation’s providers are well');

  await world.aws.secrets.send(new PutSecretValueCommand({ SecretId: Name, SecretString: value(KEYS.apiKey) }));
  await world.runDue();
  assert.deepEqual(await told(world, 'services'), []);

  // Of a plan's PagerDuty the secret is there, and its token was revoked.
  const pagerduty = (token: string) => JSON.stringify({ ...KEYS, pagerDutyToken: token });
  await world.aws.secrets.send(new CreateSecretCommand({ Name: 'pd', SecretString: pagerduty('revoked') }));
  const pagerDutyConfiguration = {
    ...{ name: 'on-call', secretId: 'pd' },
    pagerDutyIncidentConfiguration: { serviceId: 'PIJ90N7' },
  };
  const incidentTemplate = { title: 'Payments', impact: 2 };
  const { arn } = await world.aws.incidents.send(
    new CreateResponsePlanCommand({ name: 'payments', incidentTemplate, integrations: [{ pagerDutyConfiguration }] }),
  );
  assert.equal((await muster(world, ['providers', 'probe', 'pagerduty'])).code, 1);
  assert.match((await told(world, 'services')).join(), /^response plan payments: With the secret pd .*PIJ90N7 \(401\)/);
  await world.aws.secrets.send(
    new PutSecretValueCommand({ SecretId: 'pd', SecretString: pagerduty(KEYS.pagerDutyToken) }),
  );
  await world.runDue();
  assert.deepEqual(await told(world, 'services'), []);
  world.log.take('warn', /would take no messages/);

  // What plans name and is not there, with what mends it.
  const topic = 'arn:aws:sns:us-east-1:123456789012:incidents';
  const role = 'arn:aws:iam::123456789012:role/runbooks';
  const actions = [{ ssmAutomation: { documentName: 'Restart', roleArn: role } }];
  await world.aws.incidents.send(
    new UpdateResponsePlanCommand({ arn, actions, incidentTemplateNotificationTargets: [{ snsTopicArn: topic }] }),
  );
  const names = (await found(world, 'names')).map(({ command }) => command!);
  assert.equal(names.length, 3, names.join('\n'));
  const [, Topic, Region] = /sns create-topic --name (\S+) --region (\S+)$/m.exec(names.join('\n'))!;
  assert.deepEqual([Topic, Region], ['incidents', 'us-east-1']);
  await world.aws.sns.send(new CreateTopicCommand({ Name: Topic }));
  const [, plan, left] = /update-response-plan --arn (\S+) --actions '(.*)'$/m.exec(names.join('\n'))!;
  await world.aws.incidents.send(new UpdateResponsePlanCommand({ arn: plan, actions: JSON.parse(left!) }));
  assert.deepEqual(await told(world, 'names'), []);

  // A room of Slack, while Slack is not set up.
  await mustered(world, 'chat bind incidents --type slack --address C024BE91L');
  const [rooms] = await found(world, 'rooms');
  assert.match(rooms!.text, /nothing can be written to it \(SLACK\): .*MUSTER_SLACK_BOT_TOKEN/);
  await mustered(world, rooms!.command!.replace('muster ', ''));
  assert.deepEqual(await found(world, 'rooms'), []);
});
