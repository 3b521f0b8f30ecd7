import { keyOf } from '#domain/contacts';
import { type Book, type Engagement, type EngagementTree, isPresent } from './engagement.ts';

/** How a contact is called on the timeline; one that is gone, by its alias. */
export const nameIn = (book: Book, one: Engagement) => book.contacts.get(keyOf(one.contact))?.name ?? one.contact.alias;

/** The people who have acknowledged in the present round, each once; empty where there is nobody. */
export function answeredIn(book: Book, tree: EngagementTree): string {
  const answered = tree.all.filter(
    (one) => one.status === 'acknowledged' && one.contactType === 'PERSONAL' && isPresent(one, tree),
  );
  return [...new Set(answered.map((one) => nameIn(book, one)))].join(', ');
}
