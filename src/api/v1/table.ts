import { incidentHandlers } from './incidents/handlers.ts';
import { incidentRoutes } from './incidents/routes.ts';
import { onCallHandlers, onCallRoutes } from './oncall/table.ts';
import type { Served } from './pipeline.ts';
import type { ApiRooms } from './rooms.ts';
import type { AnyHandler, Handlers, Routes } from './route.ts';
import { tokenHandlers } from './tokens/handlers.ts';
import { tokenRoutes } from './tokens/routes.ts';

/** Every operation of the native API. */
export const table = { ...incidentRoutes, ...onCallRoutes, ...tokenRoutes };

/** The same with their handlers. */
export function servedBy(rooms: ApiRooms): Served[] {
  return [
    ...joined(incidentRoutes, incidentHandlers(rooms)),
    ...joined(onCallRoutes, onCallHandlers(rooms)),
    ...joined(tokenRoutes, tokenHandlers(rooms)),
  ];
}

function joined<T extends Routes>(routes: T, handlers: Handlers<T>): Served[] {
  return Object.entries(routes).map(([name, route]) => ({
    name,
    route,
    handler: handlers[name] as unknown as AnyHandler,
  }));
}
