import type { Actor } from '#kernel/actor';
import type { Tx } from '#storage/db';
import type { Alarm, AlarmState } from './alarm.ts';

/** What an action is told of the change that set it going. */
export interface AlarmChange {
  actor: Actor;
  alarm: Alarm;
  /** The state before. */
  was: AlarmState;
  alarmArn: string;
  actionArn: string;
  at: Date;
  /** The "CloudWatch Alarm State Change" event as JSON text. */
  event: string;
}

export type ActionResult = { result: string } | { error: string };

/** What an alarm can name as an action. Rooms above offer one each; `compose.ts` registers them. */
export interface AlarmAction {
  /** In words, for messages. */
  readonly name: string;
  accepts(actionArn: string): boolean;
  /** Acts on entering ALARM alone, whatever list it stands in (aws-behaviour.md 5.4). */
  readonly onlyOnAlarm: boolean;
  /**
   * In the caller's transaction: what has to leave the house goes into an outbox. A foreseen failure is an answer; undefined: it is
   * under way, and who does it tells the history what came of it.
   */
  run(tx: Tx, now: Date, change: AlarmChange): Promise<ActionResult | undefined>;
}
