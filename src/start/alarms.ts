import {
  type AlarmRooms,
  type Alarms,
  alarmHousekeeping,
  alarmInvariant,
  compositeHandler,
  createAlarms,
  evaluationHandler,
} from '#domain/alarms';
import type { Metrics } from '#domain/metrics';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';

interface AlarmMaterials extends AlarmRooms {
  db: Db;
  log: Log;
  now: () => Date;
}

/** The room `alarms`, its evaluations, and the metrics whose data wake alarms. */
export function alarmRooms(materials: AlarmMaterials) {
  const { db, due, now, metrics } = materials;
  const alarms = createAlarms(materials);
  const housekeeping = alarmHousekeeping(db, due, now);
  return {
    alarms,
    metrics: wakingAlarms(metrics, alarms),
    handlers: [evaluationHandler(materials), compositeHandler(materials), housekeeping.handler],
    invariants: [alarmInvariant(due), housekeeping.invariant],
    plan: housekeeping.plan,
  };
}

/** The lower room knows nothing of alarms: they are woken here, in the transaction that stores the data. */
const wakingAlarms = (metrics: Metrics, alarms: Alarms): Metrics => ({
  ...metrics,
  async put(tx, at, data) {
    await metrics.put(tx, at, data);
    await alarms.dataCame(tx, at, data);
  },
});
