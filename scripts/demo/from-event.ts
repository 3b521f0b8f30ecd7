import { setTimeout as pause } from 'node:timers/promises';
import type { IncidentRecordStatus } from '@aws-sdk/client-ssm-incidents';
import type { ReceivedMail } from '#test/kit/smtp-sink';
import { countOf, eventually, incidentArns, statusOf, tellTimeline, timelineOf, types } from './incidents.ts';
import { nextMail, readPage, tellMail } from './mail.ts';
import { ana, bo, MAIL_MS, MINUTE_MS, present, type World } from './world.ts';

const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:ServerCpuTooHigh';

/** The documented event of an alarm that changed its state. */
function alarmEvent(state: 'ALARM' | 'OK') {
  const at = new Date().toISOString().replace('Z', '+0000');
  const reason =
    'Threshold Crossed: 1 out of the last 1 datapoints [99.5 (01/01/26 00:00:00)] was greater than the threshold (95.0).';
  const detail = {
    alarmName: 'ServerCpuTooHigh',
    configuration: { description: 'Goes into alarm when server CPU utilization is too high!', metrics: [] },
    previousState: { value: state === 'ALARM' ? 'OK' : 'ALARM', reason: 'Threshold Crossed', timestamp: at },
    state: { value: state, reason, timestamp: at },
  };
  const named = { Source: 'aws.cloudwatch', DetailType: 'CloudWatch Alarm State Change' };
  return { ...named, Resources: [ALARM], Detail: JSON.stringify(detail) };
}

/** An event opens an incident; nobody answers, it escalates; a link acknowledges it; people work it to its end. */
export async function fromEvent(world: World): Promise<void> {
  const arn = await opens(world);
  const mail = await escalates(world);
  await acknowledges(world, arn, mail);
  await foldsAndStaysOpen(world, arn);
  await worked(world, arn);
}

async function send({ script, aws }: World, state: 'ALARM' | 'OK'): Promise<void> {
  const { FailedEntryCount } = await aws.events.loud.putEvents({ Entries: [alarmEvent(state)] });
  script.equal('the event is stored', FailedEntryCount, 0);
}

async function opens(world: World): Promise<string> {
  const { script, sink, aws } = world;
  return script.step('An alarm goes off: its event opens an incident and pages Ana', async () => {
    const before = sink.to(ana.address).length;
    await send(world, 'ALARM');
    const [arn, ...others] = await incidentArns(world);
    script.holds('exactly one incident is open', arn !== undefined && others.length === 0, [arn, ...others]);
    const { incidentRecord } = await aws.incidents.loud.getIncidentRecord({ arn });
    script.equal('its severity is 2', incidentRecord?.impact, 2);
    script.equal('the alarm is its source', incidentRecord?.incidentRecordSource?.resourceArn, ALARM);
    const mail = await nextMail(sink, ana.address, before, MAIL_MS);
    tellMail(script, mail);
    script.holds("Ana's mail names the incident", mail.text.includes(arn!), mail.text);
    return arn!;
  });
}

async function escalates({ script, sink }: World): Promise<ReceivedMail> {
  return script.step('Ana sleeps: after her 5 minutes (5 s here) Bo is paged', async () => {
    const paged = present(sink.to(ana.address).at(-1), "Ana's mail").receivedAt.getTime();
    const mail = await nextMail(sink, bo.address, 1, 5 * MINUTE_MS + MAIL_MS);
    tellMail(script, mail);
    const waited = mail.receivedAt.getTime() - paged;
    script.holds(
      `Bo is paged ${(waited / 1000).toFixed(1)} s after Ana, not before`,
      waited >= 5 * MINUTE_MS - 300,
      waited,
    );
    return mail;
  });
}

async function acknowledges(world: World, arn: string, mail: ReceivedMail): Promise<void> {
  const { script, sink } = world;
  const { link } = readPage(mail);
  await script.step("Bo opens the mail's link; a mail scanner may have, too", async () => {
    for (const who of ['scanner', 'Bo']) {
      script.sent(`curl ${link}   # ${who}`);
      const { status, text } = await ask(link, 'GET');
      script.equal(`GET answers 200 to ${who}`, status, 200);
      script.holds('with a button to acknowledge by', /<form method="post">.*Acknowledge<\/button>/s.test(text), text);
    }
    const acknowledged = countOf(await timelineOf(world, arn), types.acknowledgement);
    script.equal('and has acknowledged nothing', acknowledged, 0);
  });
  await script.step('Bo presses the button', async () => {
    script.sent(`curl -X POST ${link}`);
    const { status, text } = await ask(link, 'POST');
    script.equal('POST answers 200', status, 200);
    script.received(text.match(/<p class="state"[^>]*>([^<]*)/)?.[1] ?? text);
    script.holds('the page says that it is acknowledged', text.includes('Acknowledged'), text);
    script.equal('the timeline has it', countOf(await timelineOf(world, arn), types.acknowledgement), 1);
  });
  await script.step('The rest of the plan passes (6 minutes, 6 s here): nothing more is sent', async () => {
    const before = sink.mails.length;
    await pause(6 * MINUTE_MS);
    script.equal(
      'no mail came',
      sink.mails.slice(before).map(({ to, subject }) => `${to}: ${subject}`),
      [],
    );
  });
}

async function ask(link: string, method: 'GET' | 'POST'): Promise<{ status: number; text: string }> {
  const answer = await fetch(link, { method, signal: AbortSignal.timeout(MAIL_MS) });
  return { status: answer.status, text: await answer.text() };
}

async function foldsAndStaysOpen(world: World, arn: string): Promise<void> {
  const { script, sink } = world;
  await script.step('The same alarm again: it is the same incident', async () => {
    const before = sink.mails.length;
    await send(world, 'ALARM');
    script.equal('still one incident', await incidentArns(world), [arn]);
    script.equal('its timeline has both triggers', countOf(await timelineOf(world, arn), types.trigger), 2);
    script.equal('nobody is paged again', sink.mails.length, before);
  });
  await script.step('The alarm goes back to OK: an incident is resolved by people', async () => {
    await send(world, 'OK');
    script.equal('the incident is still open', await statusOf(world, arn), 'OPEN');
  });
}

async function worked(world: World, arn: string): Promise<void> {
  const { script, aws } = world;
  const incidents = aws.incidents.loud;
  await script.step('People work on it: In Progress, a note, Resolved', async () => {
    // Muster takes this third status, too; the SDK's types know AWS's two.
    await incidents.updateIncidentRecord({ arn, status: 'In Progress' as IncidentRecordStatus });
    script.equal('for an AWS client, In Progress reads OPEN', await statusOf(world, arn), 'OPEN');
    await incidents.createTimelineEvent({
      incidentRecordArn: arn,
      eventTime: new Date(),
      eventType: types.note,
      eventData: JSON.stringify('Restarted the pool; latency is falling'),
    });
    await incidents.updateIncidentRecord({ arn, status: 'RESOLVED' });
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
    const { trigger, start, page, acknowledgement, update, note } = types;
    const wanted = [trigger, start, page, page, acknowledgement, trigger, update, note, update];
    script.equal(
      'all of it is there, in this order',
      events.map((one) => one.eventType),
      wanted,
    );
    const times = events.map((one) => one.eventTime?.getTime() ?? Number.NaN);
    script.holds(
      'times never go back',
      times.every((time, index) => index === 0 || time >= times[index - 1]!),
      times,
    );
  });
}
