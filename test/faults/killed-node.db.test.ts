import assert from 'node:assert/strict';
import { suite } from 'node:test';
import { AcceptPageCommand } from '@aws-sdk/client-ssm-contacts';
import { MINUTE } from '#kernel/clock';
import { resolve } from '../kit/deeds.ts';
import { ANA, BO, incident, lastIncident, longSince, paged, planOf } from './people.ts';
import { siteTest } from './site.ts';

/** Back so far, a dead node's lease is not over for as long as the test needs; within what a signature's time may differ. */
const BACK = -4 * MINUTE;

// Side by side: most of their time is waiting for leases and stages.
suite('a killed node', { concurrency: 2 }, () => {
  siteTest(
    'killed between commit and send: the page is sent once after the restart, and the escalation goes on',
    async (site) => {
      const first = await site.start();
      const plan = await planOf(site, first, [ANA, BO], 1);
      await first.dieAt('beforeSend');
      const opened = await lastIncident(first, plan);
      assert.deepEqual(site.left(), []);

      const arn = await opened(await site.start());
      await paged(site, ANA, arn);
      await paged(site, BO, arn);
      await site.quiet();
      assert.equal(site.take(ANA).length, 1);
      assert.equal(site.take(BO).length, 1);
    },
  );

  siteTest(
    'killed between send and record: the page is sent once more under its key, and the escalation goes on',
    async (site) => {
      const first = await site.start();
      const plan = await planOf(site, first, [ANA, BO], 1);
      await first.dieAt('afterSend');
      const opened = await lastIncident(first, plan);
      const [before] = site.take(ANA);
      assert.ok(before, 'the page had left before the node died');

      const arn = await opened(await site.start());
      await paged(site, BO, arn);
      await site.quiet();
      const again = site.take(ANA);
      assert.deepEqual(
        again.map(({ key, messageId, text }) => ({ key, messageId, text })),
        [{ key: before.key, messageId: before.messageId, text: before.text }],
      );
      assert.equal(site.take(BO).length, 1);
    },
  );

  siteTest('killed more than a second after a page: no second one comes, and the escalation goes on', async (site) => {
    const first = await site.start();
    const plan = await planOf(site, first, [ANA, BO], 8);
    const arn = await incident(first, plan);
    await longSince(await paged(site, ANA, arn), 1_001);
    await site.sent();
    await first.kill();

    await site.start();
    await paged(site, BO, arn);
    await site.quiet();
    assert.equal(site.take(ANA).length, 1);
    assert.equal(site.take(BO).length, 1);
  });

  siteTest('resolved before a dead node’s work is taken over: nothing goes out', async (site) => {
    const first = await site.start();
    const plan = await planOf(site, first, [ANA, BO], 1);
    await first.dieAt('beforeSend');
    const opened = await lastIncident(first, plan);

    await site.moveClock(BACK);
    const second = await site.startBeside();
    await resolve(second, await opened(second));
    await site.moveClock(0);
    await site.quiet();
    assert.deepEqual(site.left(), []);
  });

  siteTest(
    'acknowledged by the page that a dead node had sent: no second one, and the next person sleeps on',
    async (site) => {
      const first = await site.start();
      const plan = await planOf(site, first, [ANA, BO], 1);
      await first.dieAt('afterSend');
      await lastIncident(first, plan);
      const [mail] = site.take(ANA);
      assert.ok(mail, 'the page had left before the node died');

      await site.moveClock(BACK);
      const second = await site.startBeside();
      const AcceptCode = /^Accept code: (\d{6})$/m.exec(mail.text)?.[1];
      const PageId = /^Page: (\S+)$/m.exec(mail.text)?.[1];
      await second.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptCode, AcceptType: 'READ' }));
      await site.moveClock(0);
      await site.quiet();
      assert.deepEqual(site.left(), []);
    },
  );
});
