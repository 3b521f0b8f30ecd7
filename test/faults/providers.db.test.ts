import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ActivateContactChannelCommand, CreateContactChannelCommand } from '@aws-sdk/client-ssm-contacts';
import { dueBacklog } from '#storage/due';
import type { OutsideMode } from '../kit/channel-contract.ts';
import { changePlan, page, resolve, stage, startIncident } from '../kit/deeds.ts';
import type { FakeChannel } from '../kit/fake-channel.ts';
import { mailPerson, openProviders, type SeveralProviders } from '../kit/providers.ts';
import { escalation, incidentsIn, type Person, responsePlan, timelineOf } from '../kit/scenario.ts';
import { UNHELD, type World } from '../kit/world.ts';

/** What becomes of pages when their provider fails, by the providers' own tallies. */

const SECONDS = 1_000;
const told = async (world: World, arn: string) => (await timelineOf(world, arn)).map(({ data }) => data).join('\n');

/** When a fake was asked since it was looked at the last time, in seconds of the world. */
function tally(fake: FakeChannel, world: World) {
  let seen = fake.calls.length;
  const began = world.now().getTime();
  return () => {
    const fresh = fake.calls.slice(seen);
    seen = fake.calls.length;
    return fresh.map(({ at }) => (at - began) / SECONDS);
  };
}

/** How long after they were due messages of a kind left by a provider, in milliseconds of the world, in their order. */
const leftLate = (world: World, channel: string, provider: string): number[] =>
  world.log.lines.flatMap(({ message, fields }) =>
    message === 'message sent' && fields['channel'] === channel && fields['provider'] === provider
      ? [Number(fields['lateMs'])]
      : [],
  );

const p99 = (some: number[]) => some.toSorted((a, b) => a - b)[Math.ceil(some.length * 0.99) - 1] ?? Number.NaN;

for (const [name, mode] of [
  ['answers 500', 'temporary'],
  ['hangs until its time-out', 'unknown'],
  ['refuses the connection', 'unreachable'],
] as [string, OutsideMode][])
  test(`8 a provider that ${name}: the next one at once, broken after 3, a probe every 30 s, nothing lost`, async (t) => {
    await using town = await openProviders('EMAIL', ['first', 'second'], { limits: UNHELD });
    const { world, by } = town;
    const ana = await mailPerson(town, by.first, 'ana', { minutes: 30 });
    const plan = await responsePlan(world, 'p', [ana.arn]);
    by.first.behave(mode);
    const [first, second] = [tally(by.first, world), tally(by.second, world)];
    const arn = await startIncident(world, plan);
    await world.runDue();
    assert.deepEqual([first(), second()], [[0], [0]], 'the next one is asked in the same instant');
    assert.match(await told(world, arn), /Page not sent by first \(1 try\): .*It goes to second at once/);
    assert.match(await told(world, arn), /Page sent by second after 2 tries/);
    for (const _ of [2, 3]) {
      await startIncident(world, plan);
      await world.runDue();
    }
    assert.deepEqual(
      [first(), second()],
      [
        [0, 0],
        [0, 0],
      ],
    );
    assert.equal(world.log.take('warn', /a provider is broken/).length, 1, 'told once');

    for (let at = 0; at < 120; at += 10) {
      await startIncident(world, plan);
      await world.advance({ seconds: 10 });
    }
    assert.deepEqual(first(), [30, 60, 90], 'one message in thirty seconds shows whether it works again');
    assert.equal(second().length, 12, 'and every page goes out by the other');
    by.first.behave('ok');
    await startIncident(world, plan);
    await world.runDue();
    await startIncident(world, plan);
    await world.runDue();
    assert.deepEqual([first(), second()], [[120, 120], []], 'it works, and is asked first again');
    assert.equal(world.log.take('info', /a provider works again/).length, 1);
    const perhaps = by.first.take(ana.address).length;
    const surely = by.second.take(ana.address).length;
    assert.deepEqual([perhaps, surely], [mode === 'unknown' ? 6 + 2 : 2, 15], 'seventeen incidents, each told');
    const failedAt = new Map(by.first.calls.toReversed().map(({ key, at }) => [key, at]));
    const waits = by.second.calls.flatMap(({ key, at }) => (failedAt.has(key) ? [at - failedAt.get(key)!] : []));
    const longest = Math.max(...waits);
    assert.ok(waits.length >= 6 && longest <= 15 * SECONDS, `${longest} ms`);
    t.diagnostic(
      `row 8: ${waits.length} pages by the next provider ${longest} ms after the first failure at most; broken after 3, asked again every 30 s; 0 of 17 lost`,
    );
  });

