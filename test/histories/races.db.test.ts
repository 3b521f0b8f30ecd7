import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messageOf } from '#kernel/text';
import { statement } from '#storage/statement';
import { accept, engage, engagementsOf, resolve, startIncident, stopEngagement } from '../kit/deeds.ts';
import { chooseSeed, type Random, randomOf } from '../kit/random.ts';
import { escalation, incidentsIn, incidentsOf, type Person, responsePlan, timelineOf } from '../kit/scenario.ts';
import { ACCOUNT, openWorld, UNHELD, type World } from '../kit/world.ts';
import { people } from './people.ts';
import { type Deed, type State, serialOrder } from './serial.ts';

const ROUNDS = process.env['MUSTER_LONG'] === '1' ? 1_000 : 20;
const CLIENTS = 8;
const ROUND_MS = 5_000;

const standings = statement<{ alias: string; status: string; by_hand: boolean }>(
  'test.standings',
  `select e.alias, e.status, e.alias = 'cy' as by_hand from engagements e where e.incident_arn = $1 order by e.id`,
);
/** What must be nowhere: work and people for what is over, a page that is needed and has not left. */
const impossible = statement<{ what: string }>(
  'test.impossible',
  `select 'engaged for a resolved incident: ' || e.alias as what from engagements e join incidents i on i.id = e.incident_id
     where i.status = 'RESOLVED' and e.status in ('engaging', 'ended')
   union all select 'a timer of what is over' from due d join engagements e on e.id::text = d.key
     where d.queue = 'engagement' and not exists (
       select from engagements x where x.root_id = e.id and x.status = 'engaging')
   union all select 'an unsent page to ' || p.alias from pages p join engagements e on e.id = p.engagement_id
     where e.status = 'engaging' and p.sent_at is null
   union all select 'a second open incident' from incidents i where i.status <> 'RESOLVED'
     group by i.account, i.dedupe_string having count(*) > 1`,
);
const changes = statement<{ changes: number }>(
  'test.changes',
  `select count(*)::int as changes from audit_events a
   where not (a.event ->> 'readOnly')::boolean and not a.event ? 'errorCode'`,
);

interface House {
  world: World;
  /** The clients of both nodes. */
  nodes: Pick<World, 'aws'>[];
  /** Does what is due now on both nodes at once, until nothing is. */
  runBoth(): Promise<void>;
  plan: string;
  ana: Person;
  cy: Person;
}

async function house(world: World): Promise<House> {
  const [ana, bo, cy] = await people(world);
  const other = await world.beside();
  const tiers = await escalation(
    world,
    'tiers',
    [ana, bo].map((one) => ({ minutes: 5, people: [one] })),
  );
  const plan = await responsePlan(world, 'payments', [tiers], { dedupeString: 'payments' });
  const runBoth = async () => void (await Promise.all([world.runDue(), other.engine.runDue()]));
  return { world, nodes: [world, other], runBoth, plan, ana, cy };
}

type Act = (node: Pick<World, 'aws'>) => Promise<Deed>;

/** What each client may do; the answer is part of the deed. */
async function actsOn({ world, plan, cy }: House, arn: string, mail: { text: string }): Promise<Act[]> {
  const engaged = await engagementsOf(world, arn);
  const done = (work: Promise<unknown>, kind: 'resolve' | 'acknowledge' | 'stopPlan' | 'stopAna') =>
    work.then((): Deed => ({ kind }));
  const refusedWhenResolved = (error: unknown): Deed => {
    assert.match(String(error), /is resolved/);
    return { kind: 'engage', refused: true };
  };
  return [
    (node) => startIncident(node, plan).then((answered) => ({ kind: 'trigger', answered })),
    (node) => done(resolve(node, arn), 'resolve'),
    (node) => done(accept(node, mail), 'acknowledge'),
    (node) => engage(node, cy.arn, arn).then((): Deed => ({ kind: 'engage', refused: false }), refusedWhenResolved),
    (node) => done(stopEngagement(node, engaged.get('tiers')!), 'stopPlan'),
    (node) => done(stopEngagement(node, engaged.get('ana')!), 'stopAna'),
  ];
}

async function stateOf(world: World, arn: string): Promise<State> {
  const rows = await world.db.rows(standings, [arn]);
  const of = (alias: string) => rows.find((row) => row.alias === alias)?.status as State['plan'] | undefined;
  const all = await incidentsOf(world);
  const twin = all.find((one) => one.arn !== arn && one.status === 'OPEN')?.arn;
  const bo = of('bo');
  return {
    incident: all.find((one) => one.arn === arn)!.status as State['incident'],
    ...(twin ? { twin } : {}),
    plan: of('tiers')!,
    ana: of('ana')!,
    ...(bo ? { bo } : {}),
    byHand: rows.flatMap((row) => (row.by_hand ? [row.status as State['plan']] : [])).sort(),
  };
}

