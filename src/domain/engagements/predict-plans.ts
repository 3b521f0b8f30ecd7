import { type Contact, type ContactChannel, type ContactRef, keyOf } from '#domain/contacts';
import type { Queries } from '#storage/db';
import type { PlanRooms } from './book.ts';

/** By id: every channel that was read. */
export type KnownChannels = Map<string, ContactChannel>;

/**
 * The same rooms with people and plans read once, so that a prediction is of one state of them and each of its steps costs little.
 * Schedules are asked anew at each step: that is what moves. `channels` takes what was read.
 */
export function frozen(rooms: PlanRooms, channels: KnownChannels): PlanRooms {
  const contacts = new Map<string, Contact | undefined>();
  const asked = new Set<string>();
  const find = async (on: Queries, refs: ContactRef[]) => {
    const fresh = refs.filter((ref) => !contacts.has(keyOf(ref)));
    const found = await rooms.contacts.find(on, fresh);
    for (const ref of fresh) contacts.set(keyOf(ref), found.get(keyOf(ref)));
    const known = refs.flatMap((ref) => contacts.get(keyOf(ref)) ?? []);
    return new Map(known.map((contact) => [keyOf(contact), contact]));
  };
  const of = async (on: Queries, refs: ContactRef[]) => {
    const fresh = refs.filter((ref) => !asked.has(keyOf(ref)));
    if (fresh.length > 0) for (const one of await rooms.contactChannels.of(on, fresh)) channels.set(one.id, one);
    for (const ref of fresh) asked.add(keyOf(ref));
    const wanted = new Set(refs.map(keyOf));
    return [...channels.values()].filter(({ contact }) => wanted.has(keyOf(contact)));
  };
  return { ...rooms, contacts: { ...rooms.contacts, find }, contactChannels: { ...rooms.contactChannels, of } };
}
