import { contactArn, parseContactArn } from '#domain/contacts';
import type { Tx } from '#storage/db';
import type { Rooms } from '../../rooms.ts';
import { type Implementation, implement } from '../../service.ts';
import { own, paged, tagsOf, type WireCall } from '../support.ts';
import { channelHandlers } from './channels.ts';
import { engagementHandlers } from './engagements.ts';
import { pageHandlers } from './pages.ts';
import { newRef, toPlan, toWirePlan } from './plan.ts';
import { rotationHandlers } from './rotations.ts';
import { ssmContacts } from './service.ts';
import { sharingHandlers } from './sharing.ts';

/** ssm-contacts: people, their channels and plans, and what was sent to them. Handlers translate; the rooms decide. */
export function ssmContactsService(rooms: Rooms): Implementation<Tx> {
  const { contacts, replicationSets, cursors } = rooms;
  const contactOf = (call: WireCall, arn: string) => own(call.actor, parseContactArn(arn, 'ContactId'), arn);
  return implement(ssmContacts, {
    ...channelHandlers(rooms),
    ...engagementHandlers(rooms),
    ...pageHandlers(rooms),
    ...sharingHandlers(rooms),
    ...rotationHandlers(rooms),
    CreateContact: async ({ actor, now, context }, input) => {
      await replicationSets.require(context, actor.account, 'validation');
      const ref = newRef(actor, input.Alias);
      await contacts.create(context, now, actor, {
        ...ref,
        type: input.Type,
        ...(input.DisplayName ? { displayName: input.DisplayName } : {}),
        ...toPlan(input.Plan, ref),
        tags: tagsOf(input.Tags),
      });
      return { ContactArn: contactArn(ref) };
    },
    UpdateContact: async (call, input) => {
      const ref = contactOf(call, input.ContactId);
      await contacts.update(call.context, call.now, ref, {
        ...(input.DisplayName === undefined ? {} : { displayName: input.DisplayName }),
        ...(input.Plan ? { plan: toPlan(input.Plan, ref) } : {}),
      });
      return {};
    },
    GetContact: async (call, input) => {
      const contact = await contacts.get(call.context, contactOf(call, input.ContactId));
      return {
        ContactArn: contactArn(contact),
        Alias: contact.alias,
        Type: contact.type,
        Plan: toWirePlan(contact, contact),
        DisplayName: contact.displayName,
      };
    },
    ListContacts: async (call, input) => {
      const { account, region } = call.actor;
      const { AliasPrefix: aliasPrefix, Type: type } = input;
      const query = { account, region, ...(aliasPrefix ? { aliasPrefix } : {}), ...(type ? { type } : {}) };
      const asked = { token: input.NextToken, size: input.MaxResults, filters: [aliasPrefix, type] };
      const fetch = (limit: number, after: unknown) =>
        contacts.list(call.context, { ...query, limit, ...(after === undefined ? {} : { after: after as string }) });
      const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ alias }) => alias);
      const summaries = items.map((contact) => ({
        ContactArn: contactArn(contact),
        Alias: contact.alias,
        Type: contact.type,
        DisplayName: contact.displayName,
      }));
      return { Contacts: summaries, NextToken: nextToken };
    },
    DeleteContact: async (call, input) => {
      await contacts.remove(call.context, contactOf(call, input.ContactId));
      return {};
    },
  });
}
