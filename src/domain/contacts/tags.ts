import type { Quota } from '#kernel/quota';
import { notFound } from '#kernel/refusal';
import { changedTags, type TagChange, type Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import { type ContactRef, contactArn } from './contact.ts';
import { contactsSql } from './contacts.sql.ts';

export interface ContactTags {
  tags(on: Queries, ref: ContactRef): Promise<Tags>;
  /** Sets or removes tags. Refuses (quotaExceeded) more than the quota. */
  tag(tx: Tx, ref: ContactRef, change: TagChange): Promise<void>;
}

const values = ({ account, region, alias }: ContactRef) => [account, region, alias];

export const contactTags = (quota: Quota): ContactTags => ({
  async tags(on, ref) {
    return known(await on.first(contactsSql.tags, values(ref)), ref);
  },
  async tag(tx, ref, change) {
    const was = known(await tx.first(contactsSql.lockTags, values(ref)), ref);
    const next = changedTags(was, change, quota, { type: 'CONTACT', id: contactArn(ref) });
    await tx.rows(contactsSql.setTags, [...values(ref), JSON.stringify(next)]);
  },
});

function known(row: { tags: Tags } | undefined, ref: ContactRef): Tags {
  if (!row) throw notFound('CONTACT', contactArn(ref));
  return row.tags;
}
