import { type Channel, kindFault, type OutgoingMessage, type Sent } from '#domain/channels';
import { cut, messageOf } from '#kernel/text';
import { neverLeft, type Outgoing, type OutgoingResponse } from '#providers/outgoing';
import { type GatewayPlan, type GatewaySettings, planOf } from './plan.ts';

export interface GatewayOptions extends GatewaySettings {
  outgoing: Outgoing;
  /** Reads the value of `{{secret}}`: at each send, so that a change of it holds at once. Absent: there is none. */
  secret?: (() => Promise<string>) | undefined;
  /** How long a message may stay unconfirmed, in milliseconds; absent: the gateway never says that one arrived. */
  confirmsWithinMs?: number;
  /** For a whole request, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;
const MAX_REASON = 400;

/** Text messages by any HTTP gateway, put to it as the settings say. */
export function createGatewaySms(options: GatewayOptions): Channel {
  const { outgoing, secret, confirmsWithinMs, timeoutMs = TIMEOUT_MS } = options;
  const plan = planOf(options);
  const fault = 'fault' in plan ? plan.fault : secretFault(plan, secret);

  async function put(message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
    if ('fault' in plan || fault !== undefined) return failed({ reason: fault ?? 'the gateway is not set up' });
    const { key, to, text } = message;
    const known = await secretValue(secret);
    if ('fault' in known) return failed({ reason: known.fault, fault: 'account' });
    if (signal.aborted) return failed({ reason: 'sending was stopped before it began' });
    const clean = cleanOf(known.value);
    try {
      const request = plan.request({ to, text, key, from: options.from ?? '', secret: known.value });
      const { method } = plan;
      const bounds = { timeoutMs, maxBytes: MAX_ANSWER_BYTES, maxRedirects: 0, signal };
      const sent = toSent(plan, key, await outgoing.request({ method, ...request, ...bounds }));
      return sent.ok ? sent : { ...sent, reason: clean(sent.reason) };
    } catch (error) {
      const reason = signal.aborted
        ? 'sending was stopped before the gateway confirmed it'
        : `the SMS gateway at ${plan.origin} could not be used: ${messageOf(error)}; check MUSTER_SMS_GATEWAY_URL and the network`;
      return failed({ certain: neverLeft(error), reason: clean(reason) });
    }
  }

  return {
    type: 'SMS',
    provider: 'gateway',
    fields: [{ name: 'address', label: 'Mobile number', example: '+15550100001' }],
    ...(confirmsWithinMs === undefined ? {} : { confirmsWithinMs }),
    notReady: () => fault,
    addressFault: (address) => kindFault('SMS', address),
    async send(message, signal) {
      const wrong = kindFault('SMS', message.to);
      if (wrong !== undefined) return { ok: false, permanent: true, certain: true, reason: wrong };
      return put(message, signal);
    },
  };
}

const secretFault = (plan: GatewayPlan, secret: GatewayOptions['secret']) =>
  plan.needsSecret && !secret
    ? 'MUSTER_SMS_GATEWAY_SECRET is missing: a template names {{secret}}; set it to the name of the secret'
    : undefined;

/** A secret that is gone, or that nobody can read, is the operator's to mend; its value is in no reason. */
async function secretValue(secret: GatewayOptions['secret']): Promise<{ value: string } | { fault: string }> {
  try {
    return { value: (await secret?.()) ?? '' };
  } catch (error) {
    return { fault: `the secret of MUSTER_SMS_GATEWAY_SECRET cannot be read: ${cut(messageOf(error), MAX_REASON)}` };
  }
}

function cleanOf(secret: string): (text: string) => string {
  const forms = secret ? [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)] : [];
  return (text) =>
    cut(
      forms.reduce((shown, form) => shown.replaceAll(form, '***'), text.replace(/[\s\p{Cc}]+/gu, ' ').trim()),
      MAX_REASON,
    );
}

function failed(what: Partial<Extract<Sent, { ok: false }>> & { reason: string }): Extract<Sent, { ok: false }> {
  return { ok: false, permanent: false, certain: true, ...what };
}

interface Meaning {
  advice: string;
  fault?: 'account' | 'reach';
}

const REFUSED: Meaning = { advice: 'it refuses this number: correct the contact channel' };
/** What it refuses in words of this request alone says nothing of the next one. */
const unknown = (status: number): Meaning => ({
  advice: 'look the answer up in its documentation',
  ...(status >= 400 && status < 500 ? { fault: 'reach' } : {}),
});
/** What statuses mean that say more than that it failed, and what to do. */
const STATUSES: Readonly<Record<number, Meaning>> = {
  401: { advice: 'check the credentials in MUSTER_SMS_GATEWAY_SECRET', fault: 'account' },
  402: { advice: 'the account has no funds: look at the gateway', fault: 'account' },
  403: { advice: 'check the credentials in MUSTER_SMS_GATEWAY_SECRET and what they may do', fault: 'account' },
  404: { advice: 'check MUSTER_SMS_GATEWAY_URL', fault: 'account' },
  429: { advice: 'the gateway takes no more at the moment' },
  503: { advice: 'the gateway takes no more at the moment' },
};

function toSent(plan: GatewayPlan, key: string, { status, headers, body }: OutgoingResponse): Sent {
  const text = body.toString('utf8');
  if (plan.isTaken(status)) {
    const id = plan.hasId ? plan.idIn(text) : key;
    if (id !== undefined) return { ok: true, providerId: id };
    const where = 'without an id where MUSTER_SMS_GATEWAY_ID_POINTER looks for it';
    return failed({
      certain: false,
      reason: `the SMS gateway answered ${status} ${where}: it may have taken the message`,
    });
  }
  const permanent = status < 500 && plan.refuses(text);
  const { advice, fault } = permanent ? REFUSED : (STATUSES[status] ?? unknown(status));
  const retryAfterMs = Number(headers['retry-after']) * 1_000;
  return failed({
    reason: `the SMS gateway refused it (${status}: ${text.slice(0, MAX_REASON / 2)}): ${advice}`,
    permanent,
    // What it says by itself is sure; an error behind it says nothing of what came before.
    certain: status < 500 || status === 503,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
    ...(fault ? { fault } : {}),
  });
}
