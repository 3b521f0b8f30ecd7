import type { Client } from './client.ts';
import { MOST } from './names.ts';
import { collect } from './paging.ts';

/** Lists of the native API, which alone has these things. */

const LIMIT = 100;
const page = (cursor: string | undefined) => ({ limit: LIMIT, ...(cursor ? { cursor } : {}) });
/** `null` says that there is no more. */
const told = <Item>({ items, next }: { items: Item[]; next: string | null }) => ({ items, next: next ?? undefined });

export const listOwnRotations = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listRotations', { query: page(next) })).body));

/** By name; with what stands out of each. */
/** By name; of the default bus unless another is named. */
export const listOwnRules = (client: Client, bus?: string) =>
  collect(MOST, async (next) => {
    const query = { ...page(next), ...(bus === undefined ? {} : { bus }) };
    return told((await client.api('listRules', { query })).body);
  });

/** By name. */
export const listHosts = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listHosts', { query: page(next) })).body));

export const listFeeds = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listCalendarFeeds', { query: page(next) })).body));

export const listChatChannels = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listChatChannels', { query: page(next) })).body));
/** By name, those that are shipped among them. */
export const listOwnRunbooks = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listRunbooks', { query: page(next) })).body));

export const listTemplates = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listTemplates', { query: page(next) })).body));

export const listWarnings = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listOnCallWarnings', { query: page(next) })).body));

/** Newest first. */
export const listTestPages = (client: Client, contact: string) =>
  collect(MOST, async (next) =>
    told((await client.api('listTestPages', { params: { contact }, query: page(next) })).body),
  );

/** By alias. */
export const listDrillsOf = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listDrills', { query: page(next) })).body));

/** By alias; of each the last so many drills. */
export const listDrillScores = (client: Client, last: number) =>
  collect(MOST, async (next) => told((await client.api('listDrillScores', { query: { ...page(next), last } })).body));

/** Newest first. */
export const listIntakeKeys = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listIntakeKeys', { query: page(next) })).body));

export const listTopics = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listTopics', { query: page(next) })).body));

export const listSubscriptions = (client: Client, topicName: string) =>
  collect(MOST, async (next) => {
    const { body } = await client.api('listSubscriptions', { params: { topicName }, query: page(next) });
    return told(body);
  });

/** The newest first, at most so many. */
export const listDeliveries = (client: Client, topicName: string, most: number) =>
  collect(most, async (next) => {
    const { body } = await client.api('listTopicDeliveries', { params: { topicName }, query: page(next) });
    return told(body);
  });

export const listBuses = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listBuses', { query: page(next) })).body));

/** The newest first, at most so many. */
export const listEventDeliveries = (
  client: Client,
  filters: { rule?: string; bus?: string; status?: 'pending' | 'delivered' | 'failed' },
  most: number,
) =>
  collect(most, async (next) =>
    told((await client.api('listEventDeliveries', { query: { ...filters, ...page(next) } })).body),
  );

/** The newest first, at most so many. */
export const listLogLines = (client: Client, group: string, most: number) =>
  collect(most, async (next) => told((await client.api('listLogLines', { query: { group, ...page(next) } })).body));

export const listAttempts = (client: Client, incidentId: string) =>
  collect(MOST, async (next) =>
    told((await client.api('listAttempts', { params: { incidentId }, query: page(next) })).body),
  );

const STATUSES = ['offered', 'accepted', 'declined', 'withdrawn'] as const;
export const SWAP_STATUSES: readonly string[] = STATUSES;

/** Newest first; of one status, or all. */
export function listSwaps(client: Client, wanted?: string) {
  const status = STATUSES.find((one) => one === wanted);
  return collect(MOST, async (next) => {
    const query = { ...page(next), ...(status ? { status } : {}) };
    return told((await client.api('listSwaps', { query })).body);
  });
}

export const listIntegrations = (client: Client) =>
  collect(MOST, async (next) => told((await client.api('listIntegrations', { query: page(next) })).body));

const SILENCE = ['planned', 'active', 'over'] as const;
export const SILENCE_STATUSES: readonly string[] = SILENCE;

/** Newest first; in one status, or all. */
export function listSilences(client: Client, wanted?: string) {
  const status = SILENCE.find((one) => one === wanted);
  return collect(MOST, async (next) => {
    const query = { ...page(next), ...(status ? { status } : {}) };
    return told((await client.api('listSilences', { query })).body);
  });
}

interface AlarmQuery {
  state?: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  prefix?: string;
}

/** At most so many, by name. */
export const listAlarms = (client: Client, query: AlarmQuery, most: number) =>
  collect(most, async (next) => {
    const asked = { ...query, ...page(next), limit: Math.min(LIMIT, most) };
    return told((await client.api('listAlarms', { query: asked })).body);
  });

/** The newest first, at most so many. */
export const listAlarmHistory = (client: Client, alarmName: string, most: number) =>
  collect(most, async (next) => {
    const query = { ...page(next), limit: Math.min(LIMIT, most) };
    return told((await client.api('listAlarmHistory', { params: { alarmName }, query })).body);
  });
const HEARTBEATS = ['waiting', 'heard', 'missing', 'disabled'] as const;
export const HEARTBEAT_STATUSES: readonly string[] = HEARTBEATS;

/** By name; in one status, or all. */
export function listHeartbeats(client: Client, wanted?: string) {
  const status = HEARTBEATS.find((one) => one === wanted);
  return collect(MOST, async (next) => {
    const query = { ...page(next), ...(status ? { status } : {}) };
    return told((await client.api('listHeartbeats', { query })).body);
  });
}

/** By plan and name. */
export const listSignals = (client: Client, wanted: { firing?: boolean; plan?: string }) =>
  collect(MOST, async (next) => told((await client.api('listSignals', { query: { ...page(next), ...wanted } })).body));
