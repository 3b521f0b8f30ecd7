import assert from 'node:assert/strict';

/** A change as a live view tells it. */
export interface Change {
  topic: string;
  incident: string;
  kind: string;
  event?: string;
  type?: string;
  version: number;
}

/** One connection to `/api/v1/live`, as a script would hold it. */
export interface LiveView {
  /** Names of the events that came, without changes. */
  names: string[];
  changes: Change[];
  /** What to give as Last-Event-ID. */
  lastId: string | undefined;
  /** Waits until `done`, 20 s at most. Fails when the stream ends before. */
  until(done: () => boolean, what: string): Promise<void>;
  /** Settles when the server ends the stream. */
  ended: Promise<void>;
  close(): void;
}

const PATIENCE_MS = 60_000;

export async function openLive(url: string, token: string, lastId?: string): Promise<LiveView> {
  const aborted = new AbortController();
  const headers = { authorization: `Bearer ${token}`, ...(lastId ? { 'last-event-id': lastId } : {}) };
  const response = await fetch(url, { headers, signal: aborted.signal });
  assert.equal(response.status, 200, response.ok ? '' : await response.text());
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  const waiters = new Set<() => void>();
  const view: LiveView = {
    names: [],
    changes: [],
    lastId,
    async until(done, what) {
      const late = AbortSignal.timeout(PATIENCE_MS);
      while (!done()) {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        waiters.add(resolve);
        late.addEventListener('abort', () => reject(new Error(`no ${what} within ${PATIENCE_MS} ms`)), { once: true });
        await promise;
      }
    },
    ended: read(response, aborted.signal, (block) => {
      take(view, block);
      for (const wake of waiters) wake();
      waiters.clear();
    }),
    close: () => aborted.abort(),
  };
  await view.until(() => view.names.includes('ready'), 'ready');
  return view;
}

async function read(response: Response, signal: AbortSignal, onBlock: (block: string) => void): Promise<void> {
  let text = '';
  try {
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) onBlock(block);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** One block of the stream, read as the HTML standard says. */
function take(view: LiveView, block: string): void {
  const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
  view.lastId = field('id') ?? view.lastId;
  const [name, data] = [field('event'), field('data')];
  if (name === 'change') view.changes.push(JSON.parse(data!));
  else if (name) view.names.push(name);
}
