import { routes } from '../route.ts';
import {
  Activation,
  Channel,
  ChannelChange,
  ChannelFilter,
  ChannelId,
  ChannelOwner,
  ChannelPage,
  NewChannel,
} from './schemas.ts';

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
    versioned: true,
  },
  getChannel: { ...one, method: 'GET', summary: 'Show a channel', access: 'read', answer: Channel, versioned: true },
  editChannel: {
    ...one,
    method: 'PATCH',
    summary: 'Change a channel',
    about:
      'Another address is nobody’s yet: it is not paged until its own code, which is sent at once, was given back. What is on its way to the old one does not leave.',
    access: 'write',
    body: ChannelChange,
    answer: Channel,
    versioned: true,
    match: 'required',
  },
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
  deactivateChannel: {
    ...one,
    method: 'POST',
    path: `${path}/{channelId}/deactivate`,
    summary: 'Switch a channel off',
    about: 'Nothing is sent to it until it is activated anew, with a fresh code.',
    access: 'write',
    answer: Channel,
  },
  clearChannelFlag: {
    ...one,
    method: 'POST',
    path: `${path}/{channelId}/clear-flag`,
    summary: 'Say that a channel is in no doubt',
    about: 'A page that arrives says it by itself.',
    access: 'write',
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
