import assert from 'node:assert/strict';
import { DAY, MINUTE, SECOND } from '#kernel/clock';
import { timelineOf } from '../kit/scenario.ts';
import { eachPagedOnce } from './law.ts';
import { ANA, BO, incident, paged, planOf } from './people.ts';
import { type Running, siteTest } from './site.ts';

/** A stage of the plan: three minutes, each of which lasts a second. */
const STAGE_MS = 3 * SECOND;
/**
 * A reading of the database's clock is off by half its round trip at most; two nodes read it, on a busy machine. A node that went
 * by its own hour would be early by the whole stage.
 */
const READING_MS = 2_000;

/** How far a node's own clock is off, by the time of what it logged last. */
function offsetOf(node: Running): number {
  const { time } = JSON.parse(node.log.findLast((line) => line.startsWith('{'))!) as { time: string | number };
  return new Date(time).getTime() - Date.now();
}

siteTest(
  'one node’s clock is 5 min before, the other’s 5 min after: no page is early, and none comes twice',
  async (site) => {
    const fast = await site.start(5 * MINUTE);
    const plan = await planOf(site, fast, [ANA, BO], 3);
    const slow = await site.startBeside(-5 * MINUTE);
    assert.ok(offsetOf(fast) > 4 * MINUTE && offsetOf(slow) < -4 * MINUTE, 'the clocks are off');
    const began = new Date();
    const started = await Promise.all(
      Array.from({ length: 10 }, (_, index) => incident(index % 2 ? fast : slow, plan)),
    );
    for (const arn of started) {
      const mail = await paged(site, BO, arn);
      const [opened] = await timelineOf(slow, arn);
      // By this machine's clock, which is the database's: neither node's own hour is in it.
      assert.ok(Math.abs(opened!.time.getTime() - began.getTime()) < MINUTE, `opened at ${opened!.time.toISOString()}`);
      const waited = mail.receivedAt.getTime() - opened!.time.getTime();
      assert.ok(waited >= STAGE_MS - READING_MS, `wanted Bo's turn after ${STAGE_MS} ms, got it after ${waited}`);
    }
    await site.quiet();
    eachPagedOnce([...site.take(ANA), ...site.take(BO)], [ANA, BO], started);
  },
);

/** Where each node's clock leaps to while pages wait: forth and back by minutes, and by a day. */
const LEAPS_MS = [5 * MINUTE, -5 * MINUTE, DAY, -DAY];

siteTest(
  'the wall clocks of the nodes leap by 5 min and by a day while pages wait: no page is early, and none comes twice',
  async (site) => {
    const [one, other] = [await site.start(), await site.startBeside()];
    const plan = await planOf(site, one, [ANA, BO], 3);
    const started = await Promise.all(
      Array.from({ length: 10 }, (_, index) => incident(index % 2 ? one : other, plan)),
    );
    for (const leap of LEAPS_MS) {
      // Never at one another's hour: what one of them takes for past, the other takes for future.
      assert.equal(await one.leap(leap), leap);
      assert.equal(await other.leap(-leap), -leap);
      await Promise.all([one.leap(-leap), other.leap(leap)]);
    }
    await Promise.all([one.leap(DAY), other.leap(-DAY)]);
    for (const arn of started) {
      const mail = await paged(site, BO, arn);
      const [opened] = await timelineOf(other, arn);
      const waited = mail.receivedAt.getTime() - opened!.time.getTime();
      assert.ok(waited >= STAGE_MS - READING_MS, `wanted Bo's turn after ${STAGE_MS} ms, got it after ${waited}`);
    }
    await site.quiet();
    assert.ok(offsetOf(one) > DAY / 2 && offsetOf(other) < -DAY / 2, 'the clocks have leapt');
    eachPagedOnce([...site.take(ANA), ...site.take(BO)], [ANA, BO], started);
  },
);
