import type { EventIntake } from '#domain/events';
import { createAlertIntake, type createAlertStates, createIntakeKeys, type SourceName } from '#domain/intake';
import type { Keyring } from '#kernel/seal';
import type { Db } from '#storage/db';

interface IntakeMaterials {
  db: Db;
  keyring: Keyring;
  intake: EventIntake;
  states: ReturnType<typeof createAlertStates>;
  onAlerts: ((source: SourceName, taken: number, repeated: number) => void) | undefined;
}

/** The parts of the room `intake`, joined with the bus. */
export function alertRooms({ db, keyring, ...deps }: IntakeMaterials) {
  return { intakeKeys: createIntakeKeys(db, keyring), alertIntake: createAlertIntake(deps) };
}
