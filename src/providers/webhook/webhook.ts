import type { Channel, OutgoingMessage, Sent } from '#domain/channels';
import { messageOf } from '#kernel/text';
import { neverLeft, type Outgoing, type OutgoingResponse, retryAfterMs, toldIn, urlFault } from '#providers/outgoing';
import { SIGNATURE_HEADER, signatureOf } from './sign.ts';

export interface WebhookOptions {
  outgoing: Outgoing;
  /** Where answers go. */
  publicUrl: string;
  /** Receivers may be in one's own network, and without TLS. */
  allowPrivate: boolean;
  now: () => Date;
  /** For a whole request, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;
const MAX_ADDRESS = 1_024;

/** Signed POSTs of JSON to addresses of people's own. Any 2xx means that it was taken. */
export function createWebhook({ outgoing, publicUrl, allowPrivate, now, timeoutMs }: WebhookOptions): Channel {
  const addressFault = (address: string) => faultOf(address, allowPrivate);
  return {
    type: 'WEBHOOK',
    provider: 'webhook',
    fields: [{ name: 'address', label: 'Address', example: 'https://hooks.example.com/muster' }],
    notReady: () => undefined,
    addressFault,
    async send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
      const wrong = addressFault(message.to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      if (signal.aborted) return failed({ reason: 'sending was stopped before it began' });
      const body = bodyOf(message, publicUrl);
      try {
        const answer = await outgoing.request({
          method: 'POST',
          url: message.to,
          headers: {
            'content-type': 'application/json',
            'muster-id': idOf(message),
            [SIGNATURE_HEADER]: signatureOf(body, message.signingSecrets ?? [], now()),
          },
          body,
          timeoutMs: timeoutMs ?? TIMEOUT_MS,
          maxBytes: MAX_ANSWER_BYTES,
          maxRedirects: 0,
          signal,
        });
        // A receiver may quote what it got: the address in it would let anybody answer.
        return toSent(answer, now(), [message.to, message.notice?.answerPath ?? '']);
      } catch (error) {
        return failed({ certain: neverLeft(error), reason: whyNot(error, message.to, signal) });
      }
    },
  };
}

function faultOf(address: string, allowPrivate: boolean): string | undefined {
  if (address.length > MAX_ADDRESS) return `wanted at most ${MAX_ADDRESS} characters, got ${address.length}`;
  if (/[,;]https?:/i.test(address)) return 'wanted one address, got two: make a channel of each';
  return urlFault(address, allowPrivate);
}

/** The same for every try of a message: a receiver may compare. */
function bodyOf(message: OutgoingMessage, publicUrl: string): string {
  const { notice, rota, subject, text } = message;
  return JSON.stringify({
    type: notice?.kind ?? (rota ? 'oncall' : 'message'),
    id: message.key,
    subject,
    text,
    ...(notice?.severity === undefined ? {} : { severity: notice.severity }),
    ...(notice?.incidents === undefined ? {} : { incidents: notice.incidents }),
    ...(rota ? { of: rota.of, people: rota.people } : {}),
    ...(notice ? { answerUrl: `${publicUrl}${notice.answerPath}` } : {}),
  });
}

/** A key is a UUID; whatever else it was could not add a header. */
const idOf = ({ key }: OutgoingMessage) => encodeURIComponent(key).slice(0, 200);

function failed(what: Partial<Extract<Sent, { ok: false }>> & { reason: string }): Extract<Sent, { ok: false }> {
  return { ok: false, permanent: false, certain: true, ...what };
}

function toSent({ status, headers, body }: OutgoingResponse, now: Date, hidden: string[]): Sent {
  if (status >= 200 && status < 300) return { ok: true, providerId: `answered ${status}` };
  const said = toldIn(body, hidden);
  const reason = `the receiver answered ${status}${said ? ` (${said})` : ''}: ${adviceFor(status)}`;
  const asked = retryAfterMs(headers['retry-after'], now);
  return failed({
    reason,
    permanent: status === 410,
    // A gateway's error says nothing of what lies behind it; that it is overloaded does.
    certain: status < 500 || status === 503,
    ...(asked ? { retryAfterMs: asked } : {}),
  });
}

function adviceFor(status: number): string {
  if (status === 410) return 'it is gone for good; give the channel another address';
  if (status === 401 || status === 403) return 'it refuses the signature; check the secret and its clock';
  if (status === 429 || status === 503) return 'it asks to wait';
  return 'wanted 200 to 299; look into its log';
}

function whyNot(error: unknown, to: string, signal: AbortSignal): string {
  if (signal.aborted) return 'sending was stopped before the receiver confirmed it';
  return `${new URL(to).origin} could not be used: ${messageOf(error)}`;
}
