import type { PushPayload } from '#providers/push';

/** What a service worker's global object has, as far as it is used here: the checker knows no browser. */
export interface WorkerScope {
  location: { origin: string };
  registration: { showNotification(title: string, options: object): Promise<void> };
  clients: { openWindow(url: string): Promise<unknown>; claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: string, listener: (event: WorkerEvent) => void): void;
}

export interface WorkerEvent {
  waitUntil(work: Promise<unknown>): void;
  data?: { json(): PushPayload };
  action?: string;
  notification?: { data: PushPayload; close(): void };
}

/**
 * The service worker, sent to browsers as its own text (`workerText`): it must not use anything from outside itself. Shows what
 * is pushed; an action answers at the path that came along, and what happened takes the notification's place.
 */
export function worker(scope: WorkerScope): void {
  const ACTIONS = { page: 'Acknowledge', activation: 'Confirm', message: '' };
  const DONE: Record<string, string> = {
    acknowledged: 'Acknowledged. Nothing more is sent for it.',
    over: 'It is over: resolved, or answered by somebody else.',
    expired: 'It is older than 24 hours and cannot be acknowledged here any more.',
    confirmed: 'Confirmed: pages can be sent here.',
    void: 'Too old, or a newer one was sent. Ask for another.',
  };

  const show = (payload: PushPayload, text: string, isOpen: boolean) => {
    const { kind, id, title } = payload;
    const act = isOpen && payload.path ? [{ action: 'answer', title: ACTIONS[kind] }] : [];
    const open = payload.path ? [{ action: 'open', title: 'Open' }] : [];
    return scope.registration.showNotification(title, {
      body: text,
      // A second delivery of one message, and its outcome, take its place.
      tag: id,
      data: payload,
      actions: [...act, ...open],
      requireInteraction: isOpen && kind === 'page',
      silent: !isOpen,
    });
  };

  const answer = async (payload: PushPayload) => {
    try {
      const url = new URL(payload.path ?? '/', scope.location.origin);
      const response = await fetch(url, { method: 'POST', headers: { accept: 'application/json' } });
      const { state } = (await response.json()) as { state?: string };
      const said = DONE[state ?? ''];
      if (!response.ok || !said) throw new Error(String(response.status));
      await show(payload, said, false);
    } catch {
      // Whatever the reason, the way out is the same, and the actions stay.
      await show(payload, 'Not done: Muster could not be reached, or said no. Try again, or open it.', true);
    }
  };

  const open = ({ path }: PushPayload) => scope.clients.openWindow(new URL(path ?? '/', scope.location.origin).href);

  scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()));
  scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()));
  scope.addEventListener('push', (event) => {
    const payload = event.data?.json();
    if (payload) event.waitUntil(show(payload, payload.text, true));
  });
  scope.addEventListener('notificationclick', (event) => {
    const { notification, action } = event;
    if (!notification) return;
    // Gone at once: a second tap finds nothing to tap.
    notification.close();
    event.waitUntil(action === 'answer' ? answer(notification.data) : open(notification.data));
  });
}

/** What `/push-worker.js` answers. */
export const workerText = (): string => `'use strict';\n(${worker.toString()})(self);\n`;
