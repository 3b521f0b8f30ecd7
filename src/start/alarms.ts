import {
  type AlarmRooms,
  alarmHousekeeping,
  alarmInvariant,
  compositeHandler,
  createAlarms,
  evaluationHandler,
  functionAction,
  functionHandler,
} from '#domain/alarms';
import type { FunctionCaller } from '#domain/events';
import type { Log } from '#kernel/log';
import type { Db } from '#storage/db';

interface AlarmMaterials extends AlarmRooms {
  db: Db;
  log: Log;
  now: () => Date;
  functions: FunctionCaller;
}

/** The room `alarms`, its evaluations and its housekeeping. */
export function alarmRooms(given: AlarmMaterials) {
  const { db, due, now } = given;
  const functions = functionAction(due);
  const materials = { ...given, actions: () => [...given.actions(), functions] };
  const alarms = createAlarms(materials);
  const housekeeping = alarmHousekeeping(db, due, now);
  return {
    alarms,
    handlers: [evaluationHandler(materials), compositeHandler(materials), functionHandler(given), housekeeping.handler],
    invariants: [alarmInvariant(due), housekeeping.invariant],
    plan: housekeeping.plan,
  };
}
