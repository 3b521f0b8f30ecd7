/** What of a browser's window is used here: the checker knows no browser. */
interface PushWindow {
  location: { hash: string; pathname: string };
  history: { replaceState(state: null, title: string, url: string): void };
  document: { getElementById(id: string): PushElement | null };
  navigator: {
    userAgent: string;
    serviceWorker?: { register(url: string): Promise<unknown>; ready: Promise<{ pushManager: PushManager }> };
  };
  Notification?: { requestPermission(): Promise<string> };
  PushManager?: unknown;
}

interface PushElement {
  value: string;
  textContent: string | null;
  hidden: boolean;
  disabled: boolean;
  dataset: Record<string, string | undefined>;
  addEventListener(type: string, listener: (event: { preventDefault(): void }) => void): void;
}

interface PushManager {
  subscribe(options: object): Promise<{ toJSON(): object }>;
}

/**
 * The page's script, sent to browsers as its own text (`subscribeText`): it must not use anything from outside itself. Asks for
 * leave, registers the service worker, subscribes, and hands the subscription in with the link's token.
 */
function subscribe(view: PushWindow): void {
  const element = (id: string): PushElement => {
    const found = view.document.getElementById(id);
    if (!found) throw new Error(`the page has no ${id}`);
    return found;
  };
  const [form, link, device, button, status] = ['form', 'link', 'device', 'button', 'status'].map(element) as [
    PushElement,
    PushElement,
    PushElement,
    PushElement,
    PushElement,
  ];
  const say = (text: string) => {
    status.textContent = text;
    status.hidden = false;
  };
  const { Notification: notifications } = view;
  const { serviceWorker } = view.navigator;

  const token = view.location.hash.slice(1);
  if (token) {
    link.value = token;
    element('link-row').hidden = true;
    // Out of the history and of what somebody reads over a shoulder.
    view.history.replaceState(null, '', view.location.pathname);
  }
  device.value = /iPhone|iPad|Android|Windows|Macintosh|Linux/.exec(view.navigator.userAgent)?.[0] ?? 'Browser';
  if (!serviceWorker || !view.PushManager || !notifications) {
    button.disabled = true;
    say(
      'This browser takes no pushes here. It needs https; on an iPhone or iPad, add this page to the Home Screen and open it from there.',
    );
  }

  const run = async () => {
    if (!serviceWorker || !notifications) return;
    if ((await notifications.requestPermission()) !== 'granted') {
      return say('Notifications are not allowed for this page. Allow them in the browser’s settings, then try again.');
    }
    await serviceWorker.register('/push-worker.js');
    const { pushManager } = await serviceWorker.ready;
    const key = form.dataset['key'] ?? '';
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const typed = link.value.slice(link.value.lastIndexOf('#') + 1).trim();
    const response = await fetch('/push/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ token: typed, name: device.value, subscription: JSON.stringify(subscription.toJSON()) }),
    });
    const { detail, contact } = (await response.json()) as { detail?: string; contact?: string };
    if (!response.ok) return say(`Not done: ${detail ?? response.status}`);
    form.hidden = true;
    say(`Almost done, ${contact}: a notification is on its way. Tap “Confirm” on it, and pages can be sent here.`);
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    button.disabled = true;
    say('One moment …');
    run()
      .catch((error: unknown) => say(`Not done: ${error instanceof Error ? error.message : String(error)}`))
      .finally(() => {
        button.disabled = false;
      });
  });
}

/** What `/push-page.js` answers. */
export const subscribeText = (): string => `'use strict';\n(${subscribe.toString()})(window);\n`;