test('8 where every provider fails, a page is tried on, and leaves as soon as one works again', async () => {
  await using town = await openProviders('EMAIL', ['first', 'second'], { limits: UNHELD });
  const { world, by } = town;
  const ana = await mailPerson(town, by.first, 'ana', { minutes: 30 });
  const plan = await responsePlan(world, 'p', [ana.arn]);
  for (const fake of [by.first, by.second]) fake.behave('unreachable');
  const arn = await startIncident(world, plan);
  await world.advance({ minutes: 5 });
  assert.equal((await told(world, arn)).match(/Page held up: no provider can take it now/g)?.length, 1, 'told once');
  by.second.behave('ok');
  await world.advance({ seconds: 60 });
  assert.equal(by.second.take(ana.address).length, 1);
  await world.advance({ hours: 2 });
});

test('a receiver whom one provider refuses by name is asked of no other one', async () => {
  await using town = await openProviders('EMAIL', ['first', 'second']);
  const { world, by } = town;
  const ana = await mailPerson(town, by.first, 'ana');
  by.first.behave('permanent');
  await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ hours: 1 });
  assert.deepEqual(by.second.calls, []);
});

test('wrong credentials are one provider’s alone: the next one takes all, and it is not asked for thirty seconds', async () => {
  await using town = await openProviders('EMAIL', ['first', 'second'], { limits: UNHELD });
  const { world, by } = town;
  const ana = await mailPerson(town, by.first, 'ana', { minutes: 30 });
  const plan = await responsePlan(world, 'p', [ana.arn]);
  by.first.behave('temporary');
  by.first.adds({ fault: 'account' });
  const first = tally(by.first, world);
  for (const _ of [1, 2, 3]) {
    await startIncident(world, plan);
    await world.runDue();
  }
  assert.deepEqual(first(), [0]);
  assert.equal(by.second.take(ana.address).length, 3);
});

test('a country that one provider does not serve is the next one’s, and keeps nothing else from the first', async () => {
  await using town = await openProviders('EMAIL', ['first', 'second'], { limits: UNHELD });
  const { world, by } = town;
  const [ana, bo] = [await mailPerson(town, by.first, 'ana'), await mailPerson(town, by.first, 'bo')];
  const [far, near] = [await responsePlan(world, 'far', [ana.arn]), await responsePlan(world, 'near', [bo.arn])];
  by.first.behave('temporary', ana.address);
  by.first.adds({ fault: 'reach' });
  for (const _ of [1, 2, 3, 4]) await startIncident(world, far);
  await world.runDue();
  await startIncident(world, near);
  await world.runDue();
  assert.deepEqual([by.second.take(ana.address).length, by.first.take(bo.address).length], [4, 1]);
});

test('a page that was answered while its first provider failed goes to no other one', async () => {
  await using town = await openProviders('EMAIL', ['first', 'second'], {
    probe: async (point) => {
      if (point === 'afterSend') await onSent?.();
    },
  });
  let onSent: (() => Promise<void>) | undefined;
  const { world, by } = town;
  const ana = await mailPerson(town, by.first, 'ana');
  const plan = await responsePlan(world, 'p', [ana.arn]);
  by.first.behave('unknown');
  const arn = await startIncident(world, plan);
  onSent = () => resolve(world, arn);
  await world.advance({ minutes: 10 });
  assert.equal(by.first.take(ana.address).length, 1);
  assert.deepEqual(by.second.calls, []);
});

test('9 taken and never confirmed: with nobody further to try the next provider gets it after 120 s, each of them once', async (t) => {
  await using town = await openProviders('EMAIL', ['first', 'second'], {}, { confirmsWithinMs: 120 * SECONDS });
  const { world, by } = town;
  const ana = await mailPerson(town, by.first, 'ana', { minutes: 30 });
  const [first, second] = [tally(by.first, world), tally(by.second, world)];
  const arn = await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ hours: 2 });
  assert.deepEqual([first(), second()], [[0], [120]]);
  const [one, other] = [by.first.take(ana.address)[0]!, by.second.take(ana.address)[0]!];
  assert.equal(one.key, other.key, 'the same message');
  assert.match(await told(world, arn), /not confirmed within 120 seconds[\s\S]*Page sent by second after 2 tries/);
  t.diagnostic('row 9: the next provider 120 s after a message that was never confirmed, as it is set');
});

test('9 where a next stage follows, that is tried instead', async () => {
  await using town = await openProviders('EMAIL', ['first', 'second'], {}, { confirmsWithinMs: 60 * SECONDS });
  const { world, by } = town;
  const [ana, bo] = [await mailPerson(town, by.first, 'ana'), await mailPerson(town, by.first, 'bo')];
  const stages = [
    { minutes: 30, people: [ana] },
    { minutes: 30, people: [bo] },
  ];
  await startIncident(world, await responsePlan(world, 'p', [await escalation(world, 'tiers', stages)]));
  await world.advance({ seconds: 60 });
  assert.deepEqual([by.first.take(ana.address).length, by.first.take(bo.address).length], [1, 1]);
  assert.deepEqual(by.second.calls, []);
  await world.advance({ hours: 2 });
  assert.deepEqual([by.second.take(ana.address).length, by.second.take(bo.address).length], [0, 1]);
});

