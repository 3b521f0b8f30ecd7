import type { ApiToken } from '#domain/access';
import { after, DAY } from '#kernel/clock';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { tokenRoutes } from './routes.ts';
import type { Token } from './schemas.ts';

/** How long a token is good unless its maker says otherwise. */
const DEFAULT_DAYS = 90;

export function tokenHandlers({ apiTokens, cursors }: ApiRooms): Handlers<typeof tokenRoutes> {
  return {
    whoami: async ({ caller }) => {
      const { account, region, principal, credential, may } = caller;
      return { account, region, principal, credential, may: [...may] };
    },
    listTokens: async (call, { query }) => {
      const { account } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        apiTokens.list(call.context, { account, limit, ...(position ? { before: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ id }) => id, tokenView);
    },
    createToken: async (call, { body }) => {
      const { name, scopes = ['read', 'write'], expiresInDays = DEFAULT_DAYS } = body;
      const expires = expiresInDays === null ? {} : { expiresAt: after(call.now, expiresInDays * DAY) };
      const { token, secret } = await apiTokens.create(call.context, call.now, call.actor, {
        name,
        scopes,
        ...expires,
      });
      return { token: tokenView(token), secret };
    },
    getToken: async (call, { params }) =>
      tokenView(await apiTokens.get(call.context, call.actor.account, params.tokenId)),
    revokeToken: async (call, { params }) => {
      await apiTokens.revoke(call.context, call.now, call.actor.account, params.tokenId);
    },
  };
}

function tokenView(token: ApiToken): Static<typeof Token> {
  const { id, name, scopes, principal, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt } = token;
  return {
    id,
    name,
    scopes,
    principal,
    createdAt: createdAt.toISOString(),
    createdBy,
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
