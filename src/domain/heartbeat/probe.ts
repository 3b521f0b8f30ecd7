import type { ChannelType, MessageSource, Outbox } from '#domain/channels';
import type { BusEvent, TargetKind } from '#domain/events';
import { newId } from '#kernel/ids';
import type { DueWork } from '#storage/due';

/** No account of anybody's: an account has twelve digits. What lies here is on nobody's list. */
export const PLACE = { account: 'muster', region: 'heartbeat', bus: 'default' };
export const SOURCE = 'muster.heartbeat';
export const TARGET = { id: 'probes', arn: 'muster:heartbeat' };
/** The kind of message that is carried as far as its provider, and not given to it. */
const KIND = 'heartbeat';
/** As a severity of the middle: a queue that is behind with more than the least is behind with this. */
const PRIORITY = 3;

export interface ProbeDeps {
  due: DueWork;
  outbox: Outbox;
  /** The channel types that are served. */
  channels: readonly ChannelType[];
  /** The queues of timers, in which work about what is not there is done by finding nothing. */
  timers: readonly string[];
}

/**
 * Where a heartbeat's event ends: like an incident it puts messages into the outbox and timers into the queues, in the event's
 * own transaction. What it answers names the messages.
 */
export function heartbeatTarget({ due, outbox, channels, timers }: ProbeDeps): TargetKind {
  return {
    name: 'heartbeat',
    accepts: (arn) => arn === TARGET.arn,
    async deliver(tx, now, deliveries) {
      const results = [];
      for (const { event, actor } of deliveries) {
        const common = { account: PLACE.account, priority: PRIORITY, payload: {}, requestId: actor.requestId };
        const messages = channels.map((channelType) => {
          const id = newId(now);
          return { ...common, id, channelId: id, channelType, kind: KIND, dueAt: now };
        });
        await outbox.put(tx, now, messages);
        const work = timers.map((queue) => ({ ...common, queue, key: event.id, runAt: now }));
        await due.put(tx, now, work);
        results.push({ result: messages.map(({ id }) => id).join(',') });
      }
      return results;
    },
  };
}

/** The messages of a heartbeat: each is claimed, marked and read again like any other, and then not sent. */
export function heartbeatMessages(): MessageSource {
  return {
    kind: KIND,
    prepare: async () => ({ cancel: 'a heartbeat, carried as far as its provider' }),
    settled: async () => {},
  };
}

export function heartbeatEvent(id: string, time: Date): BusEvent {
  return { ...PLACE, id, source: SOURCE, detailType: 'Heartbeat', time, resources: [], detail: {} };
}
