import type { OutgoingMessage, Sent, ServiceOrder } from '#domain/channels';
import { cut } from '#kernel/text';
import { type Answered, askedToWait, clean, type Failed, failed, oneLine, post, surelyNotTaken } from '#providers/chat';
import { meaningOf } from './errors.ts';
import type { PagerDutyOptions } from './pagerduty.ts';

/** PagerDuty's REST API, version 2. */

const US = 'https://api.pagerduty.com';
const EU = 'https://api.eu.pagerduty.com';
const TITLE = 1_024;
/** PagerDuty takes 65,535; what is longer is on our timeline. */
const TEXT = 25_000;

interface Call {
  method: 'POST' | 'PUT';
  path: string;
  body: object;
}

type Calls = Pick<PagerDutyOptions, 'outgoing' | 'now' | 'baseUrl' | 'timeoutMs'>;

export async function ask(
  calls: Calls,
  message: OutgoingMessage,
  order: ServiceOrder,
  signal: AbortSignal,
): Promise<Sent> {
  const call = callFor(message, order);
  if (!call) return failed({ permanent: true, reason: 'PagerDuty has no incident of its own about this one' });
  const answer = await request(calls, order, call, signal);
  if (!('status' in answer)) return answer;
  if (answer.status < 300) return idOf(answer.text, order);
  // The first try had arrived, though nobody said so: PagerDuty knows the key, and says whose it is.
  if (order.act === 'open' && isKnownKey(answer)) return findByKey(calls, order, signal);
  return refusedBy(answer, order, calls.now());
}

function callFor({ to, subject, text }: OutgoingMessage, { act, alias, theirs, link }: ServiceOrder): Call | undefined {
  if (act === 'open') {
    const details = cut(`${text}\n\n${link}`, TEXT);
    const service = { id: to, type: 'service_reference' };
    const body = { type: 'incident_body', details };
    const incident = { type: 'incident', title: cut(oneLine(subject), TITLE), service, incident_key: alias, body };
    return { method: 'POST', path: '/incidents', body: { incident } };
  }
  if (!theirs) return undefined;
  const path = `/incidents/${encodeURIComponent(theirs)}`;
  if (act === 'note') return { method: 'POST', path: `${path}/notes`, body: { note: { content: cut(text, TEXT) } } };
  const status = act === 'resolve' ? 'resolved' : 'acknowledged';
  const resolution = act === 'resolve' ? { resolution: cut(text, TEXT) } : {};
  return { method: 'PUT', path, body: { incident: { type: 'incident_reference', status, ...resolution } } };
}

/** Where the account of a credential is. */
export const baseOf = ({ baseUrl }: Pick<PagerDutyOptions, 'baseUrl'>, credential: Readonly<Record<string, string>>) =>
  baseUrl ?? (credential['pagerDutyServiceRegion'] === 'EU' ? EU : US);

function request(
  { outgoing, baseUrl, timeoutMs }: Calls,
  { credential }: ServiceOrder,
  { method, path, body }: Call,
  signal: AbortSignal,
): Promise<Answered | Failed> {
  const base = baseOf({ baseUrl }, credential);
  const token = credential['pagerDutyToken']!;
  const headers = {
    authorization: `Token token=${token}`,
    from: oneLine(credential['pagerDutyFromEmail']!),
    accept: 'application/vnd.pagerduty+json;version=2',
  };
  const posting = { who: 'PagerDuty', method, url: `${base}${path}`, headers, body, secrets: [token], advice: ADVICE };
  return post(outgoing, { ...posting, ...(timeoutMs ? { timeoutMs } : {}) }, signal);
}

const ADVICE = 'check MUSTER_PAGERDUTY_BASE_URL and the network';

/** Its own id for the incident, which the order knows already but when it opens one. */
function idOf(text: string, { act, theirs }: ServiceOrder): Sent {
  const id = act === 'open' ? read(text)?.incident?.id : theirs;
  if (typeof id === 'string' && /^[A-Z0-9]{4,40}$/.test(id)) return { ok: true, providerId: id };
  return failed({ certain: false, reason: 'PagerDuty answered without an id: it may have opened the incident' });
}

/** Error 2002: an incident with this key is open. */
const isKnownKey = ({ status, text }: Answered) =>
  status === 400 && read(text)?.error?.errors?.join().includes('key already exists') === true;

async function findByKey(
  { outgoing, baseUrl, timeoutMs = 10_000 }: Calls,
  { alias, credential }: ServiceOrder,
  signal: AbortSignal,
): Promise<Sent> {
  const base = baseOf({ baseUrl }, credential);
  const token = credential['pagerDutyToken']!;
  const query = new URLSearchParams([
    ['incident_key', alias],
    ['statuses[]', 'triggered'],
    ['statuses[]', 'acknowledged'],
  ]);
  try {
    const { status, body } = await outgoing.request({
      method: 'GET',
      url: `${base}/incidents?${query}`,
      headers: { authorization: `Token token=${token}`, accept: 'application/vnd.pagerduty+json;version=2' },
      timeoutMs,
      maxRedirects: 0,
      signal,
    });
    const id = status < 300 ? read(body.toString('utf8'))?.incidents?.[0]?.id : undefined;
    if (typeof id === 'string') return { ok: true, providerId: id };
    return failed({ reason: `PagerDuty has an incident for this already, and did not say which (${status})` });
  } catch (error) {
    return failed({ reason: clean(`PagerDuty could not be asked for its incident: ${String(error)}`, [token]) });
  }
}

function refusedBy(answer: Answered, { credential }: ServiceOrder, now: Date): Failed {
  const { status, text } = answer;
  const said = read(text)?.error;
  const { advice, permanent } = meaningOf(status);
  const why = [said?.message, ...(said?.errors ?? [])].filter((one) => typeof one === 'string').join(': ');
  const reason = `PagerDuty refused it (${status}${why ? `, ${why}` : ''}): ${advice}`;
  const wait = askedToWait(answer, now);
  return failed({
    reason: clean(reason, [credential['pagerDutyToken']!]),
    permanent,
    certain: surelyNotTaken(status),
    ...(wait > 0 ? { retryAfterMs: wait } : {}),
  });
}

interface Read {
  incident?: { id?: unknown };
  incidents?: { id?: unknown }[];
  error?: { message?: string; errors?: string[] };
}

function read(text: string): Read | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Read) : undefined;
  } catch {
    // No JSON: a proxy's page. The status is all that is known.
    return undefined;
  }
}
