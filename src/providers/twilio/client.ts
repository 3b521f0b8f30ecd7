import type { Probed, Sent } from '#domain/channels';
import { cut, messageOf } from '#kernel/text';
import { neverLeft, type Outgoing } from '#providers/outgoing';
import { meaningOf } from './errors.ts';
import type { FormFields } from './signature.ts';

export interface TwilioOptions {
  accountSid?: string;
  authToken?: string;
  /** The number that messages and calls come from. */
  from?: string;
  /** Where Twilio's API is, without a path of its own. */
  baseUrl: string;
  /** Where Twilio reaches us: status callbacks and pressed keys. */
  publicUrl: string;
  outgoing: Outgoing;
  /** For a whole request, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
  /** How long a message may stay unconfirmed, in milliseconds. */
  confirmsWithinMs?: number;
}

export interface TwilioClient {
  /** Which settings are missing, in words; undefined when none is. */
  notReady(): string | undefined;
  /** Makes a message or a call. Never throws. */
  create(kind: 'Messages' | 'Calls', key: string, form: FormFields, signal: AbortSignal): Promise<Sent>;
  /** Reads the account: whether it is there, active, and ours. Never throws. */
  probe(signal: AbortSignal): Promise<Probed>;
  /** The address at which Twilio tells us of the message under this key. */
  callbackUrl(door: 'status' | 'voice', key: string): string;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;
const MAX_REASON = 400;

export function createTwilioClient(options: TwilioOptions): TwilioClient {
  const { accountSid, authToken, from, outgoing, timeoutMs = TIMEOUT_MS } = options;
  const base = options.baseUrl.replace(/\/+$/, '');
  const missing = Object.entries({
    MUSTER_TWILIO_ACCOUNT_SID: accountSid,
    MUSTER_TWILIO_AUTH_TOKEN: authToken,
    MUSTER_TWILIO_FROM: from,
  }).flatMap(([name, value]) => (value ? [] : [name]));
  const fault = missing.length > 0 ? `Twilio is not set up whole: set ${missing.join(', ')}` : undefined;
  const secrets = authToken ? [authToken, basicOf(accountSid, authToken)] : [];
  const clean = (text: string) =>
    cut(
      secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text.replace(/[\s\p{Cc}]+/gu, ' ').trim()),
      MAX_REASON,
    );

  const account = `${base}/2010-04-01/Accounts/${encodeURIComponent(accountSid ?? '')}`;
  const common = { timeoutMs, maxBytes: MAX_ANSWER_BYTES, maxRedirects: 0 };
  const authorization = `Basic ${basicOf(accountSid, authToken ?? '')}`;
  const bad = (reason: string, todo: string): Probed => ({ ok: false, reason: clean(reason), todo });

  return {
    notReady: () => fault,
    async probe(signal) {
      if (fault) return bad(fault, AGAIN);
      try {
        const request = { method: 'GET', url: `${account}.json`, headers: { authorization }, ...common, signal };
        const { status, body } = await outgoing.request(request);
        return accountState(status, body.toString('utf8'), bad);
      } catch (error) {
        return bad(whyNot(error, base, signal), AGAIN);
      }
    },
    callbackUrl: (door, key) => `${options.publicUrl}/twilio/${door}/${encodeURIComponent(key)}`,
    async create(kind, key, form, signal) {
      if (fault) return failed({ reason: fault });
      if (signal.aborted) return failed({ reason: 'sending was stopped before it began' });
      try {
        const { status, headers, body } = await outgoing.request({
          method: 'POST',
          url: `${account}/${kind}.json`,
          headers: {
            authorization,
            'content-type': 'application/x-www-form-urlencoded',
            'i-twilio-idempotency-token': encodeURIComponent(key).slice(0, 128),
          },
          body: new URLSearchParams([...form, ['From', from!]].map(([name, value]) => [name!, value!])).toString(),
          ...common,
          signal,
        });
        const sent = toSent(status, headers['retry-after'], body.toString('utf8'));
        return sent.ok ? sent : { ...sent, reason: clean(sent.reason) };
      } catch (error) {
        return failed({ certain: neverLeft(error), reason: clean(whyNot(error, base, signal)) });
      }
    },
  };
}

const AGAIN = 'Mend it, start Muster again where a setting changed, then: muster providers probe twilio';

/** What the account's own page says of it. */
function accountState(status: number, body: string, bad: (reason: string, todo: string) => Probed): Probed {
  const { code, message, state } = readAnswer(body);
  if (status !== 200) {
    const { advice } = meaningOf(code ?? (status === 401 ? 20003 : undefined));
    return bad(`Twilio refused to show the account (${status}${message ? `: ${message}` : ''}): ${advice}`, AGAIN);
  }
  if (state === 'active') return { ok: true };
  return bad(`the Twilio account is ${state ?? 'in no state that it tells'}: see the Twilio console`, AGAIN);
}

const basicOf = (sid: string | undefined, token: string) => Buffer.from(`${sid}:${token}`).toString('base64');

function failed(what: Partial<Extract<Sent, { ok: false }>> & { reason: string }): Extract<Sent, { ok: false }> {
  return { ok: false, permanent: false, certain: true, ...what };
}

/** What an answer means: final only where its code says that this receiver cannot be reached. */
function toSent(status: number, retryAfter: string | undefined, body: string): Sent {
  const { sid, code, message } = readAnswer(body);
  if (status >= 200 && status < 300) {
    if (sid) return { ok: true, providerId: sid };
    return failed({ certain: false, reason: `Twilio answered ${status} without an id: it may have taken the message` });
  }
  const { advice, permanent, fault } = meaningOf(code);
  const named = code === undefined ? `${status}` : `${status}, error ${code}`;
  const reason = `Twilio refused it (${named}${message ? `: ${message}` : ''}): ${advice}`;
  const retryAfterMs = Number(retryAfter) * 1_000;
  return failed({
    reason,
    permanent: permanent && status >= 400 && status < 500,
    // A gateway's error says nothing of what lies behind it; that it is overloaded does.
    certain: status < 500 || status === 503,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
    // What it refuses in words of this request alone says nothing of the next one.
    ...(fault || (status === 400 && !permanent) ? { fault: fault ?? 'reach' } : {}),
  });
}

function readAnswer(body: string): { sid?: string; code?: number; message?: string; state?: string } {
  let read: unknown;
  try {
    read = JSON.parse(body);
  } catch {
    // No JSON: a proxy's page. The status is all that is known.
    return {};
  }
  if (typeof read !== 'object' || read === null) return {};
  const { sid, code, message, status } = read as Record<string, unknown>;
  return {
    ...(typeof sid === 'string' && /^\w{1,64}$/.test(sid) ? { sid } : {}),
    ...(typeof code === 'number' ? { code } : {}),
    ...(typeof message === 'string' ? { message: message.slice(0, MAX_REASON) } : {}),
    ...(typeof status === 'string' ? { state: status.slice(0, MAX_REASON) } : {}),
  };
}

function whyNot(error: unknown, base: string, signal: AbortSignal): string {
  if (signal.aborted) return 'sending was stopped before Twilio confirmed it';
  return `Twilio at ${new URL(base).origin} could not be used: ${messageOf(error)}; check MUSTER_TWILIO_BASE_URL and the network`;
}
