import type { EventIntake } from '#domain/events';
import {
  alertHousekeeping,
  createAlertIntake,
  type createAlertStates,
  createIntakeKeys,
  createKnownAlerts,
  type SourceName,
} from '#domain/intake';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';

interface IntakeMaterials {
  db: Db;
  due: DueWork;
  now: () => Date;
  keyring: Keyring;
  intake: EventIntake;
  states: ReturnType<typeof createAlertStates>;
  onAlerts: ((source: SourceName, taken: number, repeated: number) => void) | undefined;
}

/** The parts of the room `intake`, joined with the bus. */
export function alertRooms({ db, due, now, keyring, ...deps }: IntakeMaterials) {
  return {
    rooms: {
      intakeKeys: createIntakeKeys(db, keyring),
      alertIntake: createAlertIntake(deps),
      knownAlerts: createKnownAlerts(db),
    },
    oldAlerts: alertHousekeeping(db, due, now),
  };
}
