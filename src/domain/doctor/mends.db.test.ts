import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateSecretCommand } from '@aws-sdk/client-secrets-manager';
import { UpdateContactCommand } from '@aws-sdk/client-ssm-contacts';
import { CreateResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import { call, done } from '#test/kit/api';
import { changePlan, page, stage } from '#test/kit/deeds';
import { muster } from '#test/kit/muster';
import {
  activeChannel,
  alarmEvent,
  alarmRule,
  escalation,
  person,
  replicationSet,
  responsePlan,
} from '#test/kit/scenario';
import { openWorld, type World, type WorldOptions } from '#test/kit/world';

/** Each makes a fault, sees it, types the command that is printed, and sees it gone. */

interface Finding {
  check: string;
  severity: string;
  subject: string;
  text: string;
  whatToDo: string;
  command: string | null;
}

const found = async (world: World, check: string) =>
  (await done<{ findings: Finding[] }>(call(world, 'GET', '/doctor'))).findings.filter((one) => one.check === check);
const told = (findings: Finding[]) => findings.map(({ severity, subject, text }) => `${severity} ${subject}: ${text}`);

/** Types a finding's command as its reader would; `given` is what only they know. */
async function mend(world: World, { command }: Finding, given = ''): Promise<void> {
  const line = command!.replace('…', given);
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c!);
  assert.equal(words[0], 'muster', line);
  const { code, err } = await muster(world, words.slice(1));
  assert.equal(code, 0, `${line}: ${err}`);
}

async function house(options: WorldOptions = {}) {
  const world = await openWorld(options);
  await replicationSet(world);
  const ana = await person(world, 'ana');
  return { world, ana };
}

test('an escalation that takes too long is told with the stages that would do', async () => {
  const { world, ana } = await house();
  await using _ = world;
  const bob = await person(world, 'bob');
  await escalation(world, 'tiers', [
    { minutes: 30, people: [ana] },
    { minutes: 15, people: [ana], essential: false },
    { minutes: 5, people: [bob] },
  ]);
  const findings = await found(world, 'escalations');
  assert.deepEqual(told(findings), [
    'warning escalation plan tiers: Whoever comes last is tried after 45 minutes, more than 30.',
  ]);
  assert.equal(
    findings[0]!.command,
    'muster contacts plan set tiers --stage 20:ana --stage 10:ana/optional --stage 5:bob',
  );
  await mend(world, findings[0]!);
  assert.deepEqual(await found(world, 'escalations'), []);
});

test('a person whose second channel comes late is told, and not again in the plans above', async () => {
  const { world, ana } = await house();
  await using _ = world;
  const work = await activeChannel(world, ana.arn, 'work mail', 'ana@work.example');
  await escalation(world, 'tiers', [{ minutes: 5, people: [ana] }]);
  await changePlan(world, ana.arn, stage(30, page(ana.channelArn, 5)), stage(10), stage(5, page(work)));
  const findings = await found(world, 'escalations');
  assert.deepEqual(told(findings), ['warning person ana: Their last channel is tried after 40 minutes, more than 30.']);
  assert.match(findings[0]!.command!, /--stage 22:mail\/5 --stage 7: --stage '5:work mail'$/);
  await mend(world, findings[0]!);
  assert.deepEqual(await found(world, 'escalations'), []);
});

test('a plan after which nobody is tried any more is a note, until it repeats', async () => {
  const { world, ana } = await house();
  await using _ = world;
  const tiers = await escalation(world, 'tiers', [{ minutes: 5, people: [ana] }]);
  await responsePlan(world, 'payments', [tiers, ana.arn]);
  const findings = await found(world, 'endings');
  assert.deepEqual(told(findings), [
    'note escalation plan tiers: After 5 minutes its last stage is over, and nobody is tried any more.',
    'note person ana: After 10 minutes its last stage is over, and nobody is tried any more.',
  ]);
  for (const finding of findings) await mend(world, finding);
  assert.deepEqual(await found(world, 'endings'), []);
});

test('a plan that nothing starts is a note, until a rule or an alarm names it', async () => {
  const { world, ana } = await house();
  await using _ = world;
  const other = await responsePlan(world, 'orders', [ana.arn]);
  await alarmRule(world, other);
  assert.deepEqual(await found(world, 'unstarted'), []);
  await responsePlan(world, 'payments', [ana.arn]);
  const [finding] = await found(world, 'unstarted');
  assert.equal(finding!.subject, 'response plan payments');
  const [, Id, Arn] = /--targets Id=(\w+),Arn=(\S+)$/.exec(finding!.command!)!;
  await world.aws.events.send(new PutTargetsCommand({ Rule: 'alarms', Targets: [{ Id: `${Id}2`, Arn }] }));
  assert.deepEqual(await found(world, 'unstarted'), []);
});

test('a rule that has matched nothing for a month is told, until it matches or is switched off', async () => {
  const { world, ana } = await house();
  await using _ = world;
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  await alarmRule(world, plan);
  await alarmRule(world, plan, 'other');
  assert.deepEqual(await found(world, 'quiet-rules'), [], 'a new rule has had no time');
  await world.advance({ hours: 24 * 31 });
  assert.deepEqual(told(await found(world, 'quiet-rules')), [
    'warning rule alarms: It has matched no event for 30 days.',
    'warning rule other: It has matched no event for 30 days.',
  ]);
  await mend(world, (await found(world, 'quiet-rules'))[1]!);
  assert.deepEqual(
    (await found(world, 'quiet-rules')).map(({ subject }) => subject),
    ['rule alarms'],
  );
  await alarmEvent(world, 'latency');
  await world.runDue();
  world.mail.take(ana.address);
  assert.deepEqual(await found(world, 'quiet-rules'), []);
});

