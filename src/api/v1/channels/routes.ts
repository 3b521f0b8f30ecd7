import { routes } from '../route.ts';
import { Activation, Channel, ChannelFilter, ChannelId, ChannelOwner, ChannelPage, NewChannel } from './schemas.ts';

const group = 'Contact channels';
const path = '/contacts/{contact}/channels';
const one = { path: `${path}/{channelId}`, group, params: ChannelId } as const;

export const channelRoutes = routes({
  listChannels: {
    method: 'GET',
    path,
    group,
    summary: 'List a person’s channels, oldest first',
    access: 'read',
    params: ChannelOwner,
    query: ChannelFilter,
    answer: ChannelPage,
  },
  createChannel: {
    method: 'POST',
    path,
    group,
    summary: 'Add a channel',
    about: 'A code is sent to it; it is paged once the code was given back.',
    access: 'write',
    params: ChannelOwner,
    body: NewChannel,
    answer: Channel,
    status: 201,
  },
  getChannel: { ...one, method: 'GET', summary: 'Show a channel', access: 'read', answer: Channel },
  sendActivationCode: {
    ...one,
    method: 'POST',
    path: `${path}/{channelId}/send-code`,
    summary: 'Send a fresh activation code',
    about: 'The one before is void.',
    access: 'write',
  },
  activateChannel: {
    ...one,
    method: 'POST',
    path: `${path}/{channelId}/activate`,
    summary: 'Activate a channel with the code that was sent',
    about: 'Five wrong codes void it.',
    access: 'write',
    body: Activation,
    answer: Channel,
  },
  deleteChannel: {
    ...one,
    method: 'DELETE',
    summary: 'Delete a channel',
    about: 'Stages that try it pass it over.',
    access: 'write',
  },
});
