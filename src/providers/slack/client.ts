import { askedToWait, clean, createRest, type Failed, failed, post, surelyNotTaken } from '#providers/chat';
import type { Outgoing } from '#providers/outgoing';
import { meaningOf } from './errors.ts';

export interface SlackOptions {
  /** `xoxb-…`; unset: nothing can be sent. */
  botToken?: string | undefined;
  /** Where Slack is, without a path, e.g. `https://slack.com`. */
  baseUrl: string;
  outgoing: Outgoing;
  now: () => Date;
  /** For one call, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

export type SlackMethod =
  | 'auth.test'
  | 'chat.postMessage'
  | 'chat.update'
  | 'conversations.open'
  | 'usergroups.users.update'
  | 'views.open';

export type SlackAnswer = { ok: true; data: Record<string, unknown> } | (Failed & { error?: string });

/** For what Slack may ask for a rest: a room (or a method that is for none), and by which name a message has its turn. */
export interface Waits {
  room: string;
  message: string;
}

export interface SlackClient {
  /** Which setting is missing, in words; undefined when none is. */
  notReady(): string | undefined;
  /** One call of the Web API. Never throws. */
  call(method: SlackMethod, waits: Waits, body: object, signal: AbortSignal): Promise<SlackAnswer>;
  /** Answers where Slack said that an answer is expected: seen by whoever asked. Never throws. */
  respond(responseUrl: string, text: string, signal: AbortSignal): Promise<SlackAnswer>;
  /** Whether it is an address at which Slack waits for an answer. */
  isResponseUrl(text: string): boolean;
}

const ADVICE = 'check MUSTER_SLACK_BASE_URL and the network';
/** Where Slack itself waits for answers to commands and buttons. */
const HOOKS = 'https://hooks.slack.com';

export function createSlackClient(options: SlackOptions): SlackClient {
  const { botToken, outgoing, now, timeoutMs } = options;
  const base = options.baseUrl.replace(/\/+$/, '');
  const answerOrigins = new Set([HOOKS, new URL(base).origin]);
  const fault = botToken ? undefined : 'Slack is not set up: set MUSTER_SLACK_BOT_TOKEN';
  const secrets = botToken ? [botToken] : [];
  const rest = createRest('Slack', now);
  const isResponseUrl = (text: string) =>
    text.length <= 1_024 &&
    /^https?:\/\/[^\s,]+$/.test(text) &&
    URL.canParse(text) &&
    answerOrigins.has(new URL(text).origin);

  const asked = async (
    url: string,
    { room, message }: Waits,
    body: object,
    headers: Record<string, string>,
    signal: AbortSignal,
  ) => {
    const resting = rest.before(room, message);
    if (resting) return resting;
    const posting = { who: 'Slack', url, headers, body, secrets, advice: ADVICE };
    const answer = await post(outgoing, { ...posting, ...(timeoutMs ? { timeoutMs } : {}) }, signal);
    if (!('status' in answer)) return answer;
    const askedMs = askedToWait(answer, now());
    const wait = answer.status === 429 ? rest.asked(room, message, askedMs || 1_000) : askedMs;
    if (answer.status !== 429) rest.over(room, message);
    if (answer.status < 300) return answer;
    return failed({
      certain: surelyNotTaken(answer.status),
      reason: answer.status === 429 ? 'Slack takes no more at the moment (429)' : `Slack answered ${answer.status}`,
      ...(wait > 0 ? { retryAfterMs: wait } : {}),
    });
  };

  return {
    notReady: () => fault,
    isResponseUrl,
    async call(method, waits, body, signal) {
      if (fault) return failed({ reason: fault });
      const headers = { authorization: `Bearer ${botToken}` };
      const answer = await asked(`${base}/api/${method}`, waits, body, headers, signal);
      if (!('status' in answer)) return answer;
      const data = readJson(answer.text);
      if (data?.['ok'] === true) return { ok: true, data };
      if (typeof data?.['error'] !== 'string')
        return failed({
          certain: false,
          reason: 'Slack answered something else than JSON: it may have taken the message',
        });
      const { error } = data as { error: string };
      const meaning = meaningOf(error.slice(0, 60));
      const { advice, permanent, certain = true } = meaning;
      const reason = clean(`Slack refused it (${error.slice(0, 60)}): ${advice}`, secrets);
      return { ...failed({ reason, permanent, certain, ...(meaning.fault ? { fault: meaning.fault } : {}) }), error };
    },
    async respond(responseUrl, text, signal) {
      if (!isResponseUrl(responseUrl))
        return failed({ permanent: true, reason: 'it is no address of Slack’s for an answer: nothing is sent to it' });
      const body = { response_type: 'ephemeral', replace_original: false, text };
      const answer = await asked(responseUrl, { room: responseUrl, message: '' }, body, {}, signal);
      return 'status' in answer ? { ok: true, data: {} } : answer;
    },
  };
}

function readJson(text: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : undefined;
  } catch {
    // No JSON: a proxy's page. It says nothing.
    return undefined;
  }
}
