import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import { feedHandlers } from './feeds-handlers.ts';
import { feedRoutes } from './feeds-routes.ts';
import { overrideHandlers } from './overrides-handlers.ts';
import { overrideRoutes } from './overrides-routes.ts';
import { rotationHandlers } from './rotations-handlers.ts';
import { rotationRoutes } from './rotations-routes.ts';
import { swapHandlers } from './swaps-handlers.ts';
import { swapRoutes } from './swaps-routes.ts';
import { timeHandlers } from './time-handlers.ts';
import { timeRoutes } from './time-routes.ts';

/** All operations on on-call time. */
export const onCallRoutes = { ...rotationRoutes, ...overrideRoutes, ...swapRoutes, ...timeRoutes, ...feedRoutes };

export const onCallHandlers = (rooms: ApiRooms): Handlers<typeof onCallRoutes> => ({
  ...rotationHandlers(rooms),
  ...overrideHandlers(rooms),
  ...swapHandlers(rooms),
  ...timeHandlers(rooms),
  ...feedHandlers(rooms),
});
