import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { AcceptPageCommand, CreateRotationOverrideCommand } from '@aws-sdk/client-ssm-contacts';
import { StartIncidentCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import fc from 'fast-check';
import type { Foreseen } from '#domain/insight';
import { HOUR, MINUTE } from '#kernel/clock';
import {
  answersIn,
  escalation,
  type Person,
  person,
  replicationSet,
  responsePlan,
  rotation,
  schedule,
} from '#test/kit/scenario';
import { ACCOUNT, openWorld, REGION, UNHELD, type World } from '#test/kit/world';

let world: World;
before(async () => {
  world = await openWorld({ limits: UNHELD });
  await replicationSet(world);
});
after(() => world[Symbol.asyncDispose]());

const ref = (alias: string) => ({ account: ACCOUNT, region: REGION, alias });

interface Plan {
  /** Of each person: minutes of their stage and of its repeats. */
  people: { minutes: number; retry: number; answer: number | undefined }[];
  stages: { minutes: number; targets: { who: number; essential: boolean }[] }[];
  /** After how many minutes the incident comes, and whether by one tree or two. */
  wait: number;
  twice: boolean;
  overridden: boolean;
}

/** Places 0 to 3 are people; 4 is a schedule of the first three. */
const target = fc.record({ who: fc.nat({ max: 4 }), essential: fc.boolean() });
const plans: fc.Arbitrary<Plan> = fc.record({
  people: fc.array(
    fc.record({
      minutes: fc.integer({ min: 1, max: 12 }),
      retry: fc.constantFrom(0, 1, 1, 2, 3),
      answer: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined, freq: 3 }),
    }),
    { minLength: 4, maxLength: 4 },
  ),
  stages: fc.array(
    fc.record({
      minutes: fc.integer({ min: 1, max: 8 }),
      targets: fc.uniqueArray(target, { minLength: 1, maxLength: 3, selector: ({ who }) => who }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  wait: fc.nat({ max: 50 }),
  twice: fc.boolean(),
  overridden: fc.boolean(),
});

const pagedIn = ({ items }: Foreseen) => items.filter(({ what }) => what === 'paged');

let serial = 0;

/** Makes the plan's people, schedule and escalation plan; answers its people and whom to engage. */
async function make(plan: Plan): Promise<{ people: Person[]; engaged: string[] }> {
  const name = `run${++serial}`;
  const people: Person[] = [];
  for (const [index, one] of plan.people.entries()) {
    people.push(await person(world, `${name}-${index}`, { minutes: one.minutes, retry: one.retry }));
  }
  const [first, second, third] = people as [Person, Person, Person];
  const RotationId = await rotation(world, name, [first, second, third], {
    DailySettings: [0, 20, 40].map((MinuteOfHour) => ({
      HourOfDay: (world.now().getUTCHours() + 1) % 24,
      MinuteOfHour,
    })),
  });
  if (plan.overridden) {
    const StartTime = new Date(world.now().getTime() + 10 * MINUTE);
    const EndTime = new Date(world.now().getTime() + 55 * MINUTE);
    const NewContactIds = [third.arn];
    await world.aws.contacts.send(new CreateRotationOverrideCommand({ RotationId, StartTime, EndTime, NewContactIds }));
  }
  const rota = await schedule(world, `${name}-rota`, [RotationId]);
  const all = [...people, rota];
  const tiers = await escalation(
    world,
    `${name}-tiers`,
    plan.stages.flatMap(({ minutes, targets }) =>
      // One stage has one value of `essential` in this kit: each target gets a stage of its own where they differ.
      [true, false].flatMap((essential) => {
        const own = targets.filter((one) => one.essential === essential);
        return own.length > 0 ? [{ minutes, essential, people: own.map(({ who }) => all[who]!) }] : [];
      }),
    ),
  );
  return { people, engaged: plan.twice ? [tiers, rota.arn] : [tiers] };
}

/** What really happens when everybody answers as was assumed: which minute, and whom. */
async function live(plan: Plan, people: Person[], responsePlanArn: string): Promise<string[]> {
  const begun = world.now().getTime();
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  const got: string[] = [];
  const replies: { minute: number; pageArn: string; code: string }[] = [];
  for (let minute = 0; minute <= 90; minute++) {
    await world.advance({ minutes: minute === 0 ? 0 : 1 });
    for (const [index, { address }] of people.entries()) {
      for (const message of world.mail.take(address)) {
        got.push(`${(world.now().getTime() - begun) / MINUTE} ${address}`);
        const answer = plan.people[index]!.answer;
        if (answer !== undefined) replies.push({ minute: minute + answer, ...answersIn(message) });
      }
    }
    for (const { pageArn: PageId, code: AcceptCode } of replies.filter((one) => one.minute === minute))
      await world.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptType: 'READ', AcceptCode }));
  }
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incidentRecordArn, status: 'RESOLVED' }));
  return got;
}

