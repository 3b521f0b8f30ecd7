import assert from 'node:assert/strict';
import { createOutgoing } from '#providers/outgoing';
import {
  createSlack,
  createSlackClient,
  createSlackDirect,
  createSlackGroups,
  type SlackClient,
  slackSignature,
} from '#providers/slack';
import type { OutsideMode } from './channel-contract.ts';
import { type Answering, type Asked, openOutside } from './outside.ts';
import { SLACK_SECRET } from './world-node.ts';

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
  /** Direct messages to members; what a member gets lies in `directOf` them. */
  direct: ReturnType<typeof createSlackDirect>;
  userGroups: ReturnType<typeof createSlackGroups>;
  url: string;
  readonly messages: SlackMessage[];
  /** When each call came, by method; refused ones, too. */
  readonly calls: { method: string; at: number; refused: boolean }[];
  /** What was answered to those who asked, by where it was sent. */
  readonly answers: { url: string; text: string }[];
  /** Forms that were opened. */
  readonly views: Record<string, unknown>[];
  /** Who is in each user group now, and how often that was set. */
  readonly groups: Map<string, { users: string[]; updates: number }>;
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
    'conversations.open': ({ body }) => ({
      status: 200,
      body: { ok: true, channel: { id: directOf(String(body['users'])) } },
    }),
    'usergroups.users.update': ({ body }) => {
      const id = String(body['usergroup']);
      groups.set(id, { users: String(body['users']).split(','), updates: (groups.get(id)?.updates ?? 0) + 1 });
      return { status: 200, body: { ok: true, usergroup: { id } } };
    },
    'auth.test': () => ({ status: 200, body: { ok: true, team_id: TEAM } }),
    'views.open': ({ body }) => {
      views.push(body);
      return { status: 200, body: { ok: true, view: { id: 'V1' } } };
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
    direct: createSlackDirect(client, { buttons: true }),
    userGroups: createSlackGroups(client),
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

/** The conversation of the app with a member. */
export const directOf = (user: string) => `D${user.slice(1)}`;

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

/** Who presses and types in Slack, and where. */
export interface SlackUser {
  id: string;
  team?: string;
}

let numbers = 0;
/** Each thing that is sent has a number of its own. */
function next(): string {
  numbers += 1;
  return String(numbers);
}
const responseUrl = (slack: Pick<FakeSlack, 'url'>) => `${slack.url}/commands/${next()}`;

/** What is sent to Muster: signed as Slack does it, unless told otherwise. */
export interface Delivery {
  body: string;
  headers: Record<string, string>;
}

export function signed(now: Date, body: string, secret = SLACK_SECRET, contentType = FORM): Delivery {
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  const headers = {
    'content-type': contentType,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': slackSignature(secret, timestamp, body),
  };
  return { body, headers };
}

const FORM = 'application/x-www-form-urlencoded';

/** A slash command as Slack sends it. */
export function command(slack: FakeSlack, now: Date, user: SlackUser, text: string, channel = 'C0000000001'): Delivery {
  const form = {
    command: '/muster',
    text,
    team_id: user.team ?? TEAM,
    user_id: user.id,
    channel_id: channel,
    response_url: responseUrl(slack),
    trigger_id: `trigger-${next()}`,
  };
  return signed(now, new URLSearchParams(form).toString());
}

/** A press of a button in a message. */
export function press(slack: FakeSlack, now: Date, user: SlackUser, message: SlackMessage, act: string): Delivery {
  const buttons = message.blocks.flatMap((block) =>
    block['type'] === 'actions' ? (block['elements'] as Button[]) : [],
  );
  const button = buttons.find(({ action_id }) => action_id === act);
  assert.ok(button, `the message has a button ${act}`);
  return interaction(now, {
    type: 'block_actions',
    user: { id: user.id },
    team: { id: user.team ?? TEAM },
    channel: { id: message.channel },
    message: { ts: message.ts },
    trigger_id: `trigger-${next()}`,
    response_url: responseUrl(slack),
    actions: [{ action_id: act, value: button.value, type: 'button', action_ts: next() }],
  });
}

interface Button {
  action_id: string;
  value: string;
}

/** A form that was filled in. */
export function submit(now: Date, user: SlackUser, view: Record<string, unknown>, text: string): Delivery {
  const { callback_id, private_metadata } = view['view'] as Record<string, string>;
  return interaction(now, {
    type: 'view_submission',
    user: { id: user.id },
    team: { id: user.team ?? TEAM },
    view: {
      id: `V${next()}`,
      callback_id,
      private_metadata,
      state: { values: { note: { text: { value: text } } } },
    },
  });
}

const interaction = (now: Date, payload: object) =>
  signed(now, new URLSearchParams({ payload: JSON.stringify(payload) }).toString());

/** Sends it to a node; the answer's status and text. */
export async function deliver(
  nodeUrl: string,
  { body, headers }: Delivery,
  path = '/inbound/slack',
): Promise<{ status: number; text: string }> {
  const response = await fetch(`${nodeUrl}${path}`, { method: 'POST', headers, body });
  return { status: response.status, text: await response.text() };
}
