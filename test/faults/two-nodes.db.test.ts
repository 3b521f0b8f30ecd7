import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { suite } from 'node:test';
import { resolve } from '../kit/deeds.ts';
import { incidentsIn } from '../kit/scenario.ts';
import { ANA, BO, incident, paged, planOf, unlessAway } from './people.ts';
import { siteTest } from './site.ts';

// Side by side: most of their time is waiting for leases and stages.
suite('two nodes', { concurrency: 2 }, () => {
  siteTest('two nodes on one database: each page goes once', async (site) => {
    const one = await site.start();
    const plan = await planOf(site, one, [ANA, BO], 1);
    const two = await site.startBeside();
    const started = await Promise.all(Array.from({ length: 20 }, (_, index) => incident(index % 2 ? one : two, plan)));
    for (const arn of started) await paged(site, BO, arn);
    await site.quiet();
    for (const address of [ANA, BO]) {
      assert.deepEqual(
        site.take(address).flatMap(incidentsIn).sort(),
        [...started].sort(),
        `each page to ${address} once`,
      );
    }
  });

  siteTest('one of two nodes is killed with work in its hands: the other takes over', async (site, t) => {
    const one = await site.start();
    const plan = await planOf(site, one, [ANA, BO], 1);
    const two = await site.startBeside();
    await one.dieAt('beforeSend');
    // Either node may come first to a page; only the one that is to die leaves its page unsent.
    const started: string[] = [];
    let death: { at: Date } | undefined;
    void one.gone.then((gone) => {
      death = gone;
    });
    while (!death) {
      const token = randomUUID();
      started.push((await incident(one, plan, token).catch(unlessAway)) ?? (await incident(two, plan, token)));
    }
    const pages = [];
    for (const arn of started) pages.push(await paged(site, ANA, arn));
    const last = Math.max(...pages.map(({ receivedAt }) => receivedAt.getTime()));
    t.diagnostic(`taken over ${last - death.at.getTime()} ms after the death`);

    const later = await incident(two, plan);
    for (const arn of [...started, later]) await paged(site, BO, arn);
    await site.quiet();
    const all = [...started, later].sort();
    assert.deepEqual(site.take(ANA).flatMap(incidentsIn).sort(), all);
    assert.deepEqual(site.take(BO).flatMap(incidentsIn).sort(), all);
  });

  siteTest(
    'both nodes are killed in turn while a plan runs: every stage pages once, until somebody resolves',
    async (site) => {
      const one = await site.start();
      const plan = await planOf(site, one, [ANA, BO], 8);
      const two = await site.startBeside();
      const goesOn = await incident(one, plan);
      const ends = await incident(two, plan);
      for (const arn of [goesOn, ends]) await paged(site, ANA, arn);
      await site.sent();
      await one.kill();
      await resolve(two, ends);
      await paged(site, BO, goesOn);
      await site.sent();
      await two.kill();

      await site.start();
      await site.quiet();
      assert.deepEqual(site.take(ANA).flatMap(incidentsIn).sort(), [goesOn, ends].sort());
      assert.deepEqual(site.take(BO).flatMap(incidentsIn), [goesOn]);
    },
  );
});
