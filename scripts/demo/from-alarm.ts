import { setTimeout as pause } from 'node:timers/promises';
import { eventually, incidentArns, statusOf, tellTimeline, timelineOf, types } from './incidents.ts';
import { nextMail, readPage, tellMail } from './mail.ts';
import { ana, MAIL_MS, MINUTE_MS, type World } from './world.ts';

const NAME = 'CheckoutErrors';

/** The same by an alarm of Muster's own, whose action is the plan; acknowledged with the code from the mail. */
export async function fromAlarm(world: World, plan: string): Promise<void> {
  await makesAlarm(world, plan);
  const { arn, page } = await goesOff(world);
  await acceptsPage(world, page);
  await ends(world, arn);
}

async function makesAlarm({ script, aws }: World, plan: string): Promise<void> {
  await script.step('An alarm whose action is the response plan', async () => {
    await aws.alarms.loud.putMetricAlarm({
      AlarmName: NAME,
      Namespace: 'Shop',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [plan],
    });
    const { MetricAlarms } = await aws.alarms.quiet.describeAlarms({ AlarmNames: [NAME] });
    script.equal('it has the action', MetricAlarms?.[0]?.AlarmActions, [plan]);
  });
}

async function goesOff(world: World): Promise<{ arn: string; page: ReturnType<typeof readPage> }> {
  const { script, aws, sink } = world;
  return script.step('It is set to ALARM: a second incident, and Ana is paged', async () => {
    const before = sink.to(ana.address).length;
    const known = new Set(await incidentArns(world));
    await aws.alarms.loud.setAlarmState({ AlarmName: NAME, StateValue: 'ALARM', StateReason: 'tried out by hand' });
    const opened = (await incidentArns(world)).filter((one) => !known.has(one));
    script.equal('rule and action together opened one incident', opened.length, 1);
    const mail = await nextMail(sink, ana.address, before, MAIL_MS);
    tellMail(script, mail);
    const arn = opened[0]!;
    script.holds("Ana's mail names the incident", mail.text.includes(arn), mail.text);
    return { arn, page: readPage(mail) };
  });
}

async function acceptsPage({ script, aws, sink }: World, page: ReturnType<typeof readPage>): Promise<void> {
  const answer = { PageId: page.pageArn, AcceptType: 'READ' } as const;
  await script.step('Ana answers with the code from the mail; a wrong code is refused', async () => {
    const wrong = page.code === '000000' ? '000001' : '000000';
    const refusal = await aws.contacts.loud.acceptPage({ ...answer, AcceptCode: wrong }).then(
      () => 'it was taken',
      (error: Error) => error.name,
    );
    script.equal('a wrong code is refused', refusal, 'ValidationException');
    await aws.contacts.loud.acceptPage({ ...answer, AcceptCode: page.code });
    const { ContactArn, Sender } = await aws.contacts.quiet.describePage({ PageId: page.pageArn });
    script.holds('the page is Ana’s', ContactArn?.endsWith('contact/ana') === true, { ContactArn, Sender });
  });
  await script.step('Her 5 minutes pass (6 s here): Bo sleeps on', async () => {
    const before = sink.mails.length;
    await pause(6 * MINUTE_MS);
    script.equal(
      'no mail came',
      sink.mails.slice(before).map(({ to, subject }) => `${to}: ${subject}`),
      [],
    );
  });
}

async function ends(world: World, arn: string): Promise<void> {
  const { script, aws } = world;
  await script.step('The alarm goes back to OK, and a person resolves the incident', async () => {
    await aws.alarms.loud.setAlarmState({ AlarmName: NAME, StateValue: 'OK', StateReason: 'tried out by hand' });
    script.equal('OK leaves it open', await statusOf(world, arn), 'OPEN');
    await aws.incidents.loud.updateIncidentRecord({ arn, status: 'RESOLVED' });
    script.equal(
      'it is resolved',
      await eventually(
        () => statusOf(world, arn),
        (status) => status === 'RESOLVED',
      ),
      'RESOLVED',
    );
  });
  await script.step('Its timeline, in order', async () => {
    const events = await timelineOf(world, arn);
    tellTimeline(world, events);
    const wanted = [types.trigger, types.start, types.page, types.acknowledgement, types.update];
    const got = events.map((one) => one.eventType);
    script.holds(
      'opened, paged once, acknowledged, resolved',
      wanted.every((type) => got.includes(type)),
      got,
    );
    script.equal('one page, to Ana', got.filter((type) => type === types.page).length, 1);
  });
}
