import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import { DeleteReplicationSetCommand, DeleteResponsePlanCommand } from '@aws-sdk/client-ssm-incidents';
import { statement } from '#storage/statement';
import { call, done } from '../kit/api.ts';
import { engage, startIncident } from '../kit/deeds.ts';
import { codeIn, openTown, phonePerson, press, reply, taken } from '../kit/phone-people.ts';
import { answersIn, person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Pages in the words of those who are paged. */

const set = (world: World, channel: string, parts: object, plan?: string) =>
  done(call(world, 'PUT', `/templates/${channel}${plan ? `?plan=${plan}` : ''}`, { body: { parts } }));

/** Ana, and a plan that pages her by mail when an alarm of ours goes off. */
async function alarmed(world: World) {
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 10 });
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  await world.aws.cloudwatch.send(
    new PutMetricAlarmCommand({
      ...{ AlarmName: 'p99', Namespace: 'App', MetricName: 'Latency', Statistic: 'Average', Period: 60 },
      ...{ EvaluationPeriods: 1, Threshold: 2, ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [plan] },
    }),
  );
  const goOff = () =>
    world.aws.cloudwatch.send(
      new SetAlarmStateCommand({ AlarmName: 'p99', StateValue: 'ALARM', StateReason: 'too <slow>' }),
    );
  return { ana, plan, goOff };
}

test('a mail is in the words of its plan, with what the alarm said, and is answered as any other', async () => {
  await using world = await openWorld();
  const { ana, goOff } = await alarmed(world);
  await set(world, 'EMAIL', { subject: 'for all: {{incident.title}}' });
  await set(
    world,
    'EMAIL',
    {
      subject: '[{{incident.severityWord}}] {{alarm.name}} in {{plan.name}}',
      text: '{{contact.name}}: {{alarm.reason}} ({{event.detail.state.value}})\nAccept code: {{code}}\n{{ack.link}}\nPage: {{page.subject}}',
      html: '<p>{{alarm.reason}}</p><a href="{{ack.link}}">mine</a>',
    },
    'payments',
  );
  await goOff();
  const mail = await world.firstMail(ana.address);
  assert.equal(mail.subject, '[high] p99 in payments');
  assert.match(
    mail.text,
    /^ana: too <slow> \(ALARM\)\nAccept code: \d{6}\nhttps:\/\/muster\.example\/ack\/[\w-]{43}\nPage: Severity 2/,
  );
  assert.match(mail.html!, /<p>too &lt;slow&gt;<\/p><a href="https:\/\/muster\.example\/ack\/[\w-]{43}">mine<\/a>/);
  const token = /\/ack\/([\w-]+)/.exec(mail.text)![1]!;
  assert.equal((await fetch(`${world.url}/ack/${token}`, { method: 'POST' })).status, 200);
  await world.advance({ hours: 1 });
});

test('without one of its own a plan has the account’s; without either, and in a storm, the built-in texts', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  const plan = await responsePlan(world, 'p', [ana.arn]);
  await set(world, 'EMAIL', {
    text: '{{incident.title}} / {{incident.summary}} / {{page.stage}}.{{page.attempt}} {{code}}',
  });
  await startIncident(world, plan, { title: 'One' });
  const mail = await world.firstMail(ana.address);
  assert.match(mail.text, /^One \/ p99 over 2 s \/ 1\.1 \d{6}$/);
  assert.equal(mail.subject, 'Severity 2: One', 'a part that is not given is built in');
  assert.match(mail.html!, /One \/ p99 over 2 s.*>Acknowledge<\/a>/s, 'the HTML is made of the text');
  for (const title of ['Two', 'Three', 'Four', 'Five']) await startIncident(world, plan, { title });
  await world.runDue();
  assert.equal(world.mail.take(ana.address).length, 2);
  await world.advance({ minutes: 1 });
  const [storm] = world.mail.take(ana.address);
  assert.match(storm!.text, /^2 incidents need an answer/);
  await done(call(world, 'DELETE', '/templates/EMAIL'), 204);
  await world.advance({ minutes: 5 });
  await startIncident(world, plan, { title: 'Six' });
  answersIn(await world.firstMail(ana.address));
});

