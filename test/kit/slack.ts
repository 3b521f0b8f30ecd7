import assert from 'node:assert/strict';
import { createOutgoing } from '#providers/outgoing';
import { createSlack, createSlackClient, type SlackClient } from '#providers/slack';
import type { OutsideMode } from './channel-contract.ts';
import { type Answering, type Asked, openOutside } from './outside.ts';

const SLACK_TOKEN = 'xoxb-token-for-tests';
const TEAM = 'T0000000001';

/** A message in a room. */
export interface SlackMessage {
  channel: string;
  ts: string;
  key: string;
  /** As it is read now, with what its last update said. */
  text: string;
  blocks: Record<string, unknown>[];
  /** The message under which it stands. */
  thread?: string;
  /** How often it was changed. */
  updates: number;
}

/** A Slack of our own, with a tally of its own. Closing it fails on a message that the test did not take. */
export interface FakeSlack extends AsyncDisposable {
  client: SlackClient;
  channel: ReturnType<typeof createSlack>;
  url: string;
  readonly messages: SlackMessage[];
  /** When each call came, by method; refused ones, too. */
  readonly calls: { method: string; at: number; refused: boolean }[];
  /** What was answered to those who asked, by where it was sent. */
  readonly answers: { url: string; text: string }[];
  /** Forms that were opened. */
  readonly views: Record<string, unknown>[];
  /** The members of user groups. */
  readonly groups: Map<string, string[]>;
  make(mode: OutsideMode): Promise<void>;
  /** From now on every call is refused with this error of Slack's; undefined: none. */
  fail(error: string | undefined): void;
  arrival(): Promise<void>;
  /** The messages in a room that nobody has taken, without those in threads. */
  take(channel: string): SlackMessage[];
  /** What stands under a message, as it was written. */
  thread(ts: string): string[];
  /** What was answered since the last look. */
  answered(): string[];
  close(): Promise<void>;
}

/** `now` is the clock of the provider: without one it moves on by a minute when the outside is well again. */
export async function openSlack(now?: () => Date): Promise<FakeSlack> {
  const messages: SlackMessage[] = [];
  const calls: FakeSlack['calls'] = [];
  const answers: FakeSlack['answers'] = [];
  const views: FakeSlack['views'] = [];
  const groups: FakeSlack['groups'] = new Map();
  let taken = new Set<SlackMessage>();
  let heard = 0;
  let failing: string | undefined;
  let at = Date.parse('2026-01-02T03:00:00Z');
  const clock = now ?? (() => new Date(at));
  const methodOf = ({ path }: Asked) => /^\/api\/([\w.]+)$/.exec(path)?.[1];

  const post = ({ body }: Asked): Answering => {
    const { metadata } = body as { metadata?: { event_payload?: { key?: string } } };
    const ts = `1700000000.${String(messages.length + 1).padStart(6, '0')}`;
    const channel = String(body['channel']);
    messages.push({
      channel,
      ts,
      key: metadata?.event_payload?.key ?? '',
      text: String(body['text']),
      blocks: (body['blocks'] ?? []) as SlackMessage['blocks'],
      ...(body['thread_ts'] ? { thread: String(body['thread_ts']) } : {}),
      updates: 0,
    });
    return { status: 200, body: { ok: true, channel, ts } };
  };
  const update = ({ body }: Asked): Answering => {
    const known = messages.find(({ channel, ts }) => channel === body['channel'] && ts === body['ts']);
    if (!known) return { status: 200, body: { ok: false, error: 'message_not_found' } };
    Object.assign(known, { text: body['text'], blocks: body['blocks'], updates: known.updates + 1 });
    return { status: 200, body: { ok: true, channel: known.channel, ts: known.ts } };
  };
  const methods: Record<string, (asked: Asked) => Answering> = {
    'chat.postMessage': post,
    'chat.update': update,
    'auth.test': () => ({ status: 200, body: { ok: true, team_id: TEAM } }),
    'views.open': ({ body }) => {
      views.push(body);
      return { status: 200, body: { ok: true, view: { id: 'V1' } } };
    },
    'usergroups.users.update': ({ body }) => {
      groups.set(String(body['usergroup']), String(body['users']).split(','));
      return { status: 200, body: { ok: true } };
    },
  };
  const outside = await openOutside({
    refuse(asked, mode) {
      const method = methodOf(asked);
      const refused = refusalOf(asked, mode, method, failing);
      calls.push({ method: method ?? 'answer', at: clock().getTime(), refused: refused !== undefined });
      return refused;
    },
    take(asked) {
      const method = methodOf(asked);
      if (method) return methods[method]!(asked);
      answers.push({ url: `${outside.url}${asked.path}`, text: String(asked.body['text']) });
      return { status: 200, body: 'ok' };
    },
  });
  const client = createSlackClient({
    botToken: SLACK_TOKEN,
    baseUrl: outside.url,
    outgoing: createOutgoing({ allowPrivate: false, trusted: [outside.url] }),
    now: clock,
  });
  return {
    client,
    channel: createSlack(client),
    url: outside.url,
    messages,
    calls,
    answers,
    views,
    groups,
    make(mode) {
      if (mode === 'ok') at += 60_000;
      return outside.make(mode);
    },
    fail(error) {
      failing = error;
    },
    arrival: outside.arrival,
    take(channel) {
      const found = messages.filter((one) => one.channel === channel && !one.thread && !taken.has(one));
      taken = new Set([...taken, ...found]);
      return found;
    },
    thread: (ts) => messages.filter(({ thread }) => thread === ts).map(({ text }) => text),
    answered() {
      const fresh = answers.slice(heard).map(({ text }) => text);
      heard = answers.length;
      return fresh;
    },
    close: outside.close,
    async [Symbol.asyncDispose]() {
      await outside.close();
      const left = messages
        .filter((one) => !one.thread && !taken.has(one))
        .map(({ channel, text }) => `${channel}: ${text}`);
      assert.deepEqual(left, [], 'messages in Slack that the test did not expect');
    },
  };
}

function refusalOf(
  { path, headers }: Asked,
  mode: OutsideMode,
  method: string | undefined,
  failing: string | undefined,
): Answering | undefined {
  if (mode === 'temporary') return { status: 429, headers: { 'retry-after': '60' }, body: { ok: false } };
  if (!method) return path.startsWith('/commands/') ? undefined : { status: 404 };
  const error = (name: string): Answering => ({ status: 200, body: { ok: false, error: name } });
  if (headers.authorization !== `Bearer ${SLACK_TOKEN}`) return error('invalid_auth');
  if (failing) return error(failing);
  return mode === 'permanent' ? error('channel_not_found') : undefined;
}
