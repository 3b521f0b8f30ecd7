import type { Follower, Followers } from '#domain/followers';
import { eventTypes, type Timeline } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { HOUR, MINUTE } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import { credentialOf } from './integration.ts';
import { type ServiceState, stateOf } from './order.ts';
import type { ServiceRooms } from './rooms.ts';

/** What PagerDuty tells by a webhook (v3), as far as it concerns us. */
export interface PagerDutyEvent {
  /** The event's id: the same when it is delivered again. */
  id: string;
  type: string;
  occurredAt: Date;
  /** PagerDuty's incident. */
  incidentId: string;
  /** Who did it there. */
  by?: string;
}

export interface PagerDutyCalls {
  /**
   * Takes an event that carries a signature of one of our secrets; `signed` checks it with a secret. What is unsigned, old,
   * known already or about nothing of ours changes nothing; answers whether it was signed, and the incident that it resolved.
   */
  take(
    tx: Tx,
    now: Date,
    event: PagerDutyEvent,
    signed: (secret: string) => boolean,
  ): Promise<{ signed: boolean; resolved?: { account: string; incidentId: string } }>;
}

export interface PagerDutyCallRooms extends ServiceRooms {
  followers: Pick<Followers, 'holding' | 'keep'>;
  timeline: Timeline;
}

/** PagerDuty delivers again for a day at most. */
const OLDEST_MS = 24 * HOUR;
const AHEAD_MS = 5 * MINUTE;
/** Ids of events that are remembered of an incident. */
const SEEN = 50;
const BY = 'pagerduty.muster';

export function createPagerDutyCalls(rooms: PagerDutyCallRooms): PagerDutyCalls {
  return {
    async take(tx, now, event, signed) {
      const follower = await theirFollower(tx, rooms, event.incidentId, signed);
      if (!follower) return { signed: false };
      const state = stateOf(follower.state);
      const age = now.getTime() - event.occurredAt.getTime();
      if (age > OLDEST_MS || age < -AHEAD_MS || state.seen?.includes(event.id)) return { signed: true };
      const resolved = await act(tx, now, rooms, follower, event);
      const seen = [...(state.seen ?? []), event.id].slice(-SEEN);
      await rooms.followers.keep(tx, follower.id, { ...after(event), seen });
      if (!resolved) return { signed: true };
      return { signed: true, resolved: { account: follower.account, incidentId: follower.incidentId } };
    },
  };
}

/** Whose incident it is, by a signature that only the holder of that integration's secret can make. */
async function theirFollower(
  on: Queries,
  { followers, secretValue }: PagerDutyCallRooms,
  theirs: string,
  signed: (secret: string) => boolean,
): Promise<Follower | undefined> {
  for (const follower of await followers.holding(on, 'PAGERDUTY', theirs)) {
    const { secretId } = follower.state as { secretId?: string };
    const secret = secretId && (await webhookSecret(secretValue, on, follower.account, secretId));
    if (secret && signed(secret)) return follower;
  }
  return undefined;
}

async function webhookSecret(
  read: ServiceRooms['secretValue'],
  on: Queries,
  account: string,
  secretId: string,
): Promise<string | undefined> {
  try {
    return credentialOf(await read(on, account, secretId), '')['pagerDutyWebhookSecret'];
  } catch (error) {
    // Without its secret nothing can be its.
    if (error instanceof Refusal && error.kind !== 'unavailable') return undefined;
    throw error;
  }
}

function after({ type }: PagerDutyEvent): ServiceState {
  if (type === 'incident.resolved') return { open: false };
  return type === 'incident.reopened' ? { open: true } : {};
}

/** Resolves ours with theirs; everything else is told on the timeline. Answers whether ours was resolved. */
async function act(
  tx: Tx,
  now: Date,
  { incidents, timeline }: PagerDutyCallRooms,
  { account, incidentId }: Follower,
  { type, by, id }: PagerDutyEvent,
): Promise<boolean> {
  const incident = await incidents.find(tx, account, incidentId);
  const what = SAID[type];
  if (!incident || !what || incident.status === 'RESOLVED') return false;
  const said = `${what} at PagerDuty${by ? ` by ${cut(by, 100)}` : ''}`;
  if (type !== 'incident.resolved') {
    const event = { account, incidentId, eventId: newId(now), time: now, type: eventTypes.custom, actor: BY };
    await timeline.append(tx, now, [{ ...event, data: JSON.stringify(said), aboutFollowers: true }]);
    return false;
  }
  const actor: Actor = { account, region: '', principal: BY, requestId: id };
  await incidents.update(tx, now, actor, incident, { status: 'RESOLVED', resolutionNote: said });
  return true;
}

const SAID: Readonly<Record<string, string>> = {
  'incident.resolved': 'Resolved',
  'incident.acknowledged': 'Acknowledged',
  'incident.unacknowledged': 'No longer acknowledged',
  'incident.reopened': 'Opened again',
  'incident.escalated': 'Escalated',
};
