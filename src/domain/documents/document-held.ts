import { Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { type DocumentRef, noDocument, noVersion, type VersionWish } from './document-ref.ts';
import { type DocumentRow, documentsSql } from './documents.sql.ts';
import type { Reader } from './documents.ts';
import { shippedDocuments } from './shipped/index.ts';

/** One's own document, held until the transaction ends. What is shipped is refused: nobody changes it. */
export async function lockOwn(tx: Tx, reader: Reader, name: string): Promise<DocumentRow> {
  const row = await lockIfThere(tx, reader, name);
  if (row) return row;
  throw noDocument(name);
}

/** The same where there may be none. */
export async function lockIfThere(tx: Tx, { account, region }: Reader, name: string): Promise<DocumentRow | undefined> {
  if (shippedDocuments.has(name)) throw ownedByAmazon(name);
  return tx.first(documentsSql.lock, [account, region, name]);
}

const ownedByAmazon = (name: string) =>
  new Refusal(
    'accessDenied',
    `The document ${name} is shipped with Muster and cannot be changed. Clone it under another name.`,
  );

/** What a reader may read under a name: their own, or another account's that is shared with them. Undefined: it is not stored. */
export async function findReadable(
  on: Queries,
  reader: Reader,
  { account = reader.account, region, name }: DocumentRef,
): Promise<DocumentRow | undefined> {
  if (account === '' || region !== reader.region) return undefined;
  const row = await on.first(documentsSql.find, [account, region, name]);
  return row && (account === reader.account || shareOf(row, reader)) ? row : undefined;
}

const shareOf = ({ shared }: DocumentRow, reader: Reader) =>
  shared.find(({ account }) => account === reader.account || account.toLowerCase() === 'all');

/** The number of the version that is wished for; the default one unless said. Refuses one that is not there, or not shared. */
export async function versionOf(on: Queries, row: DocumentRow, wish: VersionWish, reader: Reader): Promise<number> {
  const version = await wished(on, row, wish);
  const share = row.account === reader.account ? undefined : shareOf(row, reader);
  const only =
    share?.version === '$DEFAULT' ? row.default_version : share?.version === '$LATEST' ? row.latest_version : version;
  if (version === undefined || only !== version) throw noVersion(row.name, wish);
  return version;
}

async function wished(
  on: Queries,
  row: DocumentRow,
  { version, versionName }: VersionWish,
): Promise<number | undefined> {
  const named =
    versionName === undefined ? undefined : await on.first(documentsSql.versionCalled, [row.id, versionName]);
  if (versionName !== undefined && !named) return undefined;
  const number = version === undefined ? undefined : numberOf(row, version);
  // Both given have to mean the same.
  if (named && number !== undefined && named.version !== number) return undefined;
  return named?.version ?? number ?? row.default_version;
}

function numberOf(row: DocumentRow, version: string): number {
  if (version === '$DEFAULT') return row.default_version;
  return version === '$LATEST' ? row.latest_version : Number(version);
}
