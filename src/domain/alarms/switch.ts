import type { Actor } from '#kernel/actor';
import type { Tx } from '#storage/db';
import type { Alarm } from './alarm.ts';
import { alarmsSql } from './alarms.sql.ts';
import type { Place } from './alarms.ts';
import type { AlarmsDeps } from './enter.ts';
import { tellConfiguration } from './keeping.ts';
import { toAlarm } from './rows.ts';

/** Switches the actions of alarms on or off: a change of their configuration. Those that stand so already are left alone. */
export async function setActionsEnabled(
  tx: Tx,
  now: Date,
  deps: AlarmsDeps,
  actor: Actor,
  { account, region }: Place,
  names: string[],
  enabled: boolean,
): Promise<void> {
  for (const was of (await tx.rows(alarmsSql.lockNamed, [account, region, names])).map(toAlarm)) {
    if (was.config.ActionsEnabled === enabled) continue;
    const next = { ...was, configUpdatedAt: now, config: { ...was.config, ActionsEnabled: enabled } } as Alarm;
    await tx.rows(alarmsSql.setConfig, [account, region, was.name, JSON.stringify(next.config), now]);
    await tellConfiguration(tx, now, deps, actor, 'update', next, was);
  }
}
