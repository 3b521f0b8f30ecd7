import { ContactAlias } from '../contacts/schemas.ts';
import { routes } from '../route.ts';
import {
  ChatChannel,
  ChatChannelFilter,
  ChatChannelId,
  ChatChannelPage,
  NewChatChannel,
  SlackCode,
  SlackUsers,
} from './schemas.ts';

const group = 'Chat';
const slack = { path: '/contacts/{contact}/slack', group, params: ContactAlias } as const;

export const chatRoutes = routes({
  listChatChannels: {
    method: 'GET',
    path: '/chat-channels',
    group,
    summary: 'List chat channels, newest first',
    access: 'read',
    query: ChatChannelFilter,
    answer: ChatChannelPage,
  },
  bindChatChannel: {
    method: 'POST',
    path: '/chat-channels',
    group,
    summary: 'Bind a chat room to a topic',
    about:
      'Incidents whose plan names the topic as its chat channel are told in the room: those that open from then on, and those that are open.',
    access: 'write',
    body: NewChatChannel,
    answer: ChatChannel,
    status: 201,
    location: (answer: { id: string }) => `/chat-channels/${answer.id}`,
  },
  getChatChannel: {
    method: 'GET',
    path: '/chat-channels/{chatChannelId}',
    group,
    summary: 'Show a chat channel',
    access: 'read',
    params: ChatChannelId,
    answer: ChatChannel,
  },
  unbindChatChannel: {
    method: 'DELETE',
    path: '/chat-channels/{chatChannelId}',
    group,
    summary: 'Unbind a chat room',
    about: 'Nothing is told there any more. What was said there stays.',
    access: 'write',
    params: ChatChannelId,
  },
  testChatChannel: {
    method: 'POST',
    path: '/chat-channels/{chatChannelId}/test',
    group,
    summary: 'Send a test message to a chat room',
    access: 'write',
    params: ChatChannelId,
  },
  listSlackUsers: {
    ...slack,
    method: 'GET',
    summary: 'Show who in Slack is this person',
    access: 'read',
    answer: SlackUsers,
  },
  createSlackCode: {
    ...slack,
    method: 'POST',
    summary: 'Make a code with which somebody in Slack says that they are this person',
    about: 'Whoever types it there acts as this person there. Good once, for 15 minutes; one before is void.',
    access: 'write',
    answer: SlackCode,
    status: 201,
    unrepeatable: true,
  },
  unlinkSlack: {
    ...slack,
    method: 'DELETE',
    summary: 'Let nobody in Slack be this person',
    access: 'write',
  },
});
