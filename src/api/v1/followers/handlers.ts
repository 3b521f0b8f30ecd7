import type { FollowerShown, Whom } from '#domain/chat';
import { after, MINUTE } from '#kernel/clock';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { followerRoutes } from './routes.ts';
import type { IncidentFollower, NewIncidentFollower } from './schemas.ts';

/** A day. */
const USUAL_MINUTES = 1_440;

export function followerHandlers({ following }: ApiRooms): Handlers<typeof followerRoutes> {
  return {
    listFollowers: async (call, { params }) => {
      const { account } = call.actor;
      const all = await following.list(call.context, call.now, account, params.incidentId.toLowerCase());
      return { followers: all.map(view) };
    },
    followIncident: async (call, { params, body }) => {
      const until = after(call.now, (body.minutes ?? USUAL_MINUTES) * MINUTE);
      const whom = whomIn(call, body);
      return view(
        await following.follow(call.context, call.now, call.actor, params.incidentId.toLowerCase(), whom, until),
      );
    },
    unfollowIncident: async (call, { params }) => {
      const [incidentId, followerId] = [params.incidentId.toLowerCase(), params.followerId.toLowerCase()];
      await following.unfollow(call.context, call.now, call.actor.account, incidentId, followerId);
    },
  };
}

function whomIn({ actor }: Call, { room, contact, channel }: Static<typeof NewIncidentFollower>): Whom {
  if (room !== undefined && contact === undefined) return { room: room.toLowerCase() };
  if (contact !== undefined && room === undefined) {
    const ref = { account: actor.account, region: actor.region, alias: contact };
    return { contact: ref, ...(channel ? { channelId: channel.toLowerCase() } : {}) };
  }
  const got = room === undefined ? 'neither' : 'both';
  throw faulty([{ field: 'room', wanted: 'a room, or a contact', got }]);
}

const view = ({ id, kind, name, until }: FollowerShown): Static<typeof IncidentFollower> => ({
  ...{ id, kind, name },
  until: until?.toISOString() ?? null,
});
