import assert from 'node:assert/strict';
import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';

/**
 * What a browser under test lacks for web push: the maker's push service to subscribe at, and, where it is Chromium's headless
 * shell, a place where notifications are shown. These edges are put in; the page, the worker and its events are the browser's own.
 */

/** The page's browser may notify, and subscribes at a push service of the test's. `subscription` is its JSON. */
export async function subscribesAs(page: Page, subscription: string): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  await page.addInitScript(`
    if (Notification.permission !== 'granted') Notification.requestPermission = async () => 'granted';
    PushManager.prototype.subscribe = async (options) => {
      window.asked = options;
      return { toJSON: () => (${subscription}) };
    };
  `);
}

/** Where the browser shows no notifications, the worker's registration keeps them, one for each tag, as a screen does. */
const SCREEN = `
  if (Notification.permission !== 'granted') {
    self.screen = new Map();
    ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
      const notification = { title, ...options, close: () => self.screen.delete(options.tag) };
      self.screen.set(options.tag, notification);
    };
    ServiceWorkerRegistration.prototype.getNotifications = async () => [...self.screen.values()];
  }
`;

export interface Notice {
  title: string;
  body: string;
  actions: { action: string; title: string }[];
}

/** A service worker of a page, spoken to as the browser speaks to it. */
export interface PushedWorker {
  /** Hands it a push message, as it came decrypted from the push service. */
  deliver(data: string): Promise<void>;
  /** What is on the screen, as `getNotifications()` tells it. Waits until it is as `until` wants it. */
  shown(until: (notices: Notice[]) => boolean): Promise<Notice[]>;
  /** Taps on an action of the notification with this title, so many times without waiting. */
  tap(title: string, action: string, times?: number): Promise<void>;
}

/** Waits for the page's worker. `origin` is the page's. */
export async function pushedWorker(context: BrowserContext, page: Page, origin: string): Promise<PushedWorker> {
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker', { timeout: 90_000 }));
  // What is delivered to a worker that is not active yet is dropped.
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await worker.evaluate(SCREEN);
  const devtools = await context.newCDPSession(page);
  const registrationId = await registrationAt(devtools, origin);
  return {
    deliver: async (data) =>
      void (await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data })),
    shown: (until) => noticesOf(page, worker, until),
    tap: (title, action, times = 1) => worker.evaluate(`(${TAP})(${JSON.stringify({ title, action, times })})`),
  };
}

async function registrationAt(devtools: CDPSession, origin: string): Promise<string> {
  const found = Promise.withResolvers<string>();
  devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
    const own = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
    if (own) found.resolve(own.registrationId);
  });
  await devtools.send('ServiceWorker.enable');
  return found.promise;
}

async function noticesOf(page: Page, worker: Worker, until: (notices: Notice[]) => boolean): Promise<Notice[]> {
  const read = () =>
    worker.evaluate<Notice[]>(`self.registration.getNotifications().then((all) =>
      all.map(({ title, body, actions }) =>
        ({ title, body, actions: actions.map(({ action, title }) => ({ action, title })) })))`);
  const deadline = Date.now() + 90_000;
  for (;;) {
    const notices = await read();
    if (until(notices)) return notices;
    assert.ok(Date.now() < deadline, `the notifications were not as they should be: ${JSON.stringify(notices)}`);
    await page.waitForTimeout(50);
  }
}

/** A click as the browser tells of it. An event that a script makes cannot keep a worker alive, so its work is awaited here. */
const TAP = `async ({ title, action, times }) => {
  const notification = (await self.registration.getNotifications()).find((one) => one.title === title);
  const work = [];
  for (let time = 0; time < times; time++) {
    const isReal = notification instanceof Notification;
    const event = isReal
      ? new NotificationEvent('notificationclick', { notification, action })
      : Object.defineProperties(new ExtendableEvent('notificationclick'), {
          notification: { value: notification },
          action: { value: action },
        });
    Object.defineProperties(event, {
      waitUntil: { value: (promise) => work.push(promise) },
    });
    self.dispatchEvent(event);
  }
  await Promise.all(work);
}`;
