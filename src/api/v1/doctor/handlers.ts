import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { doctorRoutes } from './routes.ts';

export function doctorHandlers({ doctor }: ApiRooms): Handlers<typeof doctorRoutes> {
  return {
    examine: ({ context, now, actor }) => doctor.examine(context, now, actor.account, actor.region),
  };
}
