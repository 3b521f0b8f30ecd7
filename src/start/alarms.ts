import {
  type AlarmRooms,
  alarmHousekeeping,
  alarmInvariant,
  compositeHandler,
  createAlarms,
  evaluationHandler,
} from '#domain/alarms';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';

interface AlarmMaterials extends AlarmRooms {
  db: Db;
  log: Log;
  now: () => Date;
}

/** The room `alarms`, its evaluations and its housekeeping. */
export function alarmRooms(materials: AlarmMaterials) {
  const { db, due, now } = materials;
  const alarms = createAlarms(materials);
  const housekeeping = alarmHousekeeping(db, due, now);
  return {
    alarms,
    handlers: [evaluationHandler(materials), compositeHandler(materials), housekeeping.handler],
    invariants: [alarmInvariant(due), housekeeping.invariant],
    plan: housekeeping.plan,
  };
}
