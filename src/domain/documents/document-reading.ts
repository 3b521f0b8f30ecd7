import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { checkContent } from './content.ts';
import { type Document, type DocumentText, shippedDocument, toDocument } from './document.ts';
import { findReadable, versionOf } from './document-held.ts';
import { type DocumentRef, noDocument, noVersion, parseDocumentName, type VersionWish } from './document-ref.ts';
import { documentsSql } from './documents.sql.ts';
import type { DocumentQuery, Documents, Reader, RunbookFound } from './documents.ts';
import { faultsText } from './fault.ts';
import { readRunbook } from './read-runbook.ts';
import { shippedDocuments } from './shipped/index.ts';

type Reading = Pick<Documents, 'get' | 'list' | 'versions' | 'runbook'>;

/** How many are read at a time to find those that a list is of. */
const BATCH = 200;

/** Reading documents: one's own, shared ones, and those that Muster ships. */
export function documentReading(): Reading {
  return { get, list, versions, runbook };
}

async function get(on: Queries, reader: Reader, ref: DocumentRef, wish: VersionWish): Promise<DocumentText> {
  const row = await findReadable(on, reader, ref);
  if (!row) return shippedFor(reader, ref, wish);
  const number = await versionOf(on, row, wish, reader);
  const version = await on.first(documentsSql.version, [row.id, number]);
  if (!version) throw noVersion(ref.given, wish);
  return { ...toDocument(row, version), content: version.content };
}

function shippedFor({ region }: Reader, ref: DocumentRef, { version = '1', versionName }: VersionWish): DocumentText {
  const shipped = ref.account ? undefined : shippedDocuments.get(ref.name);
  if (!shipped) throw noDocument(ref.given);
  if (versionName !== undefined || !['1', '$DEFAULT', '$LATEST'].includes(version))
    throw noVersion(ref.given, { version, versionName });
  return shippedDocument(shipped, checkContent(shipped.type, shipped.format, shipped.content), region);
}

async function list(on: Queries, query: DocumentQuery): Promise<Document[]> {
  const { region, holds, limit } = query;
  const shipped = [...shippedDocuments.keys()]
    .filter((name) => query.after === undefined || name > query.after)
    .map((name) => shippedFor(query, { region, name, given: name }, {}));
  const found: Document[] = shipped.filter(holds);
  for (let after = query.after, more = true; more; ) {
    const rows = await on.rows(documentsSql.list, [query.account, region, after ?? null, BATCH]);
    found.push(...rows.map((row) => toDocument(row, row)).filter(holds));
    after = rows.at(-1)?.name;
    more = rows.length === BATCH && found.length <= limit + shipped.length;
  }
  return found.sort((one, other) => (one.name < other.name ? -1 : 1)).slice(0, limit);
}

async function versions(on: Queries, reader: Reader, ref: DocumentRef, limit: number, before?: number) {
  const row = await findReadable(on, reader, ref);
  if (!row) return before === undefined || before > 1 ? [shippedFor(reader, ref, {})] : [];
  const rows = await on.rows(documentsSql.versions, [row.id, before ?? null, limit]);
  return rows.map((version) => toDocument(row, version));
}

async function runbook(on: Queries, reader: Reader, nameOrArn: string, version?: string): Promise<RunbookFound> {
  try {
    const ref = parseDocumentName(nameOrArn, reader.region);
    const { content, ...document } = await get(on, reader, ref, { version });
    if (document.type !== 'Automation' || document.format === 'TEXT') {
      const message = `The document ${nameOrArn} is of type ${document.type}; only those of type Automation can run.`;
      return { is: 'no runbook', message };
    }
    const read = readRunbook(content, document.format);
    if (!read.ok)
      return { is: 'no runbook', message: `The document ${nameOrArn} cannot be read: ${faultsText(read.faults)}` };
    return { is: 'found', runbook: read.runbook, document };
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'notFound') throw error;
    return { is: error.details.code === 'InvalidDocument' ? 'no document' : 'no version', message: error.message };
  }
}