test('what is predicted for the answers that then come is what the engine does, to the minute', {
  timeout: 600_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (drawn) => {
      const { people, engaged } = await make(drawn);
      const at = new Date(world.now().getTime() + drawn.wait * MINUTE);
      const plan = await responsePlan(world, `plan${serial}`, engaged);
      const foreseen = await world.house.rooms.insight.predict(world.db, {
        of: { plan: { account: ACCOUNT, name: `plan${serial}` } },
        at,
        answers: drawn.people.flatMap(({ answer }, index) =>
          answer === undefined ? [] : [{ contact: ref(people[index]!.alias), minutes: answer }],
        ),
        failing: [],
      });
      await world.advance({ minutes: drawn.wait });
      const got = await live(drawn, people, plan);
      const said = pagedIn(foreseen).map(
        (one) => `${(one.at.getTime() - at.getTime()) / MINUTE} ${one.channel?.address}`,
      );
      assert.equal(foreseen.cut, undefined);
      assert.deepEqual(said.toSorted(), got.toSorted());
    }),
    { numRuns: 15, endOnFailure: true },
  );
});

test('a prediction writes nothing', async () => {
  const counts = async () => {
    const tables = ['engagements', 'engagement_decisions', 'pages', 'messages', 'due', 'timeline_entries', 'incidents'];
    const text = `select ${tables.map((name) => `(select count(*) from ${name})::int as ${name}`).join(', ')}`;
    return world.db.first<Record<string, number>>({ name: `test.counts.${Math.random()}`, text });
  };
  const { engaged } = await make({
    people: [1, 2, 3, 4].map((minutes) => ({ minutes, retry: 1, answer: undefined })),
    stages: [{ minutes: 5, targets: [{ who: 4, essential: true }] }],
    wait: 0,
    twice: true,
    overridden: true,
  });
  const was = await counts();
  const question = { of: { contact: ref(engaged[0]!.split('/').at(-1)!) }, answers: [], failing: [] };
  for (const hours of [0, 1, 24 * 400]) {
    const at = new Date(world.now().getTime() + hours * HOUR);
    assert.ok(pagedIn(await world.house.rooms.insight.predict(world.db, { ...question, at })).length > 0);
  }
  assert.deepEqual(await counts(), was);
});

test('a kind of channel that fails reaches nobody, and nobody answers there', async () => {
  const ana = await person(world, `fails${++serial}`, { minutes: 5, retry: 2 });
  const contact = ref(ana.alias);
  const question = { of: { contact }, at: world.now(), answers: [{ contact, minutes: 1 }] };
  const working = await world.house.rooms.insight.predict(world.db, { ...question, failing: [] });
  assert.deepEqual([working.acknowledged, pagedIn(working).length], [true, 1]);
  const failing = await world.house.rooms.insight.predict(world.db, { ...question, failing: ['EMAIL'] });
  assert.deepEqual(
    [failing.acknowledged, pagedIn(failing).map(({ arrives }) => arrives)],
    [false, [false, false, false]],
  );
  assert.ok(
    failing.warnings.some((warning) => /Nobody is reached/.test(warning)),
    failing.warnings.join(),
  );
});
