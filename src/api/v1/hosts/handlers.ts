import type { Host as Kept } from '#domain/hosts';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { hostRoutes } from './routes.ts';
import type { Host } from './schemas.ts';

const SSH_PORT = 22;

export function hostHandlers({ hosts, cursors }: ApiRooms): Handlers<typeof hostRoutes> {
  return {
    listHosts: async (call, { query }) => {
      const { account } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        hosts.list(call.context, { account, limit, ...(position ? { after: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ name }) => name, view);
    },
    createHost: async ({ context, now, actor }, { body }) => {
      const { port = SSH_PORT, tags = {}, ...rest } = body;
      return view(await hosts.create(context, now, actor, { ...rest, port, tags }));
    },
    getHost: async ({ context, actor }, { params }) => view(await hosts.get(context, actor.account, params.host)),
    removeHost: async ({ context, actor }, { params }) => hosts.remove(context, actor.account, params.host),
  };
}

const view = ({ createdAt, account: _account, tags, ...kept }: Kept): Static<typeof Host> => ({
  ...kept,
  tags: { ...tags },
  createdAt: createdAt.toISOString(),
});
