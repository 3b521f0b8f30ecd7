import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type ContactRef, contactArn } from './contact.ts';
import { contactsSql } from './contacts.sql.ts';

/** Tags that a contact can have. */
const TAGS = 50;

export interface ContactTags {
  tags(on: Queries, ref: ContactRef): Promise<Record<string, string>>;
  /** Sets these beside those that are there. Refuses (quotaExceeded) more than 50 in all. */
  tag(tx: Tx, ref: ContactRef, tags: Record<string, string>): Promise<void>;
  /** A key that is not there is no error. */
  untag(tx: Tx, ref: ContactRef, keys: string[]): Promise<void>;
}

const values = ({ account, region, alias }: ContactRef) => [account, region, alias];

export const contactTags: ContactTags = {
  async tags(on, ref) {
    return known(await on.first(contactsSql.tags, values(ref)), ref);
  },
  async tag(tx, ref, tags) {
    const next = { ...known(await tx.first(contactsSql.lockTags, values(ref)), ref), ...tags };
    const count = Object.keys(next).length;
    if (count > TAGS) {
      throw new Refusal('quotaExceeded', `A contact has ${TAGS} tags at most; with these it would have ${count}.`, {
        resourceType: 'CONTACT',
        resourceId: contactArn(ref),
        quotaCode: 'tags-per-resource',
      });
    }
    await tx.rows(contactsSql.setTags, [...values(ref), JSON.stringify(next)]);
  },
  async untag(tx, ref, keys) {
    const gone = new Set(keys);
    const was = known(await tx.first(contactsSql.lockTags, values(ref)), ref);
    const next = Object.fromEntries(Object.entries(was).filter(([key]) => !gone.has(key)));
    await tx.rows(contactsSql.setTags, [...values(ref), JSON.stringify(next)]);
  },
};

function known(row: { tags: Record<string, string> } | undefined, ref: ContactRef): Record<string, string> {
  if (!row) throw notFound('CONTACT', contactArn(ref));
  return row.tags;
}
