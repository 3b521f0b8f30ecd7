import type { Integration as Kept } from '#domain/integrations';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { integrationRoutes } from './routes.ts';
import type { Integration } from './schemas.ts';

/** Every incident, unless its maker says otherwise. */
const EVERY_SEVERITY = 5;

export function integrationHandlers({ integrations, cursors }: ApiRooms): Handlers<typeof integrationRoutes> {
  return {
    listIntegrations: async (call, { query }) => {
      const { account } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        integrations.list(call.context, { account, limit, ...(position ? { before: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ id }) => id, view);
    },
    createIntegration: async ({ context, now, actor }, { body }) => {
      const { name, kind, plan, severity = EVERY_SEVERITY, secretId } = body;
      const wanted = { name, kind, severity, secretId, ...(plan ? { planName: plan } : {}) };
      return view(await integrations.create(context, now, actor, wanted));
    },
    getIntegration: async ({ context, actor }, { params }) =>
      view(await integrations.get(context, actor.account, params.integrationId)),
    removeIntegration: async ({ context, actor }, { params }) =>
      integrations.remove(context, actor.account, params.integrationId),
  };
}

const view = ({ planName, createdAt, account: _account, ...kept }: Kept): Static<typeof Integration> => ({
  ...kept,
  plan: planName ?? null,
  createdAt: createdAt.toISOString(),
});
