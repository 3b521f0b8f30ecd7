import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AcceptPageCommand, ListPagesByContactCommand } from '@aws-sdk/client-ssm-contacts';
import { changePlan, resolve, startIncident } from '../kit/deeds.ts';
import { chooseSeed, type Random, randomOf } from '../kit/random.ts';
import { escalation, incidentsIn, type Person, person, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, UNHELD, type World } from '../kit/world.ts';

const LONG = process.env['MUSTER_LONG'] === '1';
const OPENED = LONG ? 2_000 : 120;
const CLOSED = LONG ? 1_500 : 90;
const TEAMS = LONG ? 20 : 4;
const STOP_MINUTES = 120;
/** It ends a little after the minute, so that whatever was due is late, and what is due next is 45 s away. */
const MORE_SECONDS = 15;
/** When a person is paged, in minutes after their turn has come, until somebody answers; the second one's comes at ten. */
const REPEATED = [0, 4, 8];
const [FIRST, SECOND] = [0, 10] as const;
/** Of one call, on a slow machine. */
const CALL_MS = 250;

/** A team's plan pages its first person, and ten minutes later its second one; each twice again. */
interface Team {
  plan: string;
  tiers: string;
  first: Person;
  second: Person;
}

async function team(world: World, index: number): Promise<Team> {
  const first = await person(world, `first-${index}`, { retry: 4 });
  const second = await person(world, `second-${index}`, { retry: 4 });
  const tiers = await escalation(world, `tiers-${index}`, [
    { minutes: 10, people: [first] },
    { minutes: 10, people: [second] },
  ]);
  return { plan: await responsePlan(world, `team-${index}`, [tiers]), tiers, first, second };
}

interface Opened {
  arn: string;
  team: Team;
  severity: number;
  /** Minutes into the stop. */
  minute: number;
  over: 'live' | 'closed' | 'answered';
}

/** Incidents are opened through the whole of the stop, and most of them closed or answered, while no engine runs. */
async function whileStopped(world: World, teams: Team[], random: Random): Promise<Opened[]> {
  const minutes = Array.from({ length: OPENED }, () => random.below(STOP_MINUTES)).sort((a, b) => a - b);
  const opened: Opened[] = [];
  let closed = 0;
  for (const [index, minute] of minutes.entries()) {
    const passed = minute - (minutes[index - 1] ?? 0);
    world.standStill({ minutes: passed });
    const [own, severity] = [teams[random.below(teams.length)]!, 1 + random.below(5)];
    const arn = await startIncident(world, own.plan, { impact: severity, title: `Trouble ${index}` });
    opened.push({ arn, team: own, severity, minute, over: 'live' });
    // Ever one of those that live is closed, as many as wanted by the end.
    if (closed * OPENED < (index + 1) * CLOSED && closed < CLOSED) {
      const live = opened.filter(({ over }) => over === 'live');
      const one = live[random.below(live.length)]!;
      await resolve(world, one.arn);
      one.over = 'closed';
      closed += 1;
    }
  }
  world.standStill({ minutes: STOP_MINUTES - minutes.at(-1)!, seconds: MORE_SECONDS });
  return opened;
}

/** Some answer what their pages would have said: they were told by a colleague. */
async function answerSome(world: World, opened: Opened[]): Promise<void> {
  for (const one of opened.filter(({ over }) => over === 'live').slice(0, 5)) {
    const { Pages } = await world.aws.contacts.send(
      new ListPagesByContactCommand({ ContactId: one.team.first.arn, MaxResults: 1024 }),
    );
    const { PageArn: PageId } = Pages!.find(({ IncidentId }) => IncidentId === one.arn)!;
    const answer = { AcceptType: 'READ', AcceptCode: '000000', AcceptCodeValidation: 'IGNORE' } as const;
    await world.aws.contacts.send(new AcceptPageCommand({ PageId, ...answer }));
    one.over = 'answered';
  }
}

/** The moments at which somebody whose turn is at `turn` is to be paged for what lives, in minutes of the stop. */
const momentsOf = (opened: Opened[], own: Team, turn: number) =>
  opened
    .filter((one) => one.team === own && one.over === 'live')
    .flatMap((one) => REPEATED.map((minutes) => ({ one, at: one.minute + turn + minutes })));

test(`two hours of full stop, ${OPENED} incidents opened and ${CLOSED} closed meanwhile: only what is live pages, in one digest each`, {
  timeout: 480_000 + OPENED * 3 * CALL_MS,
}, async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`MUSTER_SEED=${seed} makes these incidents again`);
  const random = randomOf(seed);
  await using world = await openWorld({ limits: UNHELD });
  await replicationSet(world);
  const teams: Team[] = [];
  for (let index = 0; index < TEAMS; index += 1) teams.push(await team(world, index));
  // Who is there now is paged: one team's second person has gone, and another has come in the last minute of the stop.
  const deputy = await person(world, 'deputy', { retry: 4 });
  const before = world.mail.sent.length;
  const opened = await whileStopped(world, teams, random);
  await answerSome(world, opened);
  const changed = teams[0]!;
  const stages = [changed.first, deputy].map((one) => ({
    DurationInMinutes: 10,
    Targets: [{ ContactTargetInfo: { ContactId: one.arn, IsEssential: true } }],
  }));
  await changePlan(world, changed.tiers, ...stages);
  assert.equal(world.mail.sent.length, before, 'nothing leaves while no engine runs');

  await world.advance({ seconds: 44 });
  const mails = world.mail.sent.slice(before);
  const over = new Set(opened.flatMap((one) => (one.over === 'live' ? [] : [one.arn])));
  assert.deepEqual(
    mails.flatMap(incidentsIn).filter((arn) => over.has(arn)),
    [],
    'nobody is paged for what is closed or answered',
  );
  const turns = teams.flatMap((own) => [
    { own, one: own.first, turn: FIRST },
    { own, one: own === changed ? deputy : own.second, turn: SECOND },
  ]);
  for (const { own, one, turn } of turns) {
    const late = momentsOf(opened, own, turn).filter(({ at }) => at <= STOP_MINUTES);
    judge(world, one, [...new Set(late.map((moment) => moment.one))]);
  }
  assert.deepEqual(world.mail.left(), [], 'nobody else is paged');

  // Caught up: from here on every page comes at its own moment.
  const late = (await world.due.nextDue(world.now(), ['engagement', 'send.EMAIL'])).values();
  for (const at of late) assert.ok(at > world.now(), 'nothing waits that was due');
  await world.advance({ hours: 1 });
  for (const { own, one, turn } of turns) {
    const rest = momentsOf(opened, own, turn).filter(({ at }) => at > STOP_MINUTES);
    const got = world.mail.take(one.address).map(incidentsIn);
    assert.deepEqual(got.sort(), rest.map((moment) => [moment.one.arn]).sort(), `${one.alias}: the rest, one by one`);
  }
});

/** One message names all of a person's, worst first. */
function judge(world: World, one: Person, wanted: Opened[]): void {
  const got = world.mail.take(one.address);
  assert.equal(got.length, wanted.length > 0 ? 1 : 0, `${one.alias}: one message for ${wanted.length} incidents`);
  if (!got[0]) return;
  const named = incidentsIn(got[0]);
  assert.deepEqual(named.toSorted(), wanted.map(({ arn }) => arn).sort(), `${one.alias}: every live incident`);
  const severities = named.map((arn) => wanted.find((other) => other.arn === arn)!.severity);
  assert.deepEqual(severities, severities.toSorted(), `${one.alias}: the most severe first`);
}
