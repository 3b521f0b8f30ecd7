import type { Queries } from '#storage/db';
import { listSql } from './list.sql.ts';
import { type Secret, toSecret } from './secret.ts';

export type FilterKey = 'description' | 'name' | 'tag-key' | 'tag-value' | 'primary-region' | 'owning-service' | 'all';

/** A filter holds where one of its values does: the beginning of the text, or with `!` before it that it begins otherwise. */
export interface SecretFilter {
  key: FilterKey;
  values: readonly string[];
}

export type SortBy = 'created-date' | 'last-accessed-date' | 'last-changed-date' | 'name';

/** Where a list goes on: the sorted value of the last secret of a page, and its id. */
export type ListPosition = readonly [key: string, id: string];

export interface SecretQuery {
  account: string;
  region: string;
  /** All must hold. */
  filters: readonly SecretFilter[];
  /** Also those that are scheduled for deletion. */
  withDeleted: boolean;
  sortBy: SortBy;
  order: 'asc' | 'desc';
  limit: number;
  after?: ListPosition;
}

/** Secrets without their values, in the order asked for. */
export async function listSecrets(
  on: Queries,
  query: SecretQuery,
): Promise<{ secret: Secret; position: ListPosition }[]> {
  const filters = query.filters.map(({ key, values }) => ({ key, values: values.map(readValue) }));
  const rows = await on.rows(query.order === 'asc' ? listSql.ascending : listSql.descending, [
    query.account,
    query.region,
    JSON.stringify(filters),
    query.sortBy,
    query.withDeleted,
    query.after?.[0] ?? null,
    query.after?.[1] ?? null,
    query.limit,
  ]);
  return rows.map((row) => ({ secret: toSecret(row), position: [row.sort_key, row.id] }));
}

const readValue = (value: string) =>
  value.startsWith('!') ? { text: value.slice(1), negated: true } : { text: value, negated: false };
