import assert from 'node:assert/strict';
import { suite } from 'node:test';
import { resolve } from '../kit/deeds.ts';
import { timelineOf } from '../kit/scenario.ts';
import { eventually } from './eventually.ts';
import { ANA, incident, PATIENCE_MS, paged, planOf } from './people.ts';
import { type Running, siteTest } from './site.ts';

/** The timeline's entries about a page that could not be sent. */
async function failures(node: Running, arn: string) {
  return (await timelineOf(node, arn)).filter(({ data }) => /Page not sent by smtp .*It is tried again/.test(data));
}

const tried = (node: Running, arn: string, entries: number) =>
  eventually(`${entries} entries of failed tries`, PATIENCE_MS, async () => {
    const found = await failures(node, arn);
    return found.length >= entries && found;
  });

// Side by side: most of their time is waiting for leases and stages.
suite('a mail server that is down', { concurrency: 2 }, () => {
  siteTest(
    'with the mail server down a page is tried again with back-off, visibly, and goes out when it is back',
    async (site) => {
      const node = await site.start();
      const plan = await planOf(site, node, [ANA], 10);
      await site.sink.behave('refuseConnection');
      const arn = await incident(node, plan);
      const [first, third] = await tried(node, arn, 2);
      assert.match(first!.data, /1 try/);
      assert.match(third!.data, /3 tries/);
      // By the database's clock: a second after the first try, two after the second.
      assert.ok(third!.time.getTime() - first!.time.getTime() >= 3_000, `tries at ${first!.time} and ${third!.time}`);
      assert.deepEqual(site.left(), []);

      await site.sink.behave('ok');
      await paged(site, ANA, arn);
      await site.quiet();
      assert.equal(site.take(ANA).length, 1);
      const told = (await timelineOf(node, arn)).map(({ data }) => data);
      assert.ok(
        told.some((data) => /Page sent by smtp after \d tries/.test(data)),
        told.join('\n'),
      );
    },
  );

  siteTest(
    'with the mail server down a page waits, also through a kill; nothing goes out when the incident is over by then',
    async (site) => {
      const node = await site.start();
      const plan = await planOf(site, node, [ANA], 10);
      await site.sink.behave('temporary');
      const [over, live] = [await incident(node, plan), await incident(node, plan)];
      await tried(node, over, 1);
      await node.kill();
      const again = await site.start();
      await resolve(again, over);
      // A try that was under way may still find the server back; the one after it finds the incident over.
      await eventually('the page is dropped', PATIENCE_MS, () =>
        again.log.some((line) => line.includes('message not needed any more')),
      );
      await site.sink.behave('ok');
      await paged(site, ANA, live);
      await site.quiet();
      assert.deepEqual(
        site.take(ANA).map(({ text }) => text.includes(live) && !text.includes(over)),
        [true],
      );
    },
  );
});
