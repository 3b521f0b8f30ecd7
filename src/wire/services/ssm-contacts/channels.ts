import { type ContactChannel, channelArn, contactArn, parseContactArn, parseOwnedArn } from '#domain/contacts';
import { invalid } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { own, paged, type SomeHandlers, type WireCall } from '../support.ts';
import type { ssmContacts } from './service.ts';

type Names =
  | 'CreateContactChannel'
  | 'GetContactChannel'
  | 'ListContactChannels'
  | 'UpdateContactChannel'
  | 'DeactivateContactChannel'
  | 'DeleteContactChannel'
  | 'SendActivationCode'
  | 'ActivateContactChannel';

/** Contact channels. */
export function channelHandlers({
  contacts,
  contactChannels,
  cursors,
}: Rooms): SomeHandlers<typeof ssmContacts, Names> {
  const contactOf = (call: WireCall, arn: string) => own(call.actor, parseContactArn(arn, 'ContactId'), arn);
  const channelOf = (call: WireCall, arn: string) =>
    own(call.actor, parseOwnedArn(arn, 'contact-channel', 'ContactChannelId'), arn);
  return {
    CreateContactChannel: async (call, input) => {
      const contact = contactOf(call, input.ContactId);
      const channel = {
        contact,
        name: input.Name,
        type: input.Type,
        address: addressIn(input.DeliveryAddress),
        deferActivation: input.DeferActivation ?? false,
      };
      const id = await contactChannels.create(call.context, call.now, call.actor, channel);
      return { ContactChannelArn: channelArn(contact, id) };
    },
    GetContactChannel: async (call, input) => {
      const ref = channelOf(call, input.ContactChannelId);
      return toChannel(await contactChannels.get(call.context, ref, ref.id));
    },
    ListContactChannels: async (call, input) => {
      const contact = await contacts.get(call.context, contactOf(call, input.ContactId));
      const asked = { token: input.NextToken, size: input.MaxResults, filters: contactArn(contact) };
      const fetch = (limit: number, after: unknown) =>
        contactChannels.list(call.context, contact, limit, after as string | undefined);
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ id }) => id);
      return { ContactChannels: items.map(toChannel), NextToken: nextToken };
    },
    UpdateContactChannel: async (call, input) => {
      await contactChannels.update(call.context, call.now, call.actor, channelOf(call, input.ContactChannelId), {
        ...(input.Name ? { name: input.Name } : {}),
        ...(input.DeliveryAddress ? { address: addressIn(input.DeliveryAddress) } : {}),
      });
      return {};
    },
    DeactivateContactChannel: async (call, input) => {
      await contactChannels.deactivate(call.context, channelOf(call, input.ContactChannelId));
      return {};
    },
    DeleteContactChannel: async (call, input) => {
      await contactChannels.remove(call.context, channelOf(call, input.ContactChannelId));
      return {};
    },
    SendActivationCode: async (call, input) => {
      await contactChannels.sendCode(call.context, call.now, call.actor, channelOf(call, input.ContactChannelId));
      return {};
    },
    ActivateContactChannel: async (call, input) => {
      const channel = channelOf(call, input.ContactChannelId);
      await contactChannels.activate(call.context, call.now, call.actor, channel, input.ActivationCode);
      return {};
    },
  };
}

function addressIn({ SimpleAddress: address }: { SimpleAddress?: string }): string {
  if (address) return address;
  throw invalid('DeliveryAddress: it needs a SimpleAddress', {
    name: 'DeliveryAddress',
    message: 'SimpleAddress is missing',
  });
}

function toChannel(channel: ContactChannel) {
  return {
    ContactArn: contactArn(channel.contact),
    ContactChannelArn: channelArn(channel.contact, channel.id),
    Name: channel.name,
    Type: channel.type,
    DeliveryAddress: { SimpleAddress: channel.address },
    ActivationStatus: channel.activated ? ('ACTIVATED' as const) : ('NOT_ACTIVATED' as const),
  };
}
