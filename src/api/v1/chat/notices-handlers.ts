import type { Notice } from '#domain/chat';
import { inOwnWords, subjectArn } from '../oncall/words.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { noticeRoutes } from './notices-routes.ts';
import type { ChatNotice } from './notices-schemas.ts';

export function noticeHandlers({ notices }: ApiRooms): Handlers<typeof noticeRoutes> {
  return {
    listChatNotices: async (call, { params }) => {
      const all = await notices.list(call.context, call.actor.account, params.chatChannelId.toLowerCase());
      return { notices: all.map(view) };
    },
    putChatNotice: async (call, { params, body }) => {
      const { daily, timeZone = 'UTC', atChanges = true } = body;
      const notice = {
        subject: subjectArn(call, body.of),
        atChanges,
        ...(daily === undefined ? {} : { daily: { minute: minuteOf(daily), timeZone } }),
      };
      const room = params.chatChannelId.toLowerCase();
      return view(await inOwnWords(notices.put(call.context, call.now, call.actor, room, notice)));
    },
    removeChatNotice: async (call, { params }) => {
      const [room, id] = [params.chatChannelId.toLowerCase(), params.noticeId.toLowerCase()];
      await notices.remove(call.context, call.actor.account, room, id);
    },
  };
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
const two = (number: number) => String(number).padStart(2, '0');

const view = ({ id, subject, atChanges, daily }: Notice): Static<typeof ChatNotice> => ({
  ...{ id, of: subject, atChanges },
  daily: daily ? `${two(Math.floor(daily.minute / 60))}:${two(daily.minute % 60)}` : null,
  timeZone: daily?.timeZone ?? null,
});
