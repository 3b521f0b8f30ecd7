import assert from 'node:assert/strict';
import { suite } from 'node:test';
import { AcceptPageCommand } from '@aws-sdk/client-ssm-contacts';
import { HOUR } from '#kernel/clock';
import { resolve } from '../kit/deeds.ts';
import { incidentsIn } from '../kit/scenario.ts';
import { eachPagedOnce } from './law.ts';
import { ANA, BO, incident, paged, planOf } from './people.ts';
import { siteTest } from './site.ts';

const CY = 'cy@example.com';

// Side by side: most of their time is waiting for leases and stages.
suite('after a stop', { concurrency: 2 }, () => {
  siteTest(
    'after hours of standing still every stage of what is live pages its people, one digest each that names every incident',
    async (site) => {
      const first = await site.start();
      const plan = await planOf(site, first, [ANA, BO, CY], 30);
      const live = [await incident(first, plan), await incident(first, plan), await incident(first, plan)];
      const [answered, over] = [await incident(first, plan), await incident(first, plan)];
      for (const arn of [...live, over]) await paged(site, ANA, arn);
      const mail = await paged(site, ANA, answered);
      await site.sent();
      assert.equal(site.take(ANA).length, 5);
      const AcceptCode = /^Accept code: (\d{6})$/m.exec(mail.text)?.[1];
      const PageId = /^Page: (\S+)$/m.exec(mail.text)?.[1];
      await first.aws.contacts.send(new AcceptPageCommand({ PageId, AcceptCode, AcceptType: 'READ' }));
      await resolve(first, over);
      await first.kill();

      await site.moveClock(2 * HOUR);
      await site.start();
      await paged(site, BO, live[0]!);
      await paged(site, CY, live[0]!);
      await site.quiet();
      for (const address of [BO, CY]) {
        const mails = site.take(address);
        assert.deepEqual(
          mails.map(incidentsIn).map((arns) => arns.sort()),
          [[...live].sort()],
        );
        assert.match(mails[0]!.subject, /^3 incidents: /);
      }
    },
    { timeScale: 1 },
  );

  siteTest(
    'stopped in good order while a plan runs: after the start the plan goes on, and nobody is paged again',
    async (site) => {
      const first = await site.start();
      const plan = await planOf(site, first, [ANA, BO], 2);
      const arn = await incident(first, plan);
      await paged(site, ANA, arn);
      await first.stop();
      assert.equal((await first.gone).how, 'exit code 0');

      await site.start();
      await paged(site, BO, arn);
      await site.quiet();
      eachPagedOnce([...site.take(ANA), ...site.take(BO)], [ANA, BO], [arn]);
    },
  );
});
