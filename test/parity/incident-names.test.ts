import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ListEngagementsCommand, StartEngagementCommand } from '@aws-sdk/client-ssm-contacts';
import {
  GetIncidentRecordCommand,
  ListTagsForResourceCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
} from '@aws-sdk/client-ssm-incidents';
import { replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, type World } from '../kit/world.ts';
import { inputs, type Seed, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';
import { call } from './kit/wire.ts';

/** arn:aws:ssm-incidents::ACCOUNT:incident/NAME, wherever an incident's ARN is taken. */

let world: World;
let seeded: Seed;
let planArn: string;
before(async () => {
  world = await openWorld();
  seeded = await seed(world);
  planArn = await responsePlan(world, 'web-shop', [], { title: 'Nobody can buy' });
});
after(async () => {
  await world.runDue();
  for (const { address } of [seeded.ana, seeded.bo]) world.mail.take(address);
  await world[Symbol.asyncDispose]();
});

const called = (name: string, account = ACCOUNT) => `arn:aws:ssm-incidents::${account}:incident/${name}`;

async function start(title: string): Promise<string> {
  await world.advance({ seconds: 1 });
  const { incidentRecordArn } = await world.aws.incidents.send(
    new StartIncidentCommand({ responsePlanArn: planArn, title }),
  );
  return incidentRecordArn!;
}
const arnOf = async (name: string) =>
  (await world.aws.incidents.send(new GetIncidentRecordCommand({ arn: called(name) }))).incidentRecord!.arn;
const resolve = (arn: string, clientToken?: string) =>
  world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, status: 'RESOLVED', clientToken }));
const refusal = (name: string, message: RegExp) => (error: Error) => {
  assert.deepEqual([error.name, message.test(error.message)], [name, true], error.message);
  return true;
};

test('an incident is named by its title in any spelling, by its plan and by its id, and answers its own ARN', async () => {
  const arn = await start('My incident');
  for (const name of ['MyIncident', 'my-incident', 'My incident', 'web-shop', arn.split('/').at(-1)!]) {
    assert.equal(await arnOf(name), arn, name);
  }
  await resolve(called('MyIncident'));
  await assert.rejects(arnOf('MyIncident'), refusal('ResourceNotFoundException', /arn: wanted .*got "MyIncident"/));
  assert.equal(await arnOf(arn.split('/').at(-1)!), arn, 'a resolved one is named by its id');
});

test('a title goes before a plan’s name, and follows the title when that changes', async () => {
  const byPlan = await start('Something else');
  const byTitle = await start('web shop');
  assert.equal(await arnOf('web-shop'), byTitle);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: byTitle, title: 'Renamed' }));
  assert.equal(await arnOf('renamed'), byTitle);
  await resolve(byTitle);
  assert.equal(await arnOf('web-shop'), byPlan);
  await resolve(byPlan);
});

test('a name that fits several incidents is refused with their ARNs, and changes none', async () => {
  const both = [await start('Twice'), await start('TWICE!')];
  await assert.rejects(resolve(called('twice')), (error: Error) => {
    assert.equal(error.name, 'ValidationException');
    for (const arn of both) assert.ok(error.message.includes(arn), error.message);
    return true;
  });
  await assert.rejects(arnOf('web-shop'), refusal('ValidationException', /fits several/));
  for (const arn of both) await resolve(arn);
});

test('a name in another account is refused, and one of ours means nothing there', async () => {
  const arn = await start('Ours alone');
  const denied = world.aws.incidents.send(new GetIncidentRecordCommand({ arn: called('x', '210987654321') }));
  await assert.rejects(denied, refusal('AccessDeniedException', /another account/));
  const other = await world.addKey('210987654321');
  await assert.rejects(
    other.incidents.send(new GetIncidentRecordCommand({ arn: called('Ours alone') })),
    refusal('AccessDeniedException', /another account/),
  );
  for (const name of ['Ours alone', arn.split('/').at(-1)!]) {
    await assert.rejects(
      other.incidents.send(new GetIncidentRecordCommand({ arn: called(name, '210987654321') })),
      refusal('ResourceNotFoundException', /which none has/),
    );
  }
  await resolve(arn);
});

