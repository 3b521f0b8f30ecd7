import { type Contact, type ContactChannels, type ContactRef, type Contacts, keyOf, nameOf } from '#domain/contacts';
import type { Queries } from '#storage/db';
import type { Book } from './engagement.ts';

/** Reads what a decision needs to know of the plans: these contacts, the people their stages name, and their channels. */
export async function readBook(
  on: Queries,
  rooms: { contacts: Contacts; contactChannels: ContactChannels; minuteMs: number },
  refs: ContactRef[],
): Promise<Book> {
  const named = await rooms.contacts.find(on, refs);
  const people = [...named.values()].flatMap((contact) =>
    contact.stages.flatMap((stage) =>
      stage.targets.flatMap((target) => (target.kind === 'contact' ? [target.contact] : [])),
    ),
  );
  const further = await rooms.contacts.find(
    on,
    people.filter((ref) => !named.has(keyOf(ref))),
  );
  const all: Contact[] = [...named.values(), ...further.values()];
  const channels = await rooms.contactChannels.of(
    on,
    all.filter((contact) => contact.type === 'PERSONAL'),
  );
  return {
    contacts: new Map(
      all.map((contact) => [keyOf(contact), { type: contact.type, name: nameOf(contact), stages: contact.stages }]),
    ),
    channels: new Map(channels.map(({ id, type, activated }) => [id, { type, activated }])),
    minuteMs: rooms.minuteMs,
  };
}
