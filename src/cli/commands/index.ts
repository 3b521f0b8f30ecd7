import type { Command } from '../command.ts';
import { aws } from './aws.ts';
import { list, show } from './incidents-read.ts';
import { timeline } from './incidents-timeline.ts';
import { resolve, start, update } from './incidents-write.ts';
import { showPlan } from './plans.ts';
import { settings } from './settings.ts';
import { startServer } from './start.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { whoami } from './whoami.ts';

/** Every command, in the order of the help. */
export const commands: Command[] = [
  startServer,
  whoami,
  list,
  show,
  start,
  update,
  resolve,
  timeline,
  showPlan,
  createToken,
  listTokens,
  revokeToken,
  settings,
  aws,
];
