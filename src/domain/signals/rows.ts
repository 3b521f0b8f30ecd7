import type { ActivityRow } from './activity.sql.ts';
import type { SignalRow } from './signals.sql.ts';

/** Something that fires for the incidents of a plan and says when it is over: an alarm, an alert of another system. */
export interface Signal {
  account: string;
  planName: string;
  key: string;
  /** What it opened, or was folded into, last. */
  incidentId: string;
  firing: boolean;
  /** How often it has fired, ever. */
  fired: number;
  firstFiredAt: Date;
  lastFiredAt: Date;
  recoveredAt?: Date;
  /** How often it has recovered, ever. */
  recoveries: number;
  /** When it recovered lately, newest first. */
  recent: Date[];
}

/** What came to an incident after it was opened. */
export interface Activity {
  incidentId: string;
  /** Triggers that were folded in. */
  folded: number;
  /** The last trigger or recovery. */
  lastAt: Date;
  triggeredAt?: Date;
  endless: boolean;
  recoveredAt?: Date;
  anewAt?: Date;
  heldAt?: Date;
  lookAt?: Date;
}

export function toSignal(row: SignalRow): Signal {
  return {
    account: row.account,
    planName: row.plan_name,
    key: row.key,
    incidentId: row.incident_id,
    firing: row.firing,
    fired: row.fired,
    firstFiredAt: row.first_fired_at,
    lastFiredAt: row.last_fired_at,
    ...(row.recovered_at ? { recoveredAt: row.recovered_at } : {}),
    recoveries: row.recoveries,
    recent: row.recent,
  };
}

export function toActivity(row: ActivityRow): Activity {
  return {
    incidentId: row.incident_id,
    folded: row.folded,
    lastAt: row.last_at,
    ...(row.triggered_at ? { triggeredAt: row.triggered_at } : {}),
    endless: row.endless,
    ...(row.recovered_at ? { recoveredAt: row.recovered_at } : {}),
    ...(row.anew_at ? { anewAt: row.anew_at } : {}),
    ...(row.held_at ? { heldAt: row.held_at } : {}),
    ...(row.look_at ? { lookAt: row.look_at } : {}),
  };
}
