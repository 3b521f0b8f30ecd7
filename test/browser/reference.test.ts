import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';
import { table } from '#api/v1/table';
import { openBrowser, PHONE, SMALL_PHONE } from '../kit/browser.ts';
import { openWorld } from '../kit/world.ts';

test('the reference shows every operation, asks nothing of anybody else, and fits a phone by day and by night', async () => {
  await using world = await openWorld();
  const browser = await openBrowser();
  try {
    for (const [name, viewport, colorScheme] of [
      ['phone-light', PHONE, 'light'],
      ['small-dark', SMALL_PHONE, 'dark'],
      ['desk-light', { width: 1280, height: 900 }, 'light'],
    ] as const) {
      const page = await browser.newPage({ viewport, colorScheme });
      const asked: string[] = [];
      const faults: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      await page.goto(`${world.url}/api/v1/`);
      await page.locator('#startIncident > summary').click();
      assert.ok(await page.getByText('Start an incident').isVisible());
      assert.equal(await page.locator('details').count(), Object.keys(table).length);
      const wide = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      assert.equal(wide, 0, `${name} needs no scrolling sideways`);
      assert.deepEqual(
        [asked.filter((path) => path !== '/favicon.ico'), faults.filter((text) => !/favicon|404/.test(text))],
        [['/api/v1/'], []],
      );
      const folder = process.env['MUSTER_SCREENSHOTS'];
      if (folder) {
        await mkdir(folder, { recursive: true });
        await page.screenshot({ path: `${folder}/reference-${name}.png` });
      }
      await page.close();
    }
  } finally {
    await browser.close();
  }
});
