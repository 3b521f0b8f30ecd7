import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PushPayload } from '#providers/push';
import { type WorkerEvent, type WorkerScope, worker, workerText } from './worker.ts';

type Shown = {
  title: string;
  options: { body: string; tag: string; actions: { action: string }[]; data: PushPayload };
};

/** What a browser gives a worker, without a browser: what it shows and opens is kept. */
function scope() {
  const listeners = new Map<string, (event: WorkerEvent) => void>();
  const shown: Shown[] = [];
  const opened: string[] = [];
  const self: WorkerScope = {
    location: { origin: 'https://muster.example' },
    registration: {
      showNotification: async (title, options) => void shown.push({ title, options: options as Shown['options'] }),
    },
    clients: { openWindow: async (url) => opened.push(url), claim: async () => undefined },
    skipWaiting: async () => undefined,
    addEventListener: (type, listener) => void listeners.set(type, listener),
  };
  const dispatch = async (type: string, event: Partial<WorkerEvent>) => {
    const work: Promise<unknown>[] = [];
    listeners.get(type)!({ waitUntil: (promise) => void work.push(promise), ...event });
    await Promise.all(work);
  };
  return { self, shown, opened, dispatch };
}

const payload: PushPayload = {
  kind: 'page',
  id: 'key-1',
  title: 'Severity 2: database down',
  text: '',
  path: '/ack/a-token',
  severity: 2,
};

test('a page is shown with both actions, an activation with its own, a message without a path with none', async () => {
  const { self, shown, dispatch } = scope();
  worker(self);
  for (const each of [payload, { ...payload, kind: 'activation' as const }, { ...payload, path: null }]) {
    await dispatch('push', { data: { json: () => each } });
  }
  const titles = shown.map(({ options }) => options.actions.map((action) => Object.values(action).join('=')));
  assert.deepEqual(titles, [['answer=Acknowledge', 'open=Open'], ['answer=Confirm', 'open=Open'], []]);
  assert.deepEqual(new Set(shown.map(({ options }) => options.tag)), new Set(['key-1']));
});

test('a tap on the action posts to the path at its own server and shows what happened in the notification’s place', async (t) => {
  const { self, shown, dispatch } = scope();
  const asked: unknown[][] = [];
  t.mock.method(globalThis, 'fetch', async (...args: unknown[]) => {
    asked.push(args);
    return Response.json({ state: 'acknowledged' });
  });
  worker(self);
  let closed = 0;
  const notification = {
    data: payload,
    close() {
      closed += 1;
    },
  };
  await dispatch('notificationclick', { action: 'answer', notification });
  assert.deepEqual(
    asked.map(([url, init]) => [String(url), init]),
    [['https://muster.example/ack/a-token', { method: 'POST', headers: { accept: 'application/json' } }]],
  );
  assert.equal(closed, 1);
  assert.match(shown[0]!.options.body, /^Acknowledged/);
  assert.deepEqual(
    shown[0]!.options.actions.map(({ action }) => action),
    ['open'],
  );
});

test('where the server cannot be reached or says no, the notification says so and can be tapped again', async (t) => {
  const { self, shown, dispatch } = scope();
  const answers = [
    async () => Promise.reject(new TypeError('Failed to fetch')),
    async () => Response.json({ status: 503 }, { status: 503 }),
    async () => new Response('<html>', { status: 200 }),
    async () => Response.json({ state: 'something new' }),
  ];
  t.mock.method(globalThis, 'fetch', async () => answers.shift()!());
  worker(self);
  for (let times = answers.length; times > 0; times--) {
    await dispatch('notificationclick', { action: 'answer', notification: { data: payload, close() {} } });
    assert.match(shown.at(-1)!.options.body, /^Not done/);
    assert.equal(shown.at(-1)!.options.actions[0]?.action, 'answer');
  }
});

test('a tap elsewhere opens the page that shows the incident', async () => {
  const { self, opened, dispatch } = scope();
  worker(self);
  await dispatch('notificationclick', { action: '', notification: { data: payload, close() {} } });
  assert.deepEqual(opened, ['https://muster.example/ack/a-token']);
});

test('what browsers get is plain JavaScript that stands alone', () => {
  // A syntax error, or a type that was left in it, would throw here.
  assert.doesNotThrow(() => new Function('self', workerText()));
});
