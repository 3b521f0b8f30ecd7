import type { Channel, OutgoingMessage, Sent, ServiceOrder } from '#domain/channels';
import { cut } from '#kernel/text';
import { askedToWait, clean, failed, oneLine, post, surelyNotTaken } from '#providers/chat';
import type { Outgoing } from '#providers/outgoing';
import { tryAlerts } from './credential.ts';
import { meaningOf } from './errors.ts';

export interface OpsgenieOptions {
  outgoing: Outgoing;
  now: () => Date;
  /** In place of the service's own addresses. */
  baseUrl?: string | undefined;
  /** For one call, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

/** Where one kind of alert service is, and what it is called. Both take the same calls. */
interface Flavour {
  type: 'OPSGENIE' | 'JSM';
  provider: string;
  who: string;
  setting: string;
  base(credential: Readonly<Record<string, string>>): string;
}

const OPSGENIE: Flavour = {
  type: 'OPSGENIE',
  provider: 'opsgenie',
  who: 'Opsgenie',
  setting: 'MUSTER_OPSGENIE_BASE_URL',
  base: ({ region }) => (region === 'EU' ? 'https://api.eu.opsgenie.com' : 'https://api.opsgenie.com'),
};
const JSM: Flavour = {
  type: 'JSM',
  provider: 'jira-service-management',
  who: 'Jira Service Management',
  setting: 'MUSTER_JSM_BASE_URL',
  base: () => 'https://api.atlassian.com/jsm/ops/integration',
};

const MESSAGE = 130;
const DESCRIPTION = 15_000;
const NOTE = 25_000;
const ALIAS = 512;

/** Alerts at Opsgenie. */
export const createOpsgenie = (options: OpsgenieOptions): Channel => createAlerts(OPSGENIE, options);
/** Alerts at Jira Service Management, which took over Opsgenie's API. */
export const createJsm = (options: OpsgenieOptions): Channel => createAlerts(JSM, options);

function createAlerts(flavour: Flavour, options: OpsgenieOptions): Channel {
  return {
    type: flavour.type,
    provider: flavour.provider,
    fields: [{ name: 'address', label: 'Which alerts', example: 'alerts' }],
    notReady: () => undefined,
    addressFault,
    tryCredential: (_to, credential, signal) =>
      tryAlerts({ ...flavour, ...options, base: baseOf(flavour, options, credential) }, credential['apiKey'], signal),
    async send(message, signal): Promise<Sent> {
      const wrong = addressFault(message.to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      const { order } = message;
      if (!order?.credential['apiKey'])
        return failed({
          permanent: true,
          reason: 'the secret lacks apiKey: put a value with the key of the API integration',
        });
      return ask(flavour, options, message, order, signal);
    },
  };
}

const baseOf = (
  { base }: Pick<Flavour, 'base'>,
  { baseUrl }: Pick<OpsgenieOptions, 'baseUrl'>,
  credential: Readonly<Record<string, string>>,
) => (baseUrl ?? base(credential)).replace(/\/+$/, '');

/** The key says whose alerts are meant: there is nothing to choose. */
const addressFault = (address: string): string | undefined =>
  address === 'alerts' ? undefined : `wanted the word alerts, got ${JSON.stringify(address.slice(0, 60))}`;

async function ask(
  { who, base, setting }: Flavour,
  { outgoing, now, baseUrl, timeoutMs }: OpsgenieOptions,
  message: OutgoingMessage,
  order: ServiceOrder,
  signal: AbortSignal,
): Promise<Sent> {
  const { path, body } = callFor(message, order);
  const apiKey = order.credential['apiKey']!;
  const url = `${baseOf({ base }, { baseUrl }, order.credential)}/v2/alerts${path}`;
  const headers = { authorization: `GenieKey ${apiKey}` };
  const posting = { who, url, headers, body, secrets: [apiKey], advice: `check ${setting} and the network` };
  const answer = await post(outgoing, { ...posting, ...(timeoutMs ? { timeoutMs } : {}) }, signal);
  if (!('status' in answer)) return answer;
  if (answer.status < 300) return { ok: true, providerId: order.alias };
  const { advice, permanent } = meaningOf(answer.status);
  const wait = askedToWait(answer, now());
  return failed({
    reason: clean(`${who} refused it (${answer.status}, ${cut(oneLine(answer.text), 200)}): ${advice}`, [apiKey]),
    permanent,
    certain: surelyNotTaken(answer.status),
    ...(wait > 0 ? { retryAfterMs: wait } : {}),
  });
}

function callFor({ subject, text }: OutgoingMessage, { act, alias, severity, link }: ServiceOrder) {
  const known = cut(alias, ALIAS);
  const by = { user: 'Muster', source: 'Muster' };
  if (act === 'open') {
    const description = cut(`${text}\n\n${link}`, DESCRIPTION);
    const body = {
      ...by,
      message: cut(oneLine(subject), MESSAGE),
      alias: known,
      description,
      priority: `P${severity}`,
    };
    return { path: '', body };
  }
  const path = `/${encodeURIComponent(known)}/${PATHS[act]}?identifierType=alias`;
  return { path, body: { ...by, note: cut(text, NOTE) } };
}

const PATHS = { acknowledge: 'acknowledge', note: 'notes', resolve: 'close' } as const;
