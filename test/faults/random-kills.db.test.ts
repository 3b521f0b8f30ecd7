import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { chooseSeed, type Random, randomOf } from '../kit/random.ts';
import { alertKey, alertSenders } from './alerts.ts';
import { eachPagedOnce } from './law.ts';
import { ANA, BO, incident, paged, planOf, unlessAway } from './people.ts';
import { type Running, type Site, siteTest } from './site.ts';

const LONG = process.env['MUSTER_LONG'] === '1';
const KILLS = LONG ? 500 : 10;
/** Of one kill with its restart, on a slow machine. */
const KILL_MS = 10_000;
/** Within this long of the call an incident is stored and answered, its first page claimed, sent and recorded. */
const PAGING_MS = 150;
const ANY_MS = 2_000;
/** So many call at once. */
const CALLERS = 3;

/** Opens incidents one after the other whatever happens, each until it is accepted; a retry has the same token. */
function caller(plan: string, random: Random) {
  const accepted: string[] = [];
  let asking = Promise.withResolvers<void>();
  let node: Running | undefined;
  let over = false;
  const tellOf = (call: Promise<string>) => {
    asking.resolve();
    asking = Promise.withResolvers();
    return call;
  };
  const untilAccepted = async (token: string): Promise<string> => {
    for (;;) {
      const asked = node;
      const arn = asked && (await tellOf(incident(asked, plan, token)).catch(unlessAway));
      if (arn) return arn;
      await pause(20);
    }
  };
  const call = async () => {
    while (!over) {
      accepted.push(await untilAccepted(randomUUID()));
      await pause(random.below(600));
    }
  };
  const calling = Promise.all(Array.from({ length: CALLERS }, call));
  // A failure is told by finish(), which comes later.
  calling.catch(() => undefined);
  return {
    /** From now on this node is called. */
    to(running: Running) {
      node = running;
    },
    /** Resolves when the next call is made, or calling has failed. */
    next: () => Promise.race([asking.promise, calling]),
    async finish() {
      over = true;
      await calling;
      return accepted;
    },
  };
}

/** Alerts go wherever incidents are opened. */
function bothOf(calls: ReturnType<typeof caller>, alerts: ReturnType<typeof alertSenders>) {
  const to = (node: Running) => {
    calls.to(node);
    void alerts.to(node);
  };
  return { ...calls, to };
}

/**
 * One kill at a random instant: of a node at work, every other time while an incident’s pages leave; sometimes of a node
 * that starts, sometimes of the database too.
 */
async function killOnce(
  site: Site,
  random: Random,
  calls: ReturnType<typeof caller>,
  node = site.spawn(),
): Promise<Date[]> {
  const [atWork, whilePaging, databaseToo] = [!random.oneIn(5), random.oneIn(2), random.oneIn(4)];
  if (atWork) calls.to(await site.ready(node));
  if (atWork && whilePaging) await calls.next();
  await pause(random.below(whilePaging ? PAGING_MS : ANY_MS));
  const kills = [await node.kill()];
  return databaseToo ? [...kills, ...(await site.killDatabaseIfUp())] : kills;
}

/** The calls end, every incident has paged everybody, and what people got is judged. */
async function judge(site: Site, calls: ReturnType<typeof caller>, kills: Date[], t: TestContext): Promise<void> {
  const accepted = await calls.finish();
  assert.equal(new Set(accepted).size, accepted.length, 'a token opens one incident');
  for (const arn of accepted) for (const person of [ANA, BO]) await paged(site, person, arn);
  await site.quiet();
  t.diagnostic(`${accepted.length} incidents, ${site.left().length} mails`);
  eachPagedOnce([...site.take(ANA), ...site.take(BO)], [ANA, BO], accepted, kills);
}

/** Two sources, apart from each other: otherwise it would depend on the machine's speed who draws which number. */
function chooseRandom(t: TestContext): { instants: Random; pauses: Random } {
  const seed = chooseSeed();
  t.diagnostic(`MUSTER_SEED=${seed} makes these instants again`);
  return { instants: randomOf(seed), pauses: randomOf(seed + 1) };
}

siteTest(
  `killed ${KILLS} times at random instants under incidents and alerts that never cease: nothing that was accepted is lost, no page comes again without a cause`,
  async (site, t) => {
    const { instants, pauses } = chooseRandom(t);
    const first = await site.start();
    const alerts = alertSenders(await alertKey(first));
    t.after(() => alerts.stop());
    const calls = bothOf(caller(await planOf(site, first, [ANA, BO], 1), pauses), alerts);
    const kills = await killOnce(site, instants, calls, first);
    for (let count = 1; count < KILLS; count++) kills.push(...(await killOnce(site, instants, calls)));
    const last = await site.start();
    calls.to(last);
    await judge(site, calls, kills, t);
    t.diagnostic(await alerts.judge(last));
  },
  { timeoutMs: 240_000 + KILLS * KILL_MS },
);

siteTest(
  `of two nodes one or the other is killed, ${KILLS} times at random instants: no page is lost, none comes again without a cause`,
  async (site, t) => {
    const { instants, pauses } = chooseRandom(t);
    const first = await site.start();
    const calls = caller(await planOf(site, first, [ANA, BO], 1), pauses);
    const nodes = [first, await site.startBeside()];
    const kills: Date[] = [];
    for (let count = 0; count < KILLS; count++) {
      const victim = instants.below(2);
      calls.to(nodes[instants.below(2)]!);
      if (instants.oneIn(2)) await calls.next();
      await pause(instants.below(PAGING_MS));
      kills.push(await nodes[victim]!.kill());
      calls.to(nodes[1 - victim]!);
      nodes[victim] = await (victim === 0 ? site.start() : site.startBeside());
    }
    await judge(site, calls, kills, t);
  },
  { timeoutMs: 240_000 + KILLS * KILL_MS },
);