/** Each start has its own entry: the first of an incident opened it, the others were folded in. */
async function triggersTold(world: World, arns: string[], starts: number): Promise<void> {
  const told = await Promise.all(arns.map((arn) => timelineOf(world, arn)));
  const created = told.map((events) =>
    events
      .filter(({ type }) => type === 'SSM Incident Trigger')
      .map(({ data }) => (JSON.parse(data) as { createdIncident: boolean }).createdIncident),
  );
  for (const one of created) assert.deepEqual(one, [true, ...Array(one.length - 1).fill(false)]);
  assert.equal(created.flat().length, starts);
  for (const arn of arns) {
    const of = { account: ACCOUNT, incidentId: arn.split('/').at(-1)! };
    assert.deepEqual(await world.house.rooms.timeline.verify(world.db, of), [], 'the chain is whole');
  }
}

async function round(given: House, random: Random): Promise<void> {
  const { world, nodes, runBoth, plan, ana } = given;
  const arn = await startIncident(nodes[random.below(2)]!, plan);
  const mail = await world.firstMail(ana.address);
  const acts = await actsOn(given, arn, mail);
  const before = await stateOf(world, arn);
  // Either the next stage falls due with it all, or nothing does.
  const due = random.oneIn(2);
  world.standStill({ minutes: due ? 5 : 1 });

  const audited = (await world.db.first(changes))!.changes;
  const chosen = Array.from({ length: CLIENTS }, () => acts[random.below(acts.length)]!);
  const deeds: Deed[] = [];
  const acting = chosen.map(async (act, index) => void deeds.push(await act(nodes[index % 2]!)));
  await Promise.all([...acting, runBoth()]);
  await runBoth();

  const state = await stateOf(world, arn);
  const all: Deed[] = due ? [...deeds, { kind: 'timer' }] : deeds;
  const told = JSON.stringify({ before, state, all });
  assert.ok(serialOrder(before, state, all, arn), `no order, one after the other, explains ${told}`);
  assert.deepEqual(await world.db.rows(impossible), []);
  const succeeded = deeds.filter((deed) => !(deed.kind === 'engage' && deed.refused)).length;
  assert.equal((await world.db.first(changes))!.changes - audited, succeeded, 'one entry in the trail for each change');
  const triggers = deeds.filter(({ kind }) => kind === 'trigger').length;
  await triggersTold(world, state.twin ? [arn, state.twin] : [arn], triggers + 1);
  await afterwards(given, arn, state, mail);
}

/** More than a second later nothing leaves for what is over, and neither a late answer nor a timer brings it back. */
async function afterwards({ world, runBoth }: House, arn: string, state: State, mail: { text: string }): Promise<void> {
  const sent = world.mail.sent.length;
  world.standStill({ seconds: 2 });
  await accept(world, mail);
  await world.advance({ hours: 1 });
  const later = world.mail.sent.slice(sent);
  const planOver = state.plan !== 'engaging' || state.ana === 'engaging';
  const toPlan = later.filter((one) => incidentsIn(one).includes(arn) && !one.to.startsWith('cy@'));
  // Bo's turn comes only where Ana's own part alone was stopped, so that her late answer is nobody's.
  if (planOver) assert.deepEqual(toPlan, [], 'nobody is paged for what is over');
  const end = await stateOf(world, arn);
  if (state.incident === 'RESOLVED') assert.deepEqual(end, state, 'nothing comes back to life');
  for (const one of await incidentsOf(world)) if (one.status === 'OPEN') await resolve(world, one.arn!);
  await runBoth();
  const keys = world.mail.sent.map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length, 'no message leaves twice');
  for (const { to } of world.mail.left()) world.mail.take(to);
}

test(`${ROUNDS} rounds of ${CLIENTS} clients at once on two nodes: acknowledge, resolve, stop, engage, trigger again; as if one after the other`, {
  timeout: 240_000 + ROUNDS * ROUND_MS,
}, async (t) => {
  const seed = chooseSeed();
  t.diagnostic(`MUSTER_SEED=${seed} makes these choices again`);
  await using world = await openWorld({ limits: UNHELD });
  const given = await house(world);
  const random = randomOf(seed);
  for (let count = 0; count < ROUNDS; count += 1) {
    // The world that closes would hide it behind the messages that were left.
    await round(given, random).catch((error: unknown) => {
      t.diagnostic(messageOf(error));
      throw error;
    });
  }
});
