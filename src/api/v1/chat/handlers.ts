import type { Address, ChatChannel as Bound } from '#domain/chat';
import { paged } from '../paged.ts';
import { faulty } from '../problem.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { chatRoutes } from './routes.ts';
import type { ChatChannel, NewChatChannel } from './schemas.ts';

const TYPES = {
  slack: 'SLACK',
  teams: 'TEAMS',
  chime: 'CHIME',
  mattermost: 'MATTERMOST',
  discord: 'DISCORD',
  'google-chat': 'GOOGLE_CHAT',
} as const;
const WORDS = {
  SLACK: 'slack',
  TEAMS: 'teams',
  CHIME: 'chime',
  MATTERMOST: 'mattermost',
  DISCORD: 'discord',
  GOOGLE_CHAT: 'google-chat',
} as const;

export function chatHandlers({ chatChannels, chatPeople, contacts, cursors }: ApiRooms): Handlers<typeof chatRoutes> {
  const personOf = ({ actor }: Call, { contact }: { contact: string }) => {
    return { account: actor.account, region: actor.region, alias: contact };
  };
  return {
    listChatChannels: async (call, { query }) => {
      const { account } = call.actor;
      const fetch = (limit: number, position: unknown) =>
        chatChannels.list(call.context, { account, limit, ...(position ? { before: position as string } : {}) });
      return paged(call, cursors, query, fetch, ({ id }) => id, chatChannelView);
    },
    bindChatChannel: async (call, { body }) => {
      const { topic, label, type } = body;
      const channel = { topic, label, type: TYPES[type], where: whereIn(body) };
      return chatChannelView(await chatChannels.bind(call.context, call.now, call.actor, channel));
    },
    getChatChannel: async (call, { params }) =>
      chatChannelView(await chatChannels.get(call.context, call.actor.account, params.chatChannelId)),
    unbindChatChannel: async (call, { params }) => {
      await chatChannels.unbind(call.context, call.actor.account, params.chatChannelId);
    },
    testChatChannel: async (call, { params }) => {
      await chatChannels.test(call.context, call.now, call.actor, params.chatChannelId);
    },
    listSlackUsers: async (call, { params }) => {
      const person = await contacts.get(call.context, personOf(call, params));
      const users = await chatPeople.of(call.context, person);
      return { users: users.map(({ linkedAt, ...user }) => ({ ...user, linkedAt: linkedAt.toISOString() })) };
    },
    createSlackCode: async (call, { params }) => {
      const { code, expiresAt } = await chatPeople.newCode(call.context, call.now, personOf(call, params));
      return { code, expiresAt: expiresAt.toISOString() };
    },
    unlinkSlack: async (call, { params }) => {
      const person = await contacts.get(call.context, personOf(call, params));
      await chatPeople.unlinkContact(call.context, person);
    },
  };
}

function whereIn({ address, secret }: Static<typeof NewChatChannel>): Address {
  if (address !== undefined && secret === undefined) return { address };
  if (secret !== undefined && address === undefined) return { secret };
  const got = address === undefined ? 'neither' : 'both';
  throw faulty([{ field: 'address', wanted: 'an address, or a secret that holds it', got }]);
}

const chatChannelView = ({
  id,
  topic,
  label,
  type,
  shown,
  createdAt,
  createdBy,
}: Bound): Static<typeof ChatChannel> => ({
  ...{ id, topic, label, type: WORDS[type], shown },
  createdAt: createdAt.toISOString(),
  createdBy,
});
