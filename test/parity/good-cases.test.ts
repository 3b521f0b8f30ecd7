import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListIncidentFindingsCommand } from '@aws-sdk/client-ssm-incidents';
import { check } from '#kernel/shape';
import { openWorld, T0, type World } from '../kit/world.ts';
import type { Clients } from '../kit/world-clients.ts';
import { type Asked, ask, done } from './kit/ask.ts';
import { type Cast, essence, type Seen } from './kit/good-cases.ts';
import { goodContacts } from './kit/good-contacts.ts';
import { goodEnds, goodIncidents } from './kit/good-incidents.ts';
import { goodRotations } from './kit/good-rotations.ts';
import { modelErrors } from './kit/model-errors.ts';
import { inputs, seed } from './kit/seed.ts';
import { operations } from './kit/services.ts';

/** Every operation of Incident Manager once by the official client, and what comes of it. */

let world: World;
let cast: Cast;
let bare: Clients;
before(async () => {
  world = await openWorld();
  const seeded = await seed(world);
  bare = await world.addKey('310987654321');
  const { incidentArn: incidentRecordArn } = seeded;
  const detail = { application: 'shop', deploymentGroup: 'web', deploymentId: 'd-1', state: 'START' };
  const DetailType = 'CodeDeploy Deployment State-change Notification';
  const entry = { Source: 'aws.codedeploy', DetailType, Detail: JSON.stringify(detail), Time: world.now() };
  await world.aws.events.send(new PutEventsCommand({ Entries: [entry] }));
  const { findings } = await world.aws.incidents.send(new ListIncidentFindingsCommand({ incidentRecordArn }));
  cast = {
    ...seeded,
    start: T0,
    now: world.now(),
    findingId: findings![0]!.id!,
    secondChannel: await secondChannel(seeded.ana.arn),
    ask: (title, input) => done(world, title, input),
  };
});
after(async () => {
  await world.runDue();
  for (const { address } of [cast.ana, cast.bo]) world.mail.take(address);
  await world[Symbol.asyncDispose]();
});

async function secondChannel(ContactId: string): Promise<Cast['secondChannel']> {
  const address = 'ana.second@example.com';
  const channel = { ContactId, Name: 'second', Type: 'EMAIL', DeliveryAddress: { SimpleAddress: address } };
  const { ContactChannelArn } = await done(world, 'ssm-contacts CreateContactChannel', channel);
  await world.runDue();
  const code = /code:? (\d{6})/.exec(world.mail.take(address)[0]!.text)![1]!;
  return { arn: String(ContactChannelArn), code };
}

/** It succeeded, with what its shape declares, and says what is wanted. */
function holds(title: string, { output, error }: Asked, want: Record<string, unknown> = {}, exactly = false): void {
  const { $metadata: _, ...members } = output;
  assert.equal(error, undefined, `${title}: ${JSON.stringify(error)}`);
  const { operation } = operations.find((each) => each.title === title)!;
  assert.deepEqual(check(operation.output!, members), [], `${title} answers what its shape declares`);
  assert.deepEqual(exactly ? members : essence(members, want), want, title);
}

async function sees({ title, input, want, gone, exactly }: Seen): Promise<void> {
  const asked = await ask(world.aws, title, input);
  if (gone) assert.equal(asked.error?.name, gone, `${title} afterwards: ${JSON.stringify(asked.output)}`);
  else holds(title, asked, want, exactly);
}

const cases = Object.entries({ ...goodIncidents, ...goodContacts, ...goodRotations, ...goodEnds });

for (const [title, { caller, before: prepare, input, want, seen }] of cases) {
  test(`${title} does what it says`, async () => {
    await prepare?.(cast);
    const asked = await ask(caller ? bare : world.aws, title, input?.(cast) ?? inputs(cast)[title]!);
    holds(title, asked, want?.(cast));
    if (seen) await sees(seen(cast, asked.output));
  });
}

test('every operation of AWS’s has a good case, and each that answers something says what', () => {
  assert.deepEqual(cases.map(([title]) => title).sort(), Object.keys(modelErrors).sort());
  const silent = cases.filter(([title, { want, seen }]) => {
    const { operation } = operations.find((each) => each.title === title)!;
    return operation.output!.members.length > 0 ? !want : !seen;
  });
  assert.deepEqual(
    silent.map(([title]) => title),
    ['ssm-contacts SendActivationCode'],
  );
});
