import { existsSync } from 'node:fs';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** As root there is no sandbox; and the browser talks to nobody but the page under test. */
const OPTIONS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** A real browser that comes as a package: nothing to install by hand. Close it. */
export async function openBrowser(): Promise<Browser> {
  return launch(await chromium.executablePath(), '--headless=shell');
}

/** Where a whole Chromium is, if it is installed (Debian's package `chromium`); MUSTER_TEST_BROWSER names another. */
const WHOLE = process.env['MUSTER_TEST_BROWSER'] ?? '/usr/bin/chromium';

/** A whole Chromium, which also has a place where notifications are shown; undefined where none is installed. Close it. */
export async function openWholeBrowser(): Promise<Browser | undefined> {
  return existsSync(WHOLE) ? launch(WHOLE, '--headless=new') : undefined;
}

const launch = (executablePath: string, headless: string): Promise<Browser> =>
  playwright.launch({ executablePath, args: [headless, ...OPTIONS], ignoreDefaultArgs: ['--headless'] });

/** A phone in the hand. */
export const PHONE = { width: 390, height: 844 };
/** The smallest phone that people still carry. */
export const SMALL_PHONE = { width: 320, height: 568 };
