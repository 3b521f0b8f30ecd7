import type { Bus as DomainBus } from '#domain/events';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { busRoutes } from './routes.ts';
import type { Bus } from './schemas.ts';

export function busHandlers({ buses, cursors }: ApiRooms): Handlers<typeof busRoutes> {
  const keyOf = ({ actor: { account, region } }: Call, bus: string) => ({ account, region, bus });
  return {
    listBuses: async (call, { query }) => {
      const { account, region } = call.actor;
      const asked = { account, region, ...(query.prefix === undefined ? {} : { prefix: query.prefix }) };
      const fetch = (limit: number, position: unknown) =>
        buses.list(call.context, { ...asked, limit, ...(position ? { after: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ name }) => name, view);
    },
    getBus: async (call, { params }) => view(await buses.get(call.context, keyOf(call, params.busName))),
    putBus: async (call, { params, body }) => {
      const key = keyOf(call, params.busName);
      const { account, region } = key;
      const there = (await buses.present(call.context, account, region, [key.bus])).has(key.bus);
      if (!there) return view(await buses.create(call.context, call.now, key, { ...body, tags: {} }));
      return view(
        await buses.update(call.context, call.now, key, { ...(await buses.get(call.context, key)), ...body }),
      );
    },
    deleteBus: async (call, { params }) => {
      const key = keyOf(call, params.busName);
      // Here what is not there is told, as of every other thing of the native API.
      await buses.get(call.context, key);
      await buses.remove(call.context, key);
    },
  };
}

const view = ({ arn, name, description = '', policy, tags, createdAt }: DomainBus): Static<typeof Bus> => ({
  ...{ arn, name, description, policy: policy ?? null, tags },
  createdAt: createdAt?.toISOString() ?? null,
});
