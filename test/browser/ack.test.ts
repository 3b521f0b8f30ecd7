import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { StartIncidentCommand, UpdateIncidentRecordCommand } from '@aws-sdk/client-ssm-incidents';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, PHONE, SMALL_PHONE } from '../kit/browser.ts';
import { answersIn, escalation, person, replicationSet, responsePlan } from '../kit/scenario.ts';
import { openWorld, type World } from '../kit/world.ts';

let browser: Browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

/** Kept for looking at: MUSTER_SCREENSHOTS names a folder. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env['MUSTER_SCREENSHOTS'];
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function paged(world: World, title = 'Payment API latency <b>above</b> 2 s') {
  await replicationSet(world);
  const ana = await person(world, 'ana');
  const plan = await responsePlan(
    world,
    'payments',
    [await escalation(world, 'tiers', [{ minutes: 5, people: [ana] }])],
    { title },
  );
  const { incidentRecordArn } = await world.aws.incidents.send(new StartIncidentCommand({ responsePlanArn: plan }));
  await world.runDue();
  const [mail] = world.mail.take(ana.address);
  return { link: `${world.url}/ack/${answersIn(mail!).token}`, incidentRecordArn: incidentRecordArn! };
}

test('the link opens one page with one button, which the keyboard presses, and then says what happened', async () => {
  await using world = await openWorld();
  const { link } = await paged(world);
  const page = await browser.newPage({ viewport: PHONE });
  const complaints: string[] = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(link);
  assert.equal(await page.locator('h1').textContent(), 'Severity 2: Payment API latency <b>above</b> 2 s');
  await shot(page, 'ack-open-phone');
  assert.equal(await page.evaluate('document.activeElement?.textContent'), 'Acknowledge');
  await page.keyboard.press('Enter');
  await page.getByRole('status').waitFor();
  assert.match((await page.getByRole('status').textContent()) ?? '', /^Acknowledged at 03:10:0\d UTC/);
  assert.equal(await page.getByRole('button').count(), 0);
  await shot(page, 'ack-done-phone');
  assert.deepEqual(
    complaints.filter((text) => !text.includes('favicon')),
    [],
  );
  await page.close();
});

test('on the smallest phone, in the dark, with a long title, nothing overflows and the button is large', async () => {
  await using world = await openWorld();
  const { link } = await paged(world, `Latency of ${'payments-api-'.repeat(12)}`);
  const context = await browser.newContext({ viewport: SMALL_PHONE, colorScheme: 'dark' });
  const page = await context.newPage();
  await page.goto(link);
  await shot(page, 'ack-dark-small');
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(width <= SMALL_PHONE.width, `${width} pixels wide`);
  const box = await page.getByRole('button').boundingBox();
  assert.ok(box!.height >= 48 && box!.width >= 240, JSON.stringify(box));
  await context.close();
});

test('a link for what is over says so and offers no button', async () => {
  await using world = await openWorld();
  const { link, incidentRecordArn } = await paged(world);
  await world.aws.incidents.send(new UpdateIncidentRecordCommand({ arn: incidentRecordArn, status: 'RESOLVED' }));
  const page = await browser.newPage({ viewport: PHONE });
  await page.goto(link);
  assert.match((await page.locator('main').textContent()) ?? '', /It is over/);
  assert.equal(await page.getByRole('button').count(), 0);
  await shot(page, 'ack-over');
  await page.close();
});

test('a link that was cut off is told apart, and tells what to do', async () => {
  await using world = await openWorld();
  const { link } = await paged(world);
  const page = await browser.newPage({ viewport: PHONE });
  const answer = await page.goto(link.slice(0, -3));
  assert.equal(answer?.status(), 404);
  assert.match((await page.locator('main').textContent()) ?? '', /not known here[\s\S]*accept code/);
  await page.close();
});

test('the front page says that it is ready and what to type, and shows nothing of anybody', async () => {
  await using world = await openWorld();
  const page = await browser.newPage({ viewport: PHONE });
  await page.goto(world.url);
  assert.match((await page.locator('main').textContent()) ?? '', /Ready[\s\S]*create-replication-set/);
  await shot(page, 'home-phone');
  const width = await page.evaluate<number>('document.documentElement.scrollWidth');
  assert.ok(width <= PHONE.width, `${width} pixels wide`);
  await page.close();
});
