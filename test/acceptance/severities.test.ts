import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AcceptPageCommand, StartEngagementCommand } from '@aws-sdk/client-ssm-contacts';
import {
  DeleteResponsePlanCommand,
  GetResponsePlanCommand,
  StartIncidentCommand,
  UpdateIncidentRecordCommand,
  UpdateResponsePlanCommand,
} from '@aws-sdk/client-ssm-incidents';
import { parsePlanArn, type SeverityEngagements } from '#domain/response-plans';
import { answersIn, type Person, person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Severity chooses whom a response plan engages, and when. */

interface Night {
  plan: string;
  ana: Person;
  ciso: Person;
  lead: Person;
}

/** Ana always; the CISO after 2 minutes of severity 1; the team lead after 5 of severity 2, at once of 1. */
async function night(world: World): Promise<Night> {
  await replicationSet(world);
  const [ana, ciso, lead] = [await person(world, 'ana'), await person(world, 'ciso'), await person(world, 'lead')];
  const plan = await responsePlan(world, 'web', [ana.arn]);
  await choose(world, plan, [
    { severities: [1], engagements: [ciso.arn], afterMinutes: 2 },
    { severities: [2], engagements: [lead.arn], afterMinutes: 5 },
    { severities: [1], engagements: [lead.arn, ana.arn], afterMinutes: 0 },
  ]);
  return { plan, ana, ciso, lead };
}

const choose = (world: World, plan: string, engagementsBySeverity: SeverityEngagements[]) =>
  world.db.tx((tx) =>
    world.house.rooms.responsePlans.update(tx, world.now(), parsePlanArn(plan, 'arn'), {
      template: {},
      engagementsBySeverity,
    }),
  );

const start = async (world: World, responsePlanArn: string, impact: number) =>
  (await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn, impact }))).incidentRecordArn!;
const change = (world: World, arn: string, what: { impact?: number; status?: 'OPEN' | 'RESOLVED' }) =>
  world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn, ...what }));

const got = (world: World, ...all: Person[]) => all.map(({ address }) => world.mail.take(address).length);

const told = async (world: World, incident: string) =>
  (await timelineOf(world, incident)).flatMap(({ type, data }) =>
    type === 'Custom Event' ? [JSON.parse(data) as string] : [],
  );

async function acknowledge(world: World, who: Person): Promise<void> {
  const { code, pageArn } = answersIn(world.mail.take(who.address).at(-1)!);
  await world.aws.contacts.send(new AcceptPageCommand({ PageId: pageArn, AcceptType: 'READ', AcceptCode: code }));
}

test('severity 1 engages the CISO after two minutes, severity 2 the team lead after five, severity 3 neither', async () => {
  await using world = await openWorld();
  const { plan, ana, ciso, lead } = await night(world);
  const worst = await start(world, plan, 1);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana, lead, ciso), [1, 1, 0]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana, lead, ciso), [0, 0, 1]);
  assert.deepEqual(
    (await told(world, worst))[0],
    `Severity 1 engages ${ciso.arn} in 2 minutes, unless the incident is acknowledged or over by then`,
  );
  await change(world, worst, { status: 'RESOLVED' });
  await start(world, plan, 2);
  await world.advance({ minutes: 4 });
  assert.deepEqual(got(world, ana, lead, ciso), [1, 0, 0]);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana, lead, ciso), [0, 1, 0]);
  const other = await responsePlan(world, 'db', [ana.arn]);
  await start(world, other, 3);
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, lead, ciso), [1, 0, 0]);
});

test('who was to come later is not engaged once somebody has acknowledged, or all is over; the first is told', async () => {
  await using world = await openWorld();
  const { plan, ana, ciso, lead } = await night(world);
  const incident = await start(world, plan, 1);
  await world.advance({ minutes: 1 });
  await acknowledge(world, ana);
  await world.advance({ minutes: 1 });
  assert.deepEqual(
    (await told(world, incident)).at(-1),
    `${ciso.arn} is not engaged after 2 minutes: the incident is acknowledged`,
  );
  await change(world, incident, { status: 'RESOLVED' });
  const over = await start(world, plan, 2);
  await world.advance({ minutes: 1 });
  await change(world, over, { status: 'RESOLVED' });
  await world.advance({ hours: 1 });
  assert.deepEqual(got(world, ana, lead, ciso), [1, 1, 0]);
});

