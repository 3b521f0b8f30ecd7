import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SECOND } from '#kernel/clock';
import { createImapMailbox } from '#providers/mailbox';
import { startIncident } from '../kit/deeds.ts';
import { type ImapBox, openImap } from '../kit/imap.ts';
import { answerAddress, REPLY_TO, rawMail } from '../kit/mail-answers.ts';
import { person, replicationSet, responsePlan, timelineOf } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

/** Answers that lie in a mailbox: one node fetches them, and marks them once they count. */

async function withBox(check: (box: ImapBox, world: World) => Promise<void>): Promise<void> {
  const box = await openImap();
  try {
    const mailbox = { mailbox: createImapMailbox({ url: box.url }), everyMs: 15 * SECOND };
    await using world = await openWorld({ mailReplyTo: REPLY_TO, mailbox });
    await world.house.planHousekeeping();
    await check(box, world);
  } finally {
    await box.close();
  }
}

async function paged(world: World) {
  await replicationSet(world);
  const ana = await person(world, 'ana', { minutes: 10, retry: 1 });
  const plan = await responsePlan(world, 'payments', [ana.arn]);
  const incident = await startIncident(world, plan);
  return { ana, incident, mail: await world.firstMail(ana.address) };
}

const acknowledgements = async (world: World, incident: string) =>
  (await timelineOf(world, incident)).filter(({ type }) => /Acknowledgement/.test(type)).length;

test('an answer in the mailbox counts with the next look, once, and is marked then', () =>
  withBox(async (box, world) => {
    const { incident, mail } = await paged(world);
    box.deliver(rawMail(answerAddress(mail), 'ack'));
    box.deliver(rawMail('sales@example.org', 'Buy now'));
    await world.advance({ seconds: 16 });
    assert.equal(await acknowledgements(world, incident), 1);
    assert.deepEqual(box.unseen(), []);
    await world.advance({ minutes: 2 });
    assert.equal(await acknowledgements(world, incident), 1);
  }));

test('of several nodes one looks at a time', () =>
  withBox(async (box, world) => {
    const other = await world.beside();
    await world.runDue();
    const before = box.connections();
    world.standStill({ seconds: 15 });
    await Promise.all([world.engine.runDue(), other.engine.runDue()]);
    assert.equal(box.connections(), before + 1);
  }));

test('while the mailbox is away it is tried again, ever less often, and told; the answer counts afterwards', () =>
  withBox(async (box, world) => {
    const { ana, incident, mail } = await paged(world);
    box.deliver(rawMail(answerAddress(mail), 'ack'));
    await box.open(false);
    const before = box.connections();
    await world.advance({ seconds: 50 });
    const told = world.log.take('warn', /mailbox for replies could not be read/);
    assert.deepEqual(
      told.map(({ fields }) => fields.failures),
      [1, 2],
    );
    await box.open(true);
    await world.advance({ minutes: 2 });
    assert.equal(world.mail.take(ana.address).length > 0, true, 'meanwhile she was paged again');
    assert.equal(await acknowledgements(world, incident), 1);
    assert.ok(box.connections() > before);
  }));

test('an answer whose transaction fails stays in the mailbox, and counts the next time', async () => {
  const box = await openImap();
  try {
    const imap = createImapMailbox({ url: box.url });
    let fails = true;
    const mailbox = {
      read: (signal: AbortSignal, take: Parameters<typeof imap.read>[1]) =>
        imap.read(signal, async (mail) => {
          if (mail && fails) throw new Error('the database is away');
          await take(mail);
        }),
    };
    const expectErrors = [/^due work failed; it is tried again$/];
    await using world = await openWorld({
      mailReplyTo: REPLY_TO,
      mailbox: { mailbox, everyMs: 15 * SECOND },
      expectErrors,
    });
    await world.house.planHousekeeping();
    const { incident, mail } = await paged(world);
    box.deliver(rawMail(answerAddress(mail), 'ack'));
    await world.advance({ seconds: 16 });
    assert.equal(box.unseen().length, 1);
    fails = false;
    await world.advance({ seconds: 30 });
    assert.equal(await acknowledgements(world, incident), 1);
    assert.deepEqual(box.unseen(), []);
  } finally {
    await box.close();
  }
});
