import type { Sent } from '#domain/channels';
import { type Signer, sign } from '#kernel/sign';
import { cut, messageOf } from '#kernel/text';
import { neverLeft, type Outgoing, type OutgoingResponse } from '#providers/outgoing';
import { type AwsError, meaningOf } from './meanings.ts';

export interface AwsSmsOptions {
  accessKeyId?: string;
  secret?: string;
  sessionToken?: string;
  /** From which its messages are sent. */
  region?: string;
  /** The number, pool or sender that they come from; for SNS it may be left out. */
  from?: string;
  /** Where the service is; AWS's own address of the region unless given. */
  baseUrl?: string;
  /** Given where AWS tells us what became of a message: how long that is waited for. */
  confirmsWithinMs?: number;
  outgoing: Outgoing;
  /** Dates signatures. */
  now: () => Date;
  /** For a whole request, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

/** What of a service is not the other's. */
export interface AwsService {
  /** As people know it. */
  name: string;
  /** In the scope of a signature. */
  signingName: string;
  host(region: string): string;
  /** The settings without which it cannot send, each with what is given. */
  needs(options: AwsSmsOptions): Record<string, string | undefined>;
  idIn(body: string): string | undefined;
  errorIn(body: string): AwsError | undefined;
}

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 65_536;
const MAX_REASON = 400;

/** Signed requests to one AWS service; none throws. */
export function createAwsClient(service: AwsService, options: AwsSmsOptions) {
  const { accessKeyId, secret, sessionToken, region = '', outgoing, now, timeoutMs = TIMEOUT_MS } = options;
  const needs = {
    MUSTER_AWS_ACCESS_KEY_ID: accessKeyId,
    MUSTER_AWS_SECRET_ACCESS_KEY: secret,
    ...service.needs(options),
  };
  const missing = Object.entries(needs).flatMap(([name, value]) => (value ? [] : [name]));
  const fault = missing.length > 0 ? `${service.name} is not set up whole: set ${missing.join(', ')}` : undefined;
  const url = new URL(`${(options.baseUrl ?? `https://${service.host(region)}`).replace(/\/+$/, '')}/`);
  const signer: Signer = {
    ...{ accessKeyId: accessKeyId ?? '', secret: secret ?? '' },
    ...(sessionToken ? { sessionToken } : {}),
  };
  const hidden = [secret, sessionToken].flatMap((one) => one ?? []);
  const clean = (text: string) =>
    cut(
      hidden.reduce((shown, one) => shown.replaceAll(one, '***'), text.replace(/[\s\p{Cc}]+/gu, ' ').trim()),
      MAX_REASON,
    );

  return {
    notReady: () => fault,
    async post(body: string, headers: Record<string, string>, signal: AbortSignal): Promise<Sent> {
      if (fault) return failed({ reason: fault });
      if (signal.aborted) return failed({ reason: 'sending was stopped before it began' });
      try {
        const where = { region, service: service.signingName };
        const signed = sign({ method: 'POST', url, headers, body }, signer, where, now());
        const answer = await outgoing.request({
          ...{ method: 'POST', url: url.href, headers: signed, body, timeoutMs, signal },
          ...{ maxBytes: MAX_ANSWER_BYTES, maxRedirects: 0 },
        });
        const sent = toSent(service, answer);
        return sent.ok ? sent : { ...sent, reason: clean(sent.reason) };
      } catch (error) {
        const reason = signal.aborted
          ? `sending was stopped before ${service.name} confirmed it`
          : `${service.name} at ${url.origin} could not be used: ${messageOf(error)}; check the network`;
        return failed({ certain: neverLeft(error), reason: clean(reason) });
      }
    },
  };
}

function failed(what: Partial<Extract<Sent, { ok: false }>> & { reason: string }): Extract<Sent, { ok: false }> {
  return { ok: false, permanent: false, certain: true, ...what };
}

function toSent(service: AwsService, { status, headers, body }: OutgoingResponse): Sent {
  const text = body.toString('utf8');
  if (status >= 200 && status < 300) {
    const id = service.idIn(text);
    if (id) return { ok: true, providerId: id };
    return failed({ certain: false, reason: `${service.name} answered ${status} without an id: it may have taken it` });
  }
  const error = service.errorIn(text);
  const { advice, permanent = false, fault } = meaningOf(error ?? { code: '' });
  const named = [String(status), error?.code, error?.reason].filter(Boolean).join(', ');
  const retryAfterMs = Number(headers['retry-after']) * 1_000;
  return failed({
    reason: `${service.name} refused it (${named}${error?.message ? `: ${error.message}` : ''}): ${advice}`,
    permanent: permanent && status >= 400 && status < 500,
    // An error of theirs says nothing of what they did before it; that they are overloaded does.
    certain: status < 500 || status === 503,
    ...(retryAfterMs > 0 ? { retryAfterMs } : {}),
    ...(fault && status < 500 ? { fault } : {}),
  });
}
