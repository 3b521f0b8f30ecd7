import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateContactChannelCommand } from '@aws-sdk/client-ssm-contacts';
import { accept, changePlan, engage, got, page, stage, startIncident } from '../kit/deeds.ts';
import { activeChannel, alarmEvent, alarmRule, escalation, responsePlan } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';
import { answersTo, people, wordsOn } from './people.ts';

/** The behaviours that the field's pagers are tested for: answers, and plans that change while they run. */

test('8 multiack: the answer of one who is not essential silences only that person; an essential one’s ends it', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  for (const one of [ana, bo]) await changePlan(world, one.arn, stage(30, page(one.channelArn, 2)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 5, people: [ana], essential: false },
    { minutes: 5, people: [bo] },
    { minutes: 5, people: [cy] },
  ]);
  const arn = await startIncident(world, await responsePlan(world, 'p', [tiers]));
  await world.runDue();
  const [anas] = world.mail.take(ana.address);
  await accept(world, anas!);
  await accept(world, anas!);
  await world.advance({ minutes: 5 });
  const [bos] = world.mail.take(bo.address);
  assert.deepEqual(got(world, ana), [0]);
  await accept(world, bos!);
  await world.advance({ hours: 1 });
  assert.equal(await answersTo(world, arn), 2);
});

test('8 multiack: an old answer mutes neither a later incident nor a later engagement in the same one', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const plan = await responsePlan(world, 'p', [ana.arn]);
  const arn = await startIncident(world, plan);
  await accept(world, await world.firstMail(ana.address));
  await startIncident(world, plan);
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  await engage(world, ana.arn, arn);
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
});

test('9 addrules: a stage added while the plan runs does not page for the past, and pages in its turn', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  const second = await activeChannel(world, ana.arn, 'second', 'ana.second@example.com');
  await changePlan(world, ana.arn, stage(5, page(ana.channelArn)));
  await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, ana), [1]);
  await changePlan(world, ana.arn, stage(5, page(ana.channelArn), page(second)), stage(5, page(second)));
  await world.advance({ minutes: 2 });
  assert.deepEqual(world.mail.take('ana.second@example.com').length, 0);
  await world.advance({ minutes: 1 });
  assert.deepEqual(world.mail.take('ana.second@example.com').length, 1);
});

test('10 postcyclerules: stages added after the plan has run to its end do not page', async () => {
  await using world = await openWorld();
  const [ana] = await people(world);
  await changePlan(world, ana.arn, stage(1, page(ana.channelArn)));
  await startIncident(world, await responsePlan(world, 'p', [ana.arn]));
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, ana), [1]);
  await changePlan(world, ana.arn, stage(1, page(ana.channelArn)), stage(30, page(ana.channelArn, 1)));
  await world.advance({ hours: 1 });
});

test('12 policyreassignment: a rule’s new response plan is opened by new events only; back again, the old one is', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const [first, second] = [
    await responsePlan(world, 'first', [ana.arn]),
    await responsePlan(world, 'second', [bo.arn]),
  ];
  for (const [planArn, want] of [
    [first, [1, 0]],
    [second, [0, 1]],
    [first, [1, 0]],
  ] as const) {
    await alarmRule(world, planArn);
    await world.advance({ minutes: 1 });
    assert.deepEqual(got(world, ana, bo), [0, 0]);
    await alarmEvent(world, `alarm at ${world.now().toISOString()}`);
    await world.runDue();
    assert.deepEqual(got(world, ana, bo), want);
  }
});

test('13 missinguser: people without stages, without an activated channel or who are not there never block the others', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  await changePlan(world, ana.arn);
  const create = {
    ContactId: cy.arn,
    Name: 'never activated',
    Type: 'EMAIL',
    DeliveryAddress: { SimpleAddress: 'cy.2@example.com' },
  } as const;
  const { ContactChannelArn } = await world.aws.contacts.send(
    new CreateContactChannelCommand({ ...create, DeferActivation: true }),
  );
  await changePlan(world, cy.arn, stage(20, page(ContactChannelArn!, 1)));
  const tiers = await escalation(world, 'tiers', [
    { minutes: 2, people: [ana, cy] },
    { minutes: 2, people: [bo] },
  ]);
  const arn = await startIncident(world, await responsePlan(world, 'p', [`${ana.arn}-gone`, tiers]));
  await world.advance({ minutes: 2 });
  assert.deepEqual(got(world, bo), [1]);
  const told = await wordsOn(world, arn);
  for (const words of [/there is no such contact/, /ana has no stages/, /cy is not activated/])
    assert.match(told, words);
});
