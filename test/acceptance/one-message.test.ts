import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AcceptPageCommand,
  ListEngagementsCommand,
  ListPageReceiptsCommand,
  ListPagesByContactCommand,
  StopEngagementCommand,
} from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import {
  answersIn,
  escalation,
  type Person,
  person,
  replicationSet,
  responsePlan,
  rotation,
  schedule,
  timelineOf,
} from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** A person to whom an incident comes by several ways at one moment is asked once. */

const got = (world: World, ...all: Person[]) => all.map(({ address }) => world.mail.take(address).length);

test('a person reached directly and through a schedule at one moment gets one message, stage after stage; one answer ends both', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const [ana, bo, cy] = [await person(world, 'ana'), await person(world, 'bo'), await person(world, 'cy')];
  const rota = await schedule(world, 'rota', [await rotation(world, 'Primary', [ana, bo])]);
  const first = await escalation(world, 'first', [
    { minutes: 5, people: [rota] },
    { minutes: 20, people: [cy] },
  ]);
  const second = await escalation(world, 'second', [
    { minutes: 5, people: [ana] },
    { minutes: 20, people: [cy] },
  ]);
  const responsePlanArn = await responsePlan(world, 'p', [ana.arn, first, second]);
  const started = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  await world.advance({ minutes: 5 });
  const mails = world.mail.take(cy.address);
  assert.equal(mails.length, 1, 'two plans come to Cy at the same moment');
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: cy.arn }));
  assert.equal(Pages!.length, 2, 'each with an engagement and a page of its own');
  const { pageArn: PageId, code: AcceptCode } = answersIn(mails[0]!);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
  const acknowledged = (await timelineOf(world, started.incidentRecordArn!)).filter(({ type }) =>
    /Acknowledgement/.test(type),
  );
  assert.equal(acknowledged.length, 2);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, bo, cy), [0, 0, 0]);
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({}));
  for (const plan of [first, second])
    assert.ok(Engagements!.find(({ ContactArn }) => ContactArn === plan)!.StopTime, plan);
});

test('of a message that waits for its server, a stop takes one page; the other one goes', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const tiers = await escalation(world, 'tiers', [{ minutes: 30, people: [ana] }]);
  const responsePlanArn = await responsePlan(world, 'p', [ana.arn, tiers]);
  world.mail.behave('temporary');
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  await world.runDue();
  const { Engagements } = await world.aws.contacts.send(new ListEngagementsCommand({}));
  const EngagementId = Engagements!.find(({ ContactArn }) => ContactArn === tiers)!.EngagementArn!;
  await world.aws.contacts.send(new StopEngagementCommand({ EngagementId, Reason: 'not needed' }));
  world.mail.behave('ok');
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana), [1]);
  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: ana.arn }));
  const last = await Promise.all(
    Pages!.map(async ({ PageArn: PageId }) => {
      const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId }));
      return Receipts!.at(-1)!.ReceiptType;
    }),
  );
  assert.deepEqual(last.sort(), ['SENT', 'STOP']);
});