test('10 a channel that answers 429 for ten minutes holds up no other, is not asked before it wants to be, and resumes in order', async (t) => {
  await using town = await openProviders('EMAIL', ['slack'], { limits: UNHELD });
  const { world, by } = town;
  const people: (Person & { number: string })[] = [];
  for (const alias of ['ana', 'bo', 'cy', 'di', 'ed']) people.push(await withPhone(town, by.slack, alias));
  const plans: string[] = [];
  for (const { alias, arn } of people) plans.push(await responsePlan(world, alias, [arn]));
  for (const [who, plan] of plans.entries()) {
    const arn = await startIncident(world, plan);
    await world.runDue();
    await resolve(world, arn);
    world.sms.take(people[who]!.number);
    by.slack.take(people[who]!.address);
  }
  const before = leftLate(world, 'SMS', 'fake');
  by.slack.behave('temporary');
  by.slack.adds({ retryAfterMs: 60 * SECONDS });
  const asked = tally(by.slack, world);
  const incidents: string[][] = people.map(() => []);
  for (let round = 0; round < 60; round++) {
    const who = round % people.length;
    incidents[who]!.push(await startIncident(world, plans[who]!));
    await world.runDue();
    assert.equal(
      world.sms.take(people[who]!.number).length,
      1,
      'a text message leaves in the instant in which it is due',
    );
    const [waiting] = (await dueBacklog(world.db, world.now())).filter(({ queue }) => queue === 'send.sms');
    assert.equal(waiting, undefined, 'and no work of that kind waits');
    await world.advance({ seconds: 10 });
  }
  const moments = [...new Set(asked())];
  assert.equal(moments[0], 0);
  for (const [index, at] of moments.entries())
    if (index > 0) assert.ok(at - moments[index - 1]! >= 60, `asked at ${moments.join(', ')}`);
  by.slack.behave('ok');
  by.slack.adds({});
  await world.advance({ minutes: 6 });
  for (const [who, { address }] of people.entries()) {
    const [mail, ...more] = by.slack.take(address);
    assert.deepEqual(more, []);
    assert.deepEqual(incidentsIn(mail!), incidents[who], 'all that waited, in order');
  }
  const resumed = by.slack.calls.slice(-people.length).map(({ at }) => at);
  assert.equal(new Set(resumed).size, 1, 'one shows that it works again, and the others follow at once');
  const during = leftLate(world, 'SMS', 'fake').slice(before.length);
  assert.deepEqual([before.length >= people.length, during.length], [true, 60]);
  assert.ok(p99(during) <= p99(before) * 1.1, `${p99(during)} ms, without the 429s ${p99(before)} ms`);
  t.diagnostic(
    `row 10: text messages left ${p99(during)} ms after their stage at p99 (without the 429s ${p99(before)} ms); asked ${moments.length} times in ten minutes, never before Retry-After; ${people.length} people's mails in order`,
  );
});

/** A person whom a stage reaches by mail and by text message at once. */
async function withPhone(town: SeveralProviders<string>, mail: FakeChannel, alias: string) {
  const { world } = town;
  const one = await mailPerson(town, mail, alias);
  const number = `+1555010${String(1000 + alias.charCodeAt(0))}`;
  const phone = { ContactId: one.arn, Name: 'phone', Type: 'SMS', DeliveryAddress: { SimpleAddress: number } } as const;
  const { contacts } = world.aws;
  const { ContactChannelArn } = await contacts.send(new CreateContactChannelCommand(phone));
  await world.runDue();
  const ActivationCode = /code:? (\d{6})/i.exec(world.sms.take(number)[0]!.text)![1]!;
  await contacts.send(new ActivateContactChannelCommand({ ContactChannelId: ContactChannelArn, ActivationCode }));
  await changePlan(world, one.arn, stage(30, page(one.channelArn), page(ContactChannelArn!)));
  return { ...one, number };
}

test('a receiver whom their provider puts off again and again keeps nobody else from their pages', async () => {
  await using town = await openProviders('EMAIL', ['only'], { limits: UNHELD });
  const { world, by } = town;
  const [ana, bo] = [await mailPerson(town, by.only, 'ana'), await mailPerson(town, by.only, 'bo')];
  const [hers, his] = [await responsePlan(world, 'hers', [ana.arn]), await responsePlan(world, 'his', [bo.arn])];
  by.only.behave('temporary', ana.address);
  for (const _ of [1, 2, 3, 4, 5]) await startIncident(world, hers);
  await world.advance({ seconds: 5 });
  await startIncident(world, his);
  await world.runDue();
  assert.equal(by.only.take(bo.address).length, 1);
  await world.advance({ hours: 1 });
});
