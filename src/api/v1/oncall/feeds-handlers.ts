import type { Feed } from '#domain/oncall';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { feedRoutes } from './feeds-routes.ts';
import type { CalendarFeed } from './feeds-schemas.ts';
import { inOwnWords, subjectArn } from './words.ts';

export function feedHandlers({ feeds, cursors }: ApiRooms): Handlers<typeof feedRoutes> {
  const refOf = ({ actor }: Call, id: string) => ({ account: actor.account, region: actor.region, id });
  return {
    listCalendarFeeds: async (call, { query }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        feeds.list(call.context, { account, region, limit, ...(position ? { before: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ id }) => id, feedView);
    },
    createCalendarFeed: async (call, { body }) => {
      const asked = { subject: subjectArn(call, body.of), name: body.name ?? 'On call' };
      const { feed, address } = await inOwnWords(feeds.create(call.context, call.now, call.actor, asked));
      return { feed: feedView(feed), url: `${address}.ics`, jsonUrl: `${address}.json` };
    },
    getCalendarFeed: async (call, { params }) => feedView(await feeds.get(call.context, refOf(call, params.feedId))),
    revokeCalendarFeed: async (call, { params }) => {
      await feeds.revoke(call.context, call.now, refOf(call, params.feedId));
    },
  };
}

const feedView = ({ id, subject, name, createdAt, createdBy, revokedAt }: Feed): Static<typeof CalendarFeed> => ({
  id,
  of: subject,
  name,
  createdAt: createdAt.toISOString(),
  createdBy,
  revokedAt: revokedAt?.toISOString() ?? null,
});