test('a text message keeps code and link whole, whatever its template; what is said fits the call and is answered', async () => {
  await using town = await openTown();
  const { world } = town;
  const number = '+15550100001';
  const ana = await phonePerson(town, 'ana', [
    { type: 'SMS', number, minutes: 10 },
    { type: 'VOICE', number, minutes: 10 },
  ]);
  await set(world, 'SMS', {
    text: '{{incident.title}}, says {{contact.name}}: {{incident.summary}} and more and more and more',
  });
  await set(world, 'VOICE', { text: 'Wake up, {{contact.name}}. {{incident.title}}' });
  const plan = await responsePlan(world, 'p', [ana.arn], { summary: 'very '.repeat(100) });
  await startIncident(world, plan, { title: 'Down & <out>' });
  const [sms] = await taken(town, 'SMS', number);
  assert.match(
    sms!.text,
    /^Down & <out>, says ana: very .*\.\.\. Code \d{6} https:\/\/muster\.example\/ack\/[\w-]{43}$/,
  );
  assert.ok(sms!.text.length <= 160, sms!.text);
  await world.advance({ minutes: 10 });
  const [voice] = town.twilio.take('Calls', number);
  const said = voice!.form.get('Twiml')!;
  assert.match(said, /Wake up, ana\. Down and out ?\. Press 1 to acknowledge, 2 to escalate\./);
  assert.doesNotMatch(said, /This is Muster/);
  assert.match(codeIn(sms!), /^\d{6}$/);
  assert.match((await press(town, voice!, '1'))!, /^Acknowledged/);
  await reply(town, number, 'stop');
});

test('an engagement without an incident tells of itself', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  await set(world, 'EMAIL', {
    text: '{{incident.title}}|{{incident.summary}}|{{incident.status}}|{{alarm.name}}|{{code}}',
  });
  await engage(world, ana.arn);
  assert.match((await world.firstMail(ana.address)).text, /^Database down\|orders-db does not answer\|\|\|\d{6}$/);
});

const tamper = statement('test.tamper', 'update templates set parts = $1');

test('a template that cannot be used holds up no page: the built-in text goes, and the timeline says why, once', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  const plan = await responsePlan(world, 'p', [ana.arn]);
  await set(world, 'EMAIL', { subject: '{{incident.title}}' });
  const stored: [parts: unknown, want: RegExp][] = [
    [{ subject: '{{incident.owner}}' }, /there is no placeholder/],
    [{ subject: 5 }, /wanted a text, got 5/],
    [null, /wanted one part at least/],
    [{ subject: '{{alarm.name}}' }, /nothing is left of it/],
  ];
  for (const [parts, want] of stored) {
    await world.db.rows(tamper, [JSON.stringify(parts)]);
    world.mail.behave('unreachable');
    const incident = await startIncident(world, plan, {
      title: `Trouble ${stored.findIndex(([one]) => one === parts)}`,
    });
    await world.advance({ seconds: 20 });
    world.mail.behave('ok');
    await world.advance({ minutes: 2 });
    const [mail, ...more] = world.mail.take(ana.address);
    assert.deepEqual(more, []);
    answersIn(mail!);
    const told = (await timelineOf(world, incident)).filter(({ data }) => data.includes('template was not used'));
    assert.equal(told.length, 1, JSON.stringify(told));
    assert.match(told[0]!.data, want);
  }
});

test('templates go with their plan, and with the replication set', async () => {
  await using world = await openWorld();
  const set1 = await replicationSet(world);
  const arn = await responsePlan(world, 'p', []);
  await set(world, 'SMS', { text: 'of p' }, 'p');
  await set(world, 'SMS', { text: 'of all' });
  const list = async () =>
    (await done<{ items: { plan: string | null }[] }>(call(world, 'GET', '/templates'))).items.map(({ plan }) => plan);
  assert.deepEqual(await list(), [null, 'p']);
  await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn }));
  assert.deepEqual(await list(), [null]);
  await world.aws.incidents.send(new DeleteReplicationSetCommand({ arn: set1 }));
  await world.advance({ seconds: 2 });
  assert.deepEqual(await list(), []);
});
