import { channelArn, contactArn, parseContactArn, parseOwnedArn } from '#domain/contacts';
import { invalid } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { own, tagsOf, type WireCall } from '../support.ts';
import { engagementHandlers } from './engagements.ts';
import { newRef, toStages, toWirePlan } from './plan.ts';
import { rotationHandlers } from './rotations.ts';
import { ssmContacts } from './service.ts';

/** ssm-contacts: people, their channels and plans, and what was sent to them. Handlers translate; the rooms decide. */
export function ssmContactsService(rooms: Rooms): Implementation<Tx> {
  const { contacts, contactChannels, replicationSets } = rooms;
  const contactOf = (call: WireCall, arn: string) => own(call.actor, parseContactArn(arn, 'ContactId'), arn);
  const channelOf = (call: WireCall, arn: string) =>
    own(call.actor, parseOwnedArn(arn, 'contact-channel', 'ContactChannelId'), arn);
  return implement(ssmContacts, {
    ...engagementHandlers(rooms),
    ...rotationHandlers(rooms),
    CreateContact: async ({ actor, now, context }, input) => {
      await replicationSets.require(context, actor.account, 'validation');
      const ref = newRef(actor, input.Alias);
      const stages = toStages(input.Plan, ref);
      await contacts.create(context, now, actor, {
        ...ref,
        type: input.Type,
        ...(input.DisplayName ? { displayName: input.DisplayName } : {}),
        stages,
        tags: tagsOf(input.Tags),
      });
      return { ContactArn: contactArn(ref) };
    },
    UpdateContact: async (call, input) => {
      const ref = contactOf(call, input.ContactId);
      const stages = input.Plan && toStages(input.Plan, ref);
      await contacts.update(call.context, call.now, ref, {
        ...(input.DisplayName === undefined ? {} : { displayName: input.DisplayName }),
        ...(stages ? { stages } : {}),
      });
      return {};
    },
    GetContact: async (call, input) => {
      const contact = await contacts.get(call.context, contactOf(call, input.ContactId));
      return {
        ContactArn: contactArn(contact),
        Alias: contact.alias,
        Type: contact.type,
        Plan: toWirePlan(contact.stages, contact),
        DisplayName: contact.displayName,
      };
    },
    CreateContactChannel: async (call, input) => {
      const contact = contactOf(call, input.ContactId);
      const address = input.DeliveryAddress.SimpleAddress;
      if (!address)
        throw invalid('DeliveryAddress: it needs a SimpleAddress', {
          name: 'DeliveryAddress',
          message: 'SimpleAddress is missing',
        });
      const channel = {
        contact,
        name: input.Name,
        type: input.Type,
        address,
        deferActivation: input.DeferActivation ?? false,
      };
      const id = await contactChannels.create(call.context, call.now, call.actor, channel);
      return { ContactChannelArn: channelArn(contact, id) };
    },
    GetContactChannel: async (call, input) => {
      const ref = channelOf(call, input.ContactChannelId);
      const channel = await contactChannels.get(call.context, ref, ref.id);
      return {
        ContactArn: contactArn(channel.contact),
        ContactChannelArn: channelArn(channel.contact, channel.id),
        Name: channel.name,
        Type: channel.type,
        DeliveryAddress: { SimpleAddress: channel.address },
        ActivationStatus: channel.activated ? 'ACTIVATED' : 'NOT_ACTIVATED',
      };
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
  });
}
