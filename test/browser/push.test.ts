import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { GetContactChannelCommand, ListContactChannelsCommand } from '@aws-sdk/client-ssm-contacts';
import type { Browser, Page } from 'playwright-core';
import { statement } from '#storage/statement';
import { openBrowser, openWholeBrowser, PHONE, SMALL_PHONE } from '../kit/browser.ts';
import { type PushedWorker, pushedWorker, subscribesAs } from '../kit/browser-push.ts';
import { resolve, startIncident } from '../kit/deeds.ts';
import { mustered } from '../kit/muster.ts';
import { newPerson, type OwnTown, openOwnTown, pushToken } from '../kit/own-town.ts';
import { responsePlan } from '../kit/scenario.ts';

/** A whole Chromium asks the desktop what it shows, which answers when it likes: no wait of ours can bound it. */
const isLong = process.env['MUSTER_LONG'] === '1';

let browser: Browser;
/** One that shows notifications itself, where it is installed. */
let whole: Browser | undefined;
before(async () => {
  browser = await openBrowser();
  if (isLong) whole = await openWholeBrowser();
});
after(async () => {
  await browser.close();
  await whole?.close();
});

const reads = statement<{ times: number }>(
  'test.reads',
  "select count(*)::int as times from page_receipts r where r.type = 'READ'",
);

/** Kept for looking at: MUSTER_SCREENSHOTS names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['MUSTER_SCREENSHOTS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

/** Hands a worker what the push service has for its browser, as it opened it. */
async function handOver({ world, push }: OwnTown, subscription: string, worker: PushedWorker): Promise<void> {
  await world.runDue();
  const [message, ...more] = push.take(subscription);
  assert.deepEqual(more, []);
  await worker.deliver(message!.data);
}

const STORY =
  'a phone is subscribed by a link, shows the page that is pushed to it, and a double tap acknowledges it once';
test(`${STORY}; on a screen of the test's`, () => pushed(browser));
test(`${STORY}; on the browser's own screen`, async (t) => {
  if (whole) await pushed(whole);
  else if (isLong) t.skip('no whole Chromium is installed: MUSTER_TEST_BROWSER names one');
  else t.skip('leans on a desktop: npm run test:long');
});

async function pushed(on: Browser): Promise<void> {
  await using town = await openOwnTown();
  const { world, push } = town;
  const arn = await newPerson(town, 'ana');
  const token = await pushToken(world, 'ana');
  const subscription = await push.subscribe();
  const context = await on.newContext({ viewport: PHONE });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await subscribesAs(page, subscription);
  await page.goto(`${world.url}/push#${token}`);
  assert.equal(await page.evaluate('location.hash'), '', 'the link is out of the address and the history');
  await shot(page, 'push-phone');
  await page.getByLabel('What to call this device').fill('phone');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('Almost done, ana').waitFor();
  assert.deepEqual(await page.evaluate('window.asked'), {
    userVisibleOnly: true,
    applicationServerKey: push.options.keys.publicKey,
  });
  await shot(page, 'push-phone-done');

  const worker = await pushedWorker(context, page, world.url);
  await handOver(town, subscription, worker);
  const [confirm] = await worker.shown((all) => all.length === 1);
  assert.match(confirm!.title, /^Muster activation code \d{6}$/);
  assert.deepEqual(confirm!.actions, [
    { action: 'answer', title: 'Confirm' },
    { action: 'open', title: 'Open' },
  ]);
  await worker.tap(confirm!.title, 'answer');
  await worker.shown(([only]) => /^Confirmed/.test(only?.body ?? ''));
  const { ContactChannels } = await world.aws.contacts.send(new ListContactChannelsCommand({ ContactId: arn }));
  const ContactChannelId = ContactChannels![0]!.ContactChannelArn;
  const channel = await world.aws.contacts.send(new GetContactChannelCommand({ ContactChannelId }));
  assert.equal(channel.ActivationStatus, 'ACTIVATED');

  await mustered(world, 'contacts plan set ana --stage 5:phone/2');
  const incident = await startIncident(world, await responsePlan(world, 'payments', [arn]));
  await handOver(town, subscription, worker);
  const isPage = ({ title }: { title: string }) => title === 'Severity 2: Trouble with payments';
  const shown = await worker.shown((all) => all.some(isPage));
  assert.equal(shown.find(isPage)!.actions[0]!.title, 'Acknowledge');
  assert.equal((await world.db.first(reads))!.times, 0);
  await worker.tap('Severity 2: Trouble with payments', 'answer', 2);
  await worker.shown((all) => all.some((one) => isPage(one) && /^Acknowledged/.test(one.body)));
  assert.equal((await world.db.first(reads))!.times, 1);
  await world.advance({ minutes: 10 });
  await resolve(world, incident);
  assert.deepEqual(
    complaints.filter((text) => !text.includes('favicon')),
    [],
  );
  await context.close();
}

test('on the smallest phone, in the dark, the page fits; without a link it asks for one, and says what is wrong with it', async () => {
  await using town = await openOwnTown();
  const { world, push } = town;
  const context = await browser.newContext({ viewport: SMALL_PHONE, colorScheme: 'dark' });
  const page = await context.newPage();
  await subscribesAs(page, await push.subscribe());
  await page.goto(`${world.url}/push`);
  await page.getByLabel('The link that you were given').fill('https://muster.example/push#0123_nothing');
  await page.getByLabel('What to call this device').fill('phone');
  const box = await page.getByRole('button').boundingBox();
  assert.ok(box!.height >= 48 && box!.width >= 240, JSON.stringify(box));
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('Not done: This link is not known here.').waitFor();
  assert.ok(await page.getByRole('button').isEnabled(), 'it can be tried again');
  await shot(page, 'push-dark-small');
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(width <= SMALL_PHONE.width, `${width} pixels wide`);
  await context.close();
});

test('a browser that takes no pushes is told so, and what an iPhone needs', async () => {
  await using town = await openOwnTown();
  const page = await browser.newPage({ viewport: PHONE });
  await page.addInitScript('delete window.PushManager;');
  await page.goto(`${town.world.url}/push`);
  assert.match((await page.getByRole('status').textContent()) ?? '', /takes no pushes.*Home Screen/);
  assert.ok(await page.getByRole('button').isDisabled());
  await page.close();
});
