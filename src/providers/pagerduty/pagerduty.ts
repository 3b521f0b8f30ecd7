import type { Channel, OutgoingMessage, Sent, ServiceOrder } from '#domain/channels';
import { failed } from '#providers/chat';
import type { Outgoing } from '#providers/outgoing';
import { tryPagerDuty } from './credential.ts';
import { enqueue } from './events.ts';
import { ask } from './rest.ts';

export interface PagerDutyOptions {
  outgoing: Outgoing;
  now: () => Date;
  /** In place of PagerDuty's own addresses, for both of its APIs. */
  baseUrl?: string | undefined;
  /** For one call, in milliseconds; 10,000 unless given. */
  timeoutMs?: number;
}

/** A service's id, e.g. `PIJ90N7`, or `events` where an integration key says which one. */
const ADDRESS = /^(?:P[A-Z0-9]{4,20}|events)$/;

/**
 * Incidents at PagerDuty: by its REST API with the service's id and an API token, or by its Events API (v2) with the integration
 * key of a service.
 */
export function createPagerDuty(options: PagerDutyOptions): Channel {
  const calls = { ...options, ...(options.baseUrl ? { baseUrl: options.baseUrl.replace(/\/+$/, '') } : {}) };
  return {
    type: 'PAGERDUTY',
    provider: 'pagerduty',
    fields: [{ name: 'address', label: 'Service id', example: 'PIJ90N7' }],
    notReady: () => undefined,
    addressFault,
    tryCredential: (to, credential, signal) => tryPagerDuty(calls, to, credential, signal),
    async send(message, signal): Promise<Sent> {
      const wrong = addressFault(message.to);
      if (wrong !== undefined) return failed({ permanent: true, reason: wrong });
      const { order } = message;
      const missing = missingFrom(order, message);
      if (!order || missing)
        return failed({ permanent: true, reason: missing ?? 'there is nothing to do for PagerDuty' });
      return message.to === 'events' ? enqueue(calls, message, order, signal) : ask(calls, message, order, signal);
    },
  };
}

const addressFault = (address: string): string | undefined =>
  ADDRESS.test(address)
    ? undefined
    : `wanted the id of a PagerDuty service, such as PIJ90N7, or the word events, got ${JSON.stringify(address.slice(0, 60))}`;

/** What the secret lacks. */
function missingFrom(order: ServiceOrder | undefined, { to }: OutgoingMessage): string | undefined {
  const needed = to === 'events' ? ['pagerDutyRoutingKey'] : ['pagerDutyToken', 'pagerDutyFromEmail'];
  const missing = needed.filter((name) => !order?.credential[name]);
  return missing.length > 0 ? `the secret lacks ${missing.join(' and ')}: put a value with it` : undefined;
}
