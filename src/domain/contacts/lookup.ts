import type { Queries } from '#storage/db';
import { contactArn, parseContactArn } from './contact.ts';
import type { Contacts } from './contacts.ts';

/** Tells which of these ARNs are contacts of the account, in whatever Region; another account's are none. */
export function contactLookup(contacts: Pick<Contacts, 'find'>) {
  return async (on: Queries, account: string, arns: readonly string[]): Promise<ReadonlySet<string>> => {
    const own = arns.map((arn) => parseContactArn(arn, 'engagements')).filter((ref) => ref.account === account);
    return new Set([...(await contacts.find(on, own)).values()].map(contactArn));
  };
}
