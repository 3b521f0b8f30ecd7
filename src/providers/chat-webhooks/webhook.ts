import type { Channel, OutgoingMessage, Sent } from '#domain/channels';
import {
  type Answered,
  askedToWait,
  clean,
  createRest,
  createTurns,
  failed,
  post,
  surelyNotTaken,
} from '#providers/chat';
import type { Outgoing } from '#providers/outgoing';
import { final, type Kind, type Meaning, mendable } from './kind.ts';

export interface WebhookOptions {
  outgoing: Outgoing;
  now: () => Date;
  /** Addresses may begin with `http:`, too: where private ones are allowed, and they are read by nobody on the way. */
  allowHttp: boolean;
  /** For one call, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

const LONGEST = 2_048;

/** A room that is written to at an address of its own. The address is a secret: it is in no reason and in no log. */
export function createWebhook(kind: Kind, options: WebhookOptions): Channel {
  const { outgoing, now, allowHttp, timeoutMs } = options;
  const inTurn = createTurns();
  const rest = createRest(kind.name, now);
  const addressFault = (address: string): string | undefined => {
    const url = address.length <= LONGEST && /^https?:\/\/[^\s,<>"\\\p{Cc}]+$/u.test(address) && URL.parse(address);
    if (url && !url.username && !url.password && (allowHttp || url.protocol === 'https:')) return undefined;
    return `wanted the https address of a ${kind.name} webhook, such as ${kind.example}, got something else: copy it whole`;
  };
  async function send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent> {
    const { to, key } = message;
    const resting = rest.before(to, key);
    if (resting) return resting;
    const secrets = secretsIn(to);
    const posting = {
      who: kind.name,
      url: kind.url?.(message) ?? to,
      headers: { 'x-muster-key': encodeURIComponent(key).slice(0, 200) },
      body: kind.body(message),
      secrets,
      advice: 'check the address and the network',
    };
    const answer = await post(outgoing, { ...posting, ...(timeoutMs ? { timeoutMs } : {}) }, signal);
    if (!('status' in answer)) return answer;
    const asked = askedToWait(answer, now());
    const wait = answer.status === 429 ? rest.asked(to, key, asked || 1_000) : asked;
    if (answer.status !== 429) rest.over(to, key);
    const fault = kind.fault?.(answer);
    if (answer.status < 300 && !fault) return { ok: true, providerId: kind.idIn?.(answer) ?? key };
    const { advice, permanent } = fault ?? meaningOf(kind, answer);
    return failed({
      permanent,
      certain: surelyNotTaken(answer.status),
      reason: clean(`${kind.name} refused it (${answer.status}): ${advice}`, secrets),
      ...(wait > 0 ? { retryAfterMs: wait } : {}),
    });
  }
  return {
    type: kind.type,
    provider: kind.name,
    fields: [{ name: 'address', label: `${kind.name} webhook`, example: kind.example }],
    notReady: () => undefined,
    addressFault,
    async send(message, signal) {
      const wrong = addressFault(message.to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      return inTurn(message.to, () => send(message, signal));
    },
  };
}

function meaningOf({ name }: Kind, { status }: Answered): Meaning {
  if (status === 404 || status === 410) return final('there is no such webhook any more: make another one and bind it');
  if (status === 401 || status === 403) return mendable('the address is not allowed to write there: copy it again');
  if (status === 429) return mendable(`${name} takes no more at the moment`);
  if (status >= 500) return mendable(`${name} has trouble of its own`);
  return mendable(`${name} did not understand it: check that the address is of this kind`);
}

/** What of an address is its permission: the whole, its path, and the values of its query. */
function secretsIn(address: string): string[] {
  const { href, pathname, searchParams } = new URL(address);
  const parts = [...pathname.split('/'), ...searchParams.values()].filter((part) => part.length >= 8);
  return [address, href, pathname, ...parts];
}
