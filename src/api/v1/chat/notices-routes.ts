import { routes } from '../route.ts';
import { ChatNotice, ChatNoticeId, ChatNotices, NewChatNotice } from './notices-schemas.ts';
import { ChatChannelId } from './schemas.ts';

const group = 'Chat';
const path = '/chat-channels/{chatChannelId}/notices';

export const noticeRoutes = routes({
  listChatNotices: {
    method: 'GET',
    path,
    group,
    summary: 'Show what of on-call time a room is told',
    access: 'read',
    params: ChatChannelId,
    answer: ChatNotices,
  },
  putChatNotice: {
    method: 'POST',
    path,
    group,
    summary: 'Tell a room who is on call: at each change, at a time of day, or both',
    access: 'write',
    params: ChatChannelId,
    body: NewChatNotice,
    answer: ChatNotice,
    status: 201,
  },
  removeChatNotice: {
    method: 'DELETE',
    path: `${path}/{noticeId}`,
    group,
    summary: 'Tell a room no more of this on-call time',
    access: 'write',
    params: ChatNoticeId,
  },
});