test('a secret that a plan names and that is missing is told with what makes it', async () => {
  const { world } = await house();
  await using _ = world;
  const pagerDutyConfiguration = {
    name: 'pd',
    secretId: 'pagerduty/token',
    pagerDutyIncidentConfiguration: { serviceId: 'P1' },
  };
  await world.aws.incidents.send(
    new CreateResponsePlanCommand({
      name: 'payments',
      incidentTemplate: { title: 'Payments', impact: 2 },
      integrations: [{ pagerDutyConfiguration }],
    }),
  );
  const [finding, ...more] = await found(world, 'names');
  assert.deepEqual(
    [told([finding!]), more],
    [
      [
        'warning response plan payments: Muster has no secret of the name pagerduty/token (integrations[0].pagerDutyConfiguration.secretId).',
      ],
      [],
    ],
  );
  const [, Name, SecretString] = /create-secret --name (\S+) --secret-string '(.*)'$/.exec(finding!.command!)!;
  await world.aws.secrets.send(new CreateSecretCommand({ Name, SecretString }));
  assert.deepEqual(await found(world, 'names'), []);
});

test('somebody whom only mail would wake is a note, where a plan counts on them', async () => {
  const { world, ana } = await house();
  await using _ = world;
  assert.deepEqual(await found(world, 'asleep'), [], 'nothing counts on her');
  await responsePlan(world, 'payments', [ana.arn]);
  const findings = await found(world, 'asleep');
  assert.deepEqual(told(findings), ['note person ana: None of their channels rings: a mail wakes nobody at night.']);
  await mend(world, findings[0]!, '+15550100001');
  await world.runDue();
  const [, code] = /code: (\d{6})/i.exec(world.sms.take('+15550100001')[0]!.text)!;
  assert.equal((await found(world, 'asleep')).length, 1, 'a channel that is not activated wakes nobody');
  assert.equal((await muster(world, ['contacts', 'activate', 'ana', code!])).code, 0);
  assert.deepEqual(await found(world, 'asleep'), []);
});

test('somebody with channels of which none is activated is told how to have a code sent', async () => {
  const { world, ana } = await house();
  await using _ = world;
  await responsePlan(world, 'payments', [ana.arn]);
  await muster(world, ['contacts', 'channels', 'deactivate', 'ana', 'mail']);
  const [finding] = await found(world, 'stages');
  assert.deepEqual(told([finding!]), ['fault person ana: No activated channel: nobody is reached.']);
  assert.equal(finding!.command, 'muster contacts channels send-code ana mail');
  await mend(world, finding!);
  const [, code] = /code:? (\d{6})/.exec((await world.firstMail(ana.address)).text)!;
  await muster(world, ['contacts', 'activate', 'ana', code!]);
  assert.deepEqual(await found(world, 'stages'), []);
});

test('a channel that is not answered in drills is a warning, until a test page there was', async () => {
  const { world, ana } = await house();
  await using _ = world;
  const drill = { everyDays: 1, weekdays: ['FRI', 'SAT', 'SUN', 'MON'], from: '10:00', to: '16:00', timeZone: 'UTC' };
  await done(call(world, 'PUT', '/contacts/ana/drill', { body: { ...drill, waitMinutes: 5 } }));
  await world.advance({ hours: 24 });
  assert.deepEqual(await found(world, 'drills'), []);
  await world.advance({ hours: 24 });
  world.mail.take(ana.address);
  const findings = await found(world, 'drills');
  assert.deepEqual(told(findings), [
    'warning person ana: Channel mail was answered 0 times in 2 drills: a page there might not reach them.',
  ]);
  await mend(world, findings[0]!);
  const [, code] = /Test code: (\d{6})/.exec((await world.firstMail(ana.address)).text)!;
  assert.equal((await muster(world, ['contacts', 'tests', 'answer', 'ana', code!])).code, 0);
  assert.deepEqual(await found(world, 'drills'), []);
});

test('that nobody outside hears of Muster is a note, until a heartbeat is set', async () => {
  const { world } = await house();
  await using _ = world;
  const [finding] = await found(world, 'heartbeat');
  assert.equal(finding!.command, 'MUSTER_HEARTBEAT_URL=https://… muster start');
  await using set = await openWorld({ heartbeat: { url: 'http://127.0.0.1:9/', everyMs: 60_000 } });
  // What is planned is not done: no time passes.
  await set.house.planHousekeeping();
  assert.deepEqual(await found(set, 'heartbeat'), []);
});

test('a display name and its stages stay when a plan is made to repeat', async () => {
  const { world, ana } = await house();
  await using _ = world;
  const tiers = await escalation(world, 'tiers', [{ minutes: 5, people: [ana] }]);
  await world.aws.contacts.send(new UpdateContactCommand({ ContactId: tiers, DisplayName: 'First line' }));
  await muster(world, ['contacts', 'plan', 'repeat', 'tiers', '2']);
  const plan = await done<Record<string, unknown>>(call(world, 'GET', '/escalation-plans/tiers'));
  assert.deepEqual([plan['displayName'], plan['repeats'], (plan['stages'] as object[]).length], ['First line', 2, 1]);
  assert.equal((await muster(world, ['contacts', 'plan', 'repeat', 'tiers', '21'])).code, 2);
});
