import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { automationHandlers } from './automation.ts';
import { documentHandlers } from './documents.ts';
import { documentLists } from './documents-lists.ts';
import { parameterHandlers } from './parameters.ts';
import { ssm } from './service.ts';
import { tagHandlers } from './tags.ts';

/** Systems Manager. Handlers translate; the rooms decide. */
export const ssmService = (rooms: Rooms): Implementation<Tx> =>
  implement(ssm, {
    ...documentHandlers(rooms),
    ...documentLists(rooms),
    ...tagHandlers(rooms),
    ...parameterHandlers(rooms),
    ...automationHandlers(rooms),
  });
