import type { EventIntake, Published } from '#domain/events';
import { type Alert, type AlertState, eventOf, type Remark, remarkEvent, stateOf } from './alert.ts';
import type { AlertStates } from './alert-states.ts';
import type { IntakeKey } from './keys.ts';
import type { SourceName } from './source.ts';

/** Alerts that came in one request. */
export interface Delivered {
  alerts: readonly Alert[];
  remarks?: readonly Remark[];
  requestId: string;
  /** How long all of the payload was, in bytes. */
  bytes: number;
}

/** Takes alerts in: when it answers, what was new in them is stored, matched and delivered (law 2). */
export interface AlertIntake {
  take(now: Date, key: IntakeKey, delivered: Delivered): Promise<void>;
}

export interface AlertIntakeDeps {
  intake: EventIntake;
  states: AlertStates;
  /** Told of alerts that were taken, and how many of these said nothing new as far as this node knew. */
  onAlerts?: ((source: SourceName, taken: number, repeated: number) => void) | undefined;
}

/** Alerts of one request in one transaction at most. */
const TOGETHER = 1_000;

export function createAlertIntake({ intake, states, onAlerts }: AlertIntakeDeps): AlertIntake {
  return {
    async take(now, key, { alerts, remarks = [], requestId, bytes }) {
      const actor = { account: key.account, region: key.region, principal: key.principal, requestId };
      const latest = latestOf(alerts, key);
      const unsaid = latest.size > 0 ? await states.unsaid(now, [...latest.keys()]) : [];
      const published: Published[] = remarks.map((remark) => ({ event: remarkEvent(remark, key, now), actor }));
      for (const state of unsaid) {
        const event = eventOf(latest.get(state)!, state, now, bytes);
        published.push({ event, actor, claim: state });
      }
      // One transaction each; where one fails the sender sends all again, and what was stored is no news then.
      for (let from = 0; from < published.length; from += TOGETHER)
        await intake.accept(published.slice(from, from + TOGETHER));
      onAlerts?.(key.source, alerts.length, alerts.length - (published.length - remarks.length));
    },
  };
}

/** One request says of an alert what it says last. */
function latestOf(alerts: readonly Alert[], key: IntakeKey): Map<AlertState, Alert> {
  const byId = new Map<string, AlertState>();
  const latest = new Map<AlertState, Alert>();
  for (const alert of alerts) {
    const state = stateOf(alert, key);
    const before = byId.get(state.id);
    if (before) latest.delete(before);
    byId.set(state.id, state);
    latest.set(state, alert);
  }
  return latest;
}
