import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { automationHandlers } from './automation.ts';
import { ssm } from './service.ts';

/** Systems Manager, as far as incidents need it. Handlers translate; the rooms decide. */
export const ssmService = (rooms: Rooms): Implementation<Tx> => implement(ssm, { ...automationHandlers(rooms) });
