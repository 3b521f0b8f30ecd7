import { alertmanagerApi } from './alertmanager.ts';
import type { Door } from './door.ts';

/** Every door. docs/intake.md says of each how to set up its sender. */
export const doors: readonly Door[] = [...alertmanagerApi];
