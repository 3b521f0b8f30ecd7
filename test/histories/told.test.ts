import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  DeactivateContactChannelCommand,
  DescribePageCommand,
  ListPageReceiptsCommand,
  ListPagesByContactCommand,
} from '@aws-sdk/client-ssm-contacts';
import { accept, changePlan, fates, got, resolve, startIncident } from '../kit/deeds.ts';
import { escalation, incidentsIn, responsePlan } from '../kit/scenario.ts';
import { openWorld } from '../kit/world.ts';
import { people, wordsOn } from './people.ts';

/** The behaviours that the field's pagers are tested for: what can be read afterwards. */

test('39 alertlog: sent, channel off, refused by the provider, no stages and an empty stage can all be read', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const sent = await startIncident(world, await responsePlan(world, 'sent', [ana.arn]));
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  assert.deepEqual(await fates(world, ana), [['SENT']]);
  assert.equal(await wordsOn(world, sent), '');

  world.mail.behave('permanent', bo.address);
  const refused = await startIncident(world, await responsePlan(world, 'refused', [bo.arn]));
  await world.runDue();
  assert.deepEqual(await fates(world, bo), [['ERROR']]);
  assert.match(await wordsOn(world, refused), /Page refused for good by fake: .*knows no such receiver \[bo, EMAIL\]/);

  await world.aws.contacts.send(new DeactivateContactChannelCommand({ ContactChannelId: cy.channelArn }));
  const off = await startIncident(world, await responsePlan(world, 'off', [cy.arn]));
  await changePlan(world, bo.arn);
  const tiers = await escalation(world, 'tiers', [{ minutes: 1, people: [] }]);
  const none = await startIncident(world, await responsePlan(world, 'none', [bo.arn, tiers]));
  await world.advance({ minutes: 10 });
  assert.match(await wordsOn(world, off), /cy is not activated/);
  assert.match(await wordsOn(world, none), /bo has no stages in its plan; nobody is paged through it/);
  assert.match(await wordsOn(world, none), /tiers .*nobody/);
});

test('40 alertlogdelay: a page that left late says by how much, whether Muster stood still or the provider was away', async () => {
  await using world = await openWorld();
  const [ana, bo] = await people(world);
  const slept = await startIncident(world, await responsePlan(world, 'slept', [ana.arn]));
  await world.sleepThrough({ minutes: 7 });
  assert.deepEqual(got(world, ana), [1]);
  assert.match(await wordsOn(world, slept), /Page sent by fake, 7 minutes late \[ana, EMAIL\]/);

  world.mail.behave('unreachable');
  const away = await startIncident(world, await responsePlan(world, 'away', [bo.arn]));
  await world.advance({ seconds: 40 });
  world.mail.behave('ok');
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, bo), [1]);
  assert.match(await wordsOn(world, away), /Page sent by fake after 7 tries, 63 seconds late \[bo, EMAIL\]/);

  const quick = await startIncident(world, await responsePlan(world, 'quick', [ana.arn]));
  await world.runDue();
  assert.deepEqual(got(world, ana), [1]);
  assert.equal(await wordsOn(world, quick), '');
});

test('84 graphqladminmessagelogs: any page can be found, by whom it was for, with what it said and its fate', async () => {
  await using world = await openWorld();
  const [ana, bo, cy] = await people(world);
  const plan = await responsePlan(world, 'p', [ana.arn, bo.arn, cy.arn]);
  world.mail.behave('permanent', bo.address);
  world.mail.behave('temporary', cy.address);
  const arn = await startIncident(world, plan, { title: 'Payments are slow' });
  const mail = await world.firstMail(ana.address);
  await accept(world, mail);
  await resolve(world, arn);
  await world.advance({ minutes: 1 });
  assert.deepEqual(await fates(world, ana), [['SENT', 'READ']]);
  assert.deepEqual(await fates(world, bo), [['ERROR']]);
  assert.deepEqual(await fates(world, cy), [['ERROR', 'STOP']]);

  const { Pages } = await world.aws.contacts.send(new ListPagesByContactCommand({ ContactId: bo.arn }));
  const [{ PageArn, IncidentId } = {}] = Pages!;
  assert.equal(IncidentId, arn);
  const found = await world.aws.contacts.send(new DescribePageCommand({ PageId: PageArn }));
  assert.match(found.Subject!, /Payments are slow/);
  const { Receipts } = await world.aws.contacts.send(new ListPageReceiptsCommand({ PageId: PageArn }));
  assert.match(Receipts![0]!.ReceiptInfo!, /knows no such receiver/);
  assert.deepEqual(incidentsIn(mail), [arn]);
});
