import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/** As root there is no sandbox; and the browser talks to nobody but the page under test. */
const OPTIONS = [
  '--headless=shell',
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
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: OPTIONS,
    headless: true,
  });
}

/** A phone in the hand. */
export const PHONE = { width: 390, height: 844 };
/** The smallest phone that people still carry. */
export const SMALL_PHONE = { width: 320, height: 568 };
