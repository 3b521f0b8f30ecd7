import { Refusal } from '#kernel/refusal';
import { changedTags } from '#kernel/tags';
import { findReadable, lockOwn } from './document-held.ts';
import { documentArn, noDocument } from './document-ref.ts';
import { documentsSql, type Share } from './documents.sql.ts';
import type { Documents, DocumentsDeps } from './documents.ts';
import { shippedDocuments } from './shipped/index.ts';

type Keeping = Pick<Documents, 'tag' | 'tags' | 'shares' | 'share'>;

/** AWS's bound on the accounts that a document is shared with. */
const MOST_SHARES = 1000;

/** Tags, and with whom documents are shared. */
export function documentKeeping({ quotas }: DocumentsDeps): Keeping {
  return {
    async tag(tx, actor, name, change) {
      const row = await lockOwn(tx, actor, name);
      const next = changedTags(row.tags, change, quotas.tagsPerResource, { type: 'DOCUMENT', id: documentArn(row) });
      await tx.rows(documentsSql.setTags, [row.id, JSON.stringify(next)]);
    },
    async tags(on, reader, name) {
      const row = await findReadable(on, reader, { region: reader.region, name, given: name });
      if (!row && !shippedDocuments.has(name)) throw noDocument(name);
      return row?.tags ?? {};
    },
    async shares(on, reader, name) {
      const row = await findReadable(on, reader, { region: reader.region, name, given: name });
      if (!row && !shippedDocuments.has(name)) throw noDocument(name);
      return row ? row.shared : [{ account: 'all', version: '$ALL' }];
    },
    async share(tx, actor, name, { add, remove, version }) {
      const row = await lockOwn(tx, actor, name);
      const added = add.map((account): Share => ({ account: account.toLowerCase(), version }));
      const gone = [...remove.map((account) => account.toLowerCase()), ...added.map(({ account }) => account)];
      const next = [...row.shared.filter(({ account }) => !gone.includes(account)), ...added].sort((one, other) =>
        one.account < other.account ? -1 : 1,
      );
      if (next.length > MOST_SHARES)
        throw new Refusal(
          'quotaExceeded',
          `A document is shared with at most ${MOST_SHARES} accounts; this would be ${next.length}.`,
          {
            code: 'DocumentPermissionLimit',
          },
        );
      await tx.rows(documentsSql.setShared, [row.id, JSON.stringify(next)]);
    },
  };
}