test('a severity that is raised engages whom it adds, each once; a lower one stops nobody', async () => {
  await using world = await openWorld();
  const { plan, ana, ciso, lead } = await night(world);
  const incident = await start(world, plan, 3);
  await world.advance({ minutes: 1 });
  await world.aws.contacts.send(
    new StartEngagementCommand({ ContactId: lead.arn, Sender: 's', Subject: 's', Content: 'c', IncidentId: incident }),
  );
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana, lead, ciso), [1, 1, 0]);
  await change(world, incident, { impact: 1 });
  await world.advance({ minutes: 2 });
  // The lead was engaged by hand already.
  assert.deepEqual(got(world, ana, lead, ciso), [0, 0, 1]);
  await change(world, incident, { impact: 4 });
  await change(world, incident, { impact: 1 });
  await world.advance({ minutes: 20 });
  assert.deepEqual(got(world, ana, lead, ciso), [0, 0, 0]);
});

test('at its moment it is decided by the severity and the plan of then; those of a deleted plan are engaged', async () => {
  await using world = await openWorld();
  const { plan, ana, ciso, lead } = await night(world);
  const incident = await start(world, plan, 1);
  await world.advance({ minutes: 1 });
  await change(world, incident, { impact: 3 });
  await world.advance({ minutes: 5 });
  assert.deepEqual(
    (await told(world, incident)).at(-1),
    `${ciso.arn} is not engaged after 2 minutes: response plan web does not engage them for severity 3`,
  );
  assert.deepEqual(got(world, ana, lead, ciso), [1, 1, 0]);
  await change(world, incident, { status: 'RESOLVED' });
  await start(world, plan, 2);
  await world.advance({ minutes: 1 });
  await world.aws.incidents.send(new DeleteResponsePlanCommand({ arn: plan }));
  await world.advance({ minutes: 5 });
  assert.deepEqual(got(world, ana, lead, ciso), [1, 1, 0]);
});

test('a stop of the engine delays them, and their moment is decided afresh', async () => {
  await using world = await openWorld();
  const { plan, ana, ciso, lead } = await night(world);
  await start(world, plan, 1);
  await world.advance({ minutes: 1 });
  assert.deepEqual(got(world, ana, lead), [1, 1]);
  await world.sleepThrough({ minutes: 7 });
  assert.deepEqual(got(world, ana, lead, ciso), [0, 0, 1]);
});

test('the AWS face keeps what severities engage and does not show it; a contact that is missing is told', async () => {
  await using world = await openWorld();
  await replicationSet(world);
  const plan = await responsePlan(world, 'web', []);
  const ghost = 'arn:aws:ssm-contacts:us-east-1:123456789012:contact/ghost';
  await choose(world, plan, [{ severities: [1, 2], engagements: [ghost], afterMinutes: 0 }]);
  await world.aws.incidents.send(new UpdateResponsePlanCommand({ arn: plan, displayName: 'Web' }));
  const shown = await world.aws.incidents.send(new GetResponsePlanCommand({ arn: plan }));
  assert.ok(!('engagementsBySeverity' in shown));
  const incident = await start(world, plan, 2);
  await world.advance({ minutes: 1 });
  assert.deepEqual(await told(world, incident), [
    `Nobody is paged for ${ghost}: there is no such contact. Create it, or take it out of response plan web.`,
  ]);
  const { responsePlans } = world.house.rooms;
  const warnings = await responsePlans.warnings(world.db, await responsePlans.get(world.db, parsePlanArn(plan, 'arn')));
  assert.deepEqual(
    warnings.map(({ member }) => member),
    ['engagementsBySeverity[0].engagements[0]'],
  );
  const calm = await start(world, await responsePlan(world, 'calm', []), 3);
  assert.match((await told(world, calm))[0]!, /^Nobody is engaged: response plan calm names no contacts/);
});

test('entries that could not work are refused by their place', async () => {
  await using world = await openWorld();
  const { plan, ciso } = await night(world);
  const engagements = [ciso.arn];
  const rows: [SeverityEngagements, RegExp][] = [
    [{ severities: [], engagements, afterMinutes: 0 }, /engagementsBySeverity\[0\]\.severities/],
    [{ severities: [1, 1], engagements, afterMinutes: 0 }, /severities: wanted numbers from 1 to 5, each once/],
    [{ severities: [6], engagements, afterMinutes: 0 }, /severities/],
    [{ severities: [1], engagements: [], afterMinutes: 0 }, /engagements: wanted at least one/],
    [{ severities: [1], engagements: ['ana'], afterMinutes: 0 }, /engagements: wanted contacts' ARNs .*"ana"/],
    [{ severities: [1], engagements, afterMinutes: 1_441 }, /afterMinutes: wanted 0 to 1440/],
    [{ severities: [1], engagements, afterMinutes: 0.5 }, /afterMinutes/],
  ];
  for (const [entry, refusal] of rows) await assert.rejects(choose(world, plan, [entry]), refusal);
});
