import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeactivateContactChannelCommand } from '@aws-sdk/client-ssm-contacts';
import { changePlan, page, resolve, stage, startIncident } from '../kit/deeds.ts';
import { activeChannel, escalation, person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** What a plan does when its pages are refused for good: AWS's way, and the way that a setting opens. */

const to = (address: string) => ({ address });
const textsOf = async (world: World, arn: string) => (await timelineOf(world, arn)).map(({ data }) => data).join('\n');
/** Pages alone: that a channel is in doubt is told by another one. */
const paged = (world: World, ...all: { address: string }[]) =>
  all.map(({ address }) => world.mail.take(address).filter(({ subject }) => subject.startsWith('Severity')).length);

test('as at AWS: a stage whose page was refused for good lasts as long as its plan says', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [ana, bo] = [await person(world, 'ana', { minutes: 5 }), await person(world, 'bo', { minutes: 5 })];
  const tiers = await escalation(world, 'tiers', [
    { minutes: 10, people: [ana] },
    { minutes: 10, people: [bo] },
  ]);
  world.mail.behave('permanent', ana.address);
  const arn = await startIncident(world, await responsePlan(world, 'checkout', [tiers]));
  await world.advance({ minutes: 9, seconds: 59 });
  assert.deepEqual(paged(world, ana, bo), [0, 0]);
  await world.advance({ seconds: 1 });
  assert.deepEqual(paged(world, ana, bo), [0, 1]);
  await resolve(world, arn);
  await world.runDue();
});

test('by the setting: what is refused makes way at once, for a person’s next stage and then for the next person', async () => {
  await using world = await openWorld({ skipRefusedStages: true });
  await replicationSet(world);
  const [ana, bo] = [await person(world, 'ana'), await person(world, 'bo')];
  const [second, third] = ['ana-2@example.com', 'ana-3@example.com'];
  const channels = [
    await activeChannel(world, ana.arn, 'two', second),
    await activeChannel(world, ana.arn, 'three', third),
  ];
  await changePlan(
    world,
    ana.arn,
    stage(10, page(ana.channelArn, 2), page(channels[0]!)),
    stage(10, page(channels[1]!, 5)),
  );
  const tiers = await escalation(world, 'tiers', [
    { minutes: 30, people: [ana] },
    { minutes: 30, people: [bo] },
  ]);
  const plan = await responsePlan(world, 'checkout', [tiers]);

  world.mail.behave('permanent', ana.address);
  const one = await startIncident(world, plan, { title: 'one page comes through' });
  await world.advance({ minutes: 1 });
  assert.deepEqual(paged(world, to(second), to(third), bo), [1, 0, 0], 'somebody may answer it: the stage lasts');
  await resolve(world, one);
  await world.runDue();
  paged(world, ana, bo, to(second), to(third));

  world.mail.behave('permanent', second);
  const two = await startIncident(world, plan, { title: 'the stage is refused' });
  await world.runDue();
  assert.deepEqual(paged(world, to(third), bo), [1, 0]);
  assert.match(
    await textsOf(world, two),
    /Page refused for good by fake: [\s\S]*Every page of stage 1 of ana has failed for good; the next stage begins at once/,
  );
  await resolve(world, two);
  await world.runDue();
  paged(world, ana, bo, to(second), to(third));

  // The page of her last stage waits at its provider; meanwhile its channel is switched off, so that it cannot leave.
  world.mail.behave('temporary', third);
  const three = await startIncident(world, plan, { title: 'nothing of the whole plan comes through' });
  await world.runDue();
  assert.deepEqual(paged(world, to(third), bo), [0, 0]);
  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: channels[1]! }));
  await world.advance({ minutes: 1 });
  assert.deepEqual(paged(world, to(third), bo), [0, 1], 'long before the thirty minutes of her stage');
  const told = await textsOf(world, three);
  assert.match(told, /Page not sent: the contact channel \\"three\\" is not activated/);
  assert.match(
    told,
    /Every page to whom stage 1 of tiers names \(ana\) has failed for good; the next stage begins at once/,
  );
  await resolve(world, three);
  await world.runDue();
  paged(world, ana, bo, to(second), to(third));
});
