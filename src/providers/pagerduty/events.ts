import type { OutgoingMessage, Sent, ServiceOrder } from '#domain/channels';
import { cut } from '#kernel/text';
import { askedToWait, clean, failed, oneLine, post, surelyNotTaken } from '#providers/chat';
import type { PagerDutyOptions } from './pagerduty.ts';

/** PagerDuty's Events API, version 2: it knows an alert by our alias, and takes the same event twice as one. */

const EVENTS = 'https://events.pagerduty.com';
const SUMMARY = 1_024;
const DETAILS = 20_000;
const SEVERITIES = ['critical', 'critical', 'error', 'warning', 'info', 'info'];
const ACTIONS = { open: 'trigger', acknowledge: 'acknowledge', resolve: 'resolve' } as const;

type Calls = Pick<PagerDutyOptions, 'outgoing' | 'now' | 'baseUrl' | 'timeoutMs'>;

export async function enqueue(
  { outgoing, now, baseUrl, timeoutMs }: Calls,
  { subject, text }: OutgoingMessage,
  { act, alias, credential, severity, link }: ServiceOrder,
  signal: AbortSignal,
): Promise<Sent> {
  if (act === 'note') return failed({ permanent: true, reason: 'the Events API of PagerDuty takes no notes' });
  const key = credential['pagerDutyRoutingKey']!;
  const payload = {
    summary: cut(oneLine(subject), SUMMARY),
    source: 'Muster',
    severity: SEVERITIES[severity] ?? 'error',
    custom_details: { text: cut(text, DETAILS) },
  };
  const event = { routing_key: key, event_action: ACTIONS[act], dedup_key: alias };
  const body = act === 'open' ? { ...event, payload, links: [{ href: link, text: 'Muster' }] } : event;
  const url = `${baseUrl ?? EVENTS}/v2/enqueue`;
  const posting = {
    who: 'PagerDuty',
    url,
    body,
    secrets: [key],
    advice: 'check MUSTER_PAGERDUTY_BASE_URL and the network',
  };
  const answer = await post(outgoing, { ...posting, ...(timeoutMs ? { timeoutMs } : {}) }, signal);
  if (!('status' in answer)) return answer;
  if (answer.status < 300) return { ok: true, providerId: alias };
  const wait = askedToWait(answer, now());
  // A key that is not known, or an event that is not understood: nobody but a person can mend it.
  const wrong = answer.status === 400;
  const advice = wrong ? 'correct pagerDutyRoutingKey in the secret' : 'it takes no more at the moment';
  return failed({
    reason: clean(`PagerDuty refused it (${answer.status}, ${cut(oneLine(answer.text), 200)}): ${advice}`, [key]),
    permanent: wrong,
    certain: surelyNotTaken(answer.status),
    ...(wait > 0 ? { retryAfterMs: wait } : {}),
  });
}
