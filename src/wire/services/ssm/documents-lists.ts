import { type Document, parseDocumentName } from '#domain/documents';
import type { Rooms } from '../../rooms.ts';
import { paged, type SomeHandlers } from '../support.ts';
import { withCodes } from './codes.ts';
import { type Filter, holdsOf } from './documents-filters.ts';
import { toIdentifier, toVersion } from './documents-views.ts';
import type { ssm } from './service.ts';

type Names = 'ListDocuments' | 'ListDocumentVersions' | 'DescribeDocumentPermission' | 'ModifyDocumentPermission';

/** Lists of documents, and whom they are shared with. */
export function documentLists({ documents, cursors }: Rooms): SomeHandlers<typeof ssm, Names> {
  return {
    ListDocuments: (call, { DocumentFilterList, Filters, MaxResults, NextToken }) =>
      withCodes(async () => {
        const legacy = (DocumentFilterList ?? []).map(({ key, value }): Filter => ({ key, values: [value] }));
        const filters = [...legacy, ...(Filters ?? []).map(({ Key, Values }) => ({ key: Key, values: Values ?? [] }))];
        const { account, region } = call.actor;
        const holds = holdsOf(filters, account);
        const fetch = (limit: number, after: unknown) =>
          documents.list(call.context, { account, region, holds, limit, ...(after ? { after: String(after) } : {}) });
        const asked = { token: NextToken, size: MaxResults, filters };
        const { items, nextToken } = await paged<Document>(call, cursors, asked, fetch, ({ name }) => name);
        return { DocumentIdentifiers: items.map((item) => toIdentifier(item, call.actor)), NextToken: nextToken };
      }),
    ListDocumentVersions: (call, { Name, MaxResults, NextToken }) =>
      withCodes(async () => {
        const ref = parseDocumentName(Name, call.actor.region);
        const fetch = (limit: number, before: unknown) =>
          documents.versions(call.context, call.actor, ref, limit, before ? Number(before) : undefined);
        const asked = { token: NextToken, size: MaxResults, filters: Name };
        const { items, nextToken } = await paged<Document>(call, cursors, asked, fetch, ({ version }) => version);
        return { DocumentVersions: items.map(toVersion), NextToken: nextToken };
      }),
    DescribeDocumentPermission: (call, { Name, MaxResults, NextToken }) =>
      withCodes(async () => {
        const shares = await documents.shares(call.context, call.actor, Name);
        const fetch = async (limit: number, after: unknown) =>
          shares.filter(({ account }) => !after || account > String(after)).slice(0, limit);
        const asked = { token: NextToken, size: MaxResults, filters: Name };
        const { items, nextToken } = await paged(call, cursors, asked, fetch, ({ account }) => account);
        return {
          AccountIds: items.map(({ account }) => account),
          AccountSharingInfoList: items.map(({ account, version }) => ({
            AccountId: account,
            SharedDocumentVersion: version,
          })),
          NextToken: nextToken,
        };
      }),
    ModifyDocumentPermission: async (call, input) => {
      await documents.share(call.context, call.actor, input.Name, {
        add: input.AccountIdsToAdd ?? [],
        remove: input.AccountIdsToRemove ?? [],
        version: input.SharedDocumentVersion ?? '$DEFAULT',
      });
      return {};
    },
  };
}
