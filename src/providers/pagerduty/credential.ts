import type { Probed } from '#domain/channels';
import { clean, get } from '#providers/chat';
import { meaningOf } from './errors.ts';
import type { PagerDutyOptions } from './pagerduty.ts';
import { baseOf } from './rest.ts';

type Calls = Pick<PagerDutyOptions, 'outgoing' | 'baseUrl' | 'timeoutMs'>;
type Credential = Readonly<Record<string, string>>;

const ADVICE = 'check MUSTER_PAGERDUTY_BASE_URL and the network';

/**
 * Whether PagerDuty would take an incident: the token may read the service that it goes to. A routing key of the Events API cannot be
 * tried without an event, so that it is only looked for.
 */
export async function tryPagerDuty(
  calls: Calls,
  to: string,
  credential: Credential,
  signal: AbortSignal,
): Promise<Probed> {
  const needed = to === 'events' ? ['pagerDutyRoutingKey'] : ['pagerDutyToken', 'pagerDutyFromEmail'];
  const missing = needed.filter((name) => !credential[name]);
  if (missing.length > 0)
    return {
      ok: false,
      reason: `the secret lacks ${missing.join(' and ')}`,
      todo: 'Put a value with it into the secret',
    };
  if (to === 'events') return { ok: true };
  const token = credential['pagerDutyToken']!;
  const headers = { authorization: `Token token=${token}`, accept: 'application/vnd.pagerduty+json;version=2' };
  const url = `${baseOf(calls, credential)}/services/${encodeURIComponent(to)}`;
  const getting = { who: 'PagerDuty', url, headers, secrets: [token], advice: ADVICE };
  const answer = await get(
    calls.outgoing,
    { ...getting, ...(calls.timeoutMs ? { timeoutMs: calls.timeoutMs } : {}) },
    signal,
  );
  if (!('status' in answer))
    return { ok: false, reason: answer.reason, todo: 'Mend it; it is looked at again by itself' };
  if (answer.status < 300) return { ok: true };
  const { advice } = meaningOf(answer.status);
  const reason = clean(`PagerDuty would not show the service ${to} (${answer.status})`, [token]);
  return { ok: false, reason, todo: `${advice.slice(0, 1).toUpperCase()}${advice.slice(1)}` };
}
