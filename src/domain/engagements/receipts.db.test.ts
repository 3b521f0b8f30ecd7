import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StartIncidentCommand } from '@aws-sdk/client-ssm-incidents';
import type { Tx } from '#storage/db';
import { statement } from '#storage/statement';
import { person, replicationSet, responsePlan } from '#test/kit/scenario';
import { openWorld, type World } from '#test/kit/world';
import { addReceipts, addSent } from './receipts.ts';

interface Page {
  id: string;
  message_id: string;
}
const pages = statement<Page>('test.receiptPages', 'select p.id, p.message_id from pages p order by p.id');
const receipts = statement<{ seq: number; type: string; info: string }>(
  'test.receiptsInOrder',
  'select r.seq, r.type, r.info from page_receipts r order by r.page_id, r.seq',
);
const waiting = statement<{ count: number }>(
  'test.receiptsWaiting',
  `select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
);

async function onePage(world: World): Promise<Page> {
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 30 });
  const responsePlanArn = await responsePlan(world, 'p', [ana.arn]);
  await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn }));
  const [page] = await world.db.rows(pages);
  return page!;
}

/** Runs `second` so that it waits for the page on which a receipt is being written. */
async function during(world: World, page: Page, second: (tx: Tx) => Promise<void>): Promise<void> {
  let other: Promise<void> = Promise.resolve();
  await world.db.tx(async (tx) => {
    await addReceipts(tx, world.now(), [page.id], 'DELIVERED', 'first');
    other = world.db.tx(second);
    for (let tries = 0; (await world.db.first(waiting))!.count === 0; tries++) assert.ok(tries < 2_000);
  });
  await other;
}

test('a receipt that has waited for another comes after it', async () => {
  await using world = await openWorld();
  const page = await onePage(world);
  await during(world, page, (tx) => addReceipts(tx, world.now(), [page.id], 'READ', 'second'));
  assert.deepEqual(await world.db.rows(receipts), [
    { seq: 1, type: 'DELIVERED', info: 'first' },
    { seq: 2, type: 'READ', info: 'second' },
  ]);
});

test('so does that of a page that has left', async () => {
  await using world = await openWorld();
  const page = await onePage(world);
  await during(world, page, (tx) =>
    addSent(tx, world.now(), [{ messageId: page.message_id, info: 'x'.repeat(3_000) }]),
  );
  const [, sent, ...more] = await world.db.rows(receipts);
  assert.deepEqual([sent?.seq, sent?.type, sent?.info.length, more], [2, 'SENT', 2_048, []]);
});
