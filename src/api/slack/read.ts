import type { ChatUser, Deed } from '#domain/chat';
import { isUuid } from '#kernel/ids';

/** What Slack sends, read: who did what, where an answer is expected, and what it is known by. */
export interface Sent {
  user: ChatUser;
  deed: Deed;
  responseUrl?: string;
  /** With it a form can be opened, within 3 seconds. */
  triggerId?: string;
  /** Slack's own names of it, beside its signature: sent again under another signature, it is the same. */
  names: string[];
}

/** A request that only proves that the address is ours. */
export interface Challenge {
  challenge: string;
}

/** Ids of Slack's: letters and digits. */
const ID = /^[A-Z0-9]{1,40}$/i;
const ACTS: ReadonlySet<string> = new Set(['ack', 'progress', 'resolve', 'note', 'escalate']);
/** The buttons of direct messages, and what they are for; with each goes the token of its message. */
const ANSWERS = { 'answer-page': 'acknowledge', 'escalate-page': 'escalate', 'answer-test': 'test' } as const;
const isAnswer = (act: string): act is keyof typeof ANSWERS => Object.hasOwn(ANSWERS, act);
const TOKEN = /^[\w-]{20,100}$/;
const LONGEST_NOTE = 3_000;

/** What the body of a request means; undefined: nothing that is for us. It is signed, and still nothing in it is taken on trust. */
export function readSent(contentType: string, body: string): Sent | Challenge | undefined {
  if (contentType.startsWith('application/json')) return readEvent(objectIn(body));
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return payload === null ? readCommand(form) : readInteraction(objectIn(payload));
}

function readEvent({ type, challenge }: Members): Challenge | undefined {
  return type === 'url_verification' && typeof challenge === 'string' && challenge.length <= 500
    ? { challenge }
    : undefined;
}

function readCommand(form: URLSearchParams): Sent | undefined {
  const user = userIn(form.get('team_id'), form.get('user_id'));
  if (!user || form.get('command') === null) return undefined;
  const deed = { kind: 'command' as const, text: (form.get('text') ?? '').slice(0, 4_000) };
  return { user, deed, ...whereIn(form.get('response_url'), form.get('trigger_id')) };
}

function readInteraction(payload: Members): Sent | undefined {
  const user = userIn(membersOf(payload['team'])['id'], membersOf(payload['user'])['id']);
  if (!user) return undefined;
  if (payload['type'] === 'block_actions') return readPress(payload, user);
  return payload['type'] === 'view_submission' ? readForm(membersOf(payload['view']), user) : undefined;
}

function readPress(payload: Members, user: ChatUser): Sent | undefined {
  const [first] = Array.isArray(payload['actions']) ? payload['actions'] : [];
  const { action_id: act, value, action_ts: at } = membersOf(first);
  if (typeof act !== 'string' || typeof value !== 'string') return undefined;
  const deed = deedOf(act, value);
  if (!deed) return undefined;
  const where = whereIn(payload['response_url'], payload['trigger_id']);
  const names = typeof at === 'string' ? [`press/${user.team}/${user.user}/${value}/${act}/${at.slice(0, 40)}`] : [];
  return { user, deed, ...where, names: [...where.names, ...names] };
}

function deedOf(act: string, value: string): Deed | undefined {
  if (ACTS.has(act) && isUuid(value)) return { kind: 'press', act, incidentId: value };
  return isAnswer(act) && TOKEN.test(value) ? { kind: 'answer', act: ANSWERS[act], token: value } : undefined;
}

function readForm(view: Members, user: ChatUser): Sent | undefined {
  const { id, callback_id: form, private_metadata: incidentId, state } = view;
  const text = membersOf(membersOf(membersOf(membersOf(state)['values'])['note'])['text'])['value'];
  if (form !== 'note' || typeof incidentId !== 'string' || !isUuid(incidentId) || typeof text !== 'string')
    return undefined;
  const names = typeof id === 'string' ? [`view/${user.team}/${id.slice(0, 60)}`] : [];
  return { user, deed: { kind: 'note', incidentId, text: text.slice(0, LONGEST_NOTE) }, names };
}

function userIn(team: unknown, user: unknown): ChatUser | undefined {
  if (typeof team !== 'string' || typeof user !== 'string' || !ID.test(team) || !ID.test(user)) return undefined;
  return { team, user };
}

function whereIn(responseUrl: unknown, triggerId: unknown): Pick<Sent, 'responseUrl' | 'triggerId' | 'names'> {
  const trigger = typeof triggerId === 'string' && triggerId.length <= 200 ? triggerId : undefined;
  return {
    ...(typeof responseUrl === 'string' ? { responseUrl: responseUrl.slice(0, 1_024) } : {}),
    ...(trigger ? { triggerId: trigger } : {}),
    names: trigger ? [`trigger/${trigger}`] : [],
  };
}

type Members = Record<string, unknown>;

const membersOf = (value: unknown): Members => (typeof value === 'object' && value !== null ? (value as Members) : {});

function objectIn(text: string): Members {
  try {
    return membersOf(JSON.parse(text));
  } catch {
    // No JSON: it means nothing here.
    return {};
  }
}
