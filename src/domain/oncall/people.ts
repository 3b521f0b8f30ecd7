import { type ContactRef, type Contacts, contactArn, keyOf } from '#domain/contacts';
import { notFound } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { checkPerson } from './check.ts';

/**
 * The ARNs of people who are to be on call, held until the transaction ends. Refuses who does not exist (notFound) or is no
 * person (validation, naming `field`).
 */
export async function checkPeople(
  tx: Tx,
  contacts: Contacts,
  field: string,
  refs: readonly ContactRef[],
): Promise<string[]> {
  const known = await contacts.hold(tx, [...refs]);
  for (const ref of refs) {
    const contact = known.get(keyOf(ref));
    if (!contact) throw notFound('CONTACT', contactArn(ref));
    checkPerson(field, ref, contact.type);
  }
  return refs.map(contactArn);
}
