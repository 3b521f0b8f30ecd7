import { type IntakeKey as Key, sourceNamed } from '#domain/intake';
import { preview } from '../../intake/preview.ts';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { intakeRoutes } from './routes.ts';
import type { IntakeKey } from './schemas.ts';

export function intakeHandlers({ intakeKeys, cursors }: ApiRooms): Handlers<typeof intakeRoutes> {
  return {
    listIntakeKeys: async (call, { query }) => {
      const { account } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        intakeKeys.list(call.context, { account, limit, ...(position ? { before: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ id }) => id, keyView);
    },
    createIntakeKey: async (call, { body }) => {
      const { key, secret } = await intakeKeys.create(call.context, call.now, call.actor, body);
      return { key: keyView(key), secret };
    },
    getIntakeKey: async (call, { params }) =>
      keyView(await intakeKeys.get(call.context, call.actor.account, params.keyId)),
    revokeIntakeKey: async (call, { params }) => {
      await intakeKeys.revoke(call.context, call.now, call.actor.account, params.keyId);
    },
    previewIntake: async (call, { body }) => preview(sourceNamed(body.source).name, body, call.now),
  };
}

function keyView({ account: _, createdAt, lastUsedAt, revokedAt, mapping, ...key }: Key): Static<typeof IntakeKey> {
  return {
    ...key,
    mapping: mapping ?? null,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