test('a name without a letter or digit fits no title', async () => {
  const arn = await start('?!');
  await assert.rejects(arnOf('!'), refusal('ResourceNotFoundException', /got "!"/));
  await resolve(arn);
});

test('a name that nothing can have is looked for and not found, whatever it is made of', async () => {
  for (const name of ['\u0000', 'a\u0000b', "';--", 'x'.repeat(900), '%', '../..', '🙂']) {
    await assert.rejects(arnOf(name), refusal('ResourceNotFoundException', /which none has/), JSON.stringify(name));
  }
});

test('the repetition of a call gets the first answer, though its name means nothing any more, or another incident', async () => {
  const arn = await start('Once');
  await resolve(called('once'), 'once-token');
  await resolve(called('once'), 'once-token');
  const next = await start('Once');
  await resolve(called('once'), 'once-token');
  const { incidentRecord } = await world.aws.incidents.send(new GetIncidentRecordCommand({ arn: next }));
  assert.equal(incidentRecord!.status, 'OPEN', 'the second of that name is not touched');
  await assert.rejects(
    world.aws.incidents.send(
      new UpdateIncidentRecordCommand({ arn: called('once'), title: 'x', clientToken: 'once-token' }),
    ),
    refusal('ConflictException', /another request/),
  );
  await resolve(next);
  assert.equal((await timelineOf(world, arn)).filter(({ data }) => /"RESOLVED"/.test(data)).length, 1);
});

test('engagements and tags take the name, too', async () => {
  const arn = await start('Come and help');
  const engagement = { ContactId: seeded.ana.arn, Sender: 'desk', Subject: 'Come', Content: 'Come' };
  const { EngagementArn } = await world.aws.contacts.send(
    new StartEngagementCommand({ ...engagement, IncidentId: called('come-and-help') }),
  );
  const { Engagements } = await world.aws.contacts.send(
    new ListEngagementsCommand({ IncidentId: called('come-and-help') }),
  );
  assert.deepEqual(
    Engagements!.map((one) => [one.EngagementArn, one.IncidentId]),
    [[EngagementArn, arn]],
  );
  const { tags } = await world.aws.incidents.send(
    new ListTagsForResourceCommand({ resourceArn: called('come-and-help') }),
  );
  assert.deepEqual(tags, {});
  await resolve(arn);
});

test('every operation that takes an incident’s ARN takes its name, and refuses one that fits none', async () => {
  const named = operations.filter(({ title }) => JSON.stringify(inputs(seeded)[title]).includes(seeded.incidentArn));
  assert.ok(named.length >= 13, `${named.length}`);
  for (const { service, operation, title } of named) {
    const text = JSON.stringify(inputs(seeded)[title]).replaceAll(seeded.incidentArn, called('none-such'));
    const answer = await call(world, service, operation.name, JSON.parse(text));
    assert.equal(answer.code, 'ResourceNotFoundException', `${title}: ${answer.text}`);
  }
  const id = seeded.incidentArn.split('/').at(-1)!;
  for (const { service, operation, title } of named.filter(({ title }) => !/Delete/.test(title))) {
    const text = JSON.stringify(inputs(seeded)[title]).replaceAll(seeded.incidentArn, called(id));
    const answer = await call(world, service, operation.name, JSON.parse(text));
    assert.ok(answer.status < 300, `${title}: ${answer.text}`);
    assert.ok(!answer.text.includes(':incident/'), `${title} answers the true ARN: ${answer.text}`);
  }
});

test('a set of its own has no incidents to name', async () => {
  await using empty = await openWorld();
  await replicationSet(empty);
  await assert.rejects(
    empty.aws.incidents.send(new GetIncidentRecordCommand({ arn: called('any') })),
    refusal('ResourceNotFoundException', /which none has/),
  );
});
