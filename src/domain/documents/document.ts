import type { Tags } from '#kernel/tags';
import type { ContentFacts, DocumentFormat, ParameterFacts } from './content.ts';
import type { DocumentRow, VersionFactsRow } from './documents.sql.ts';
import type { Shipped } from './shipped/index.ts';

/** A document with one of its versions, without the text of it. */
export interface Document {
  /** Absent: it is shipped. */
  account?: string;
  region: string;
  name: string;
  type: string;
  targetType?: string;
  tags: Tags;
  defaultVersion: number;
  latestVersion: number;
  version: number;
  versionName?: string;
  displayName?: string;
  format: DocumentFormat;
  hash: string;
  schemaVersion?: string;
  description?: string;
  parameters: readonly ParameterFacts[];
  /** When this version was made. */
  createdAt: Date;
  /** Its maker's ARN. */
  author?: string;
}

export interface DocumentText extends Document {
  content: string;
}

export function toDocument(row: DocumentRow, version: VersionFactsRow): Document {
  return {
    account: row.account,
    region: row.region,
    name: row.name,
    type: row.type,
    ...(row.target_type ? { targetType: row.target_type } : {}),
    tags: row.tags,
    defaultVersion: row.default_version,
    latestVersion: row.latest_version,
    version: version.version,
    ...(version.version_name ? { versionName: version.version_name } : {}),
    ...(version.display_name ? { displayName: version.display_name } : {}),
    format: version.format,
    hash: version.hash,
    ...(version.schema_version ? { schemaVersion: version.schema_version } : {}),
    ...(version.description ? { description: version.description } : {}),
    parameters: version.parameters,
    createdAt: version.version_created_at,
    author: version.author,
  };
}

/** A shipped document: one version, the same in every account and Region. */
export function shippedDocument({ name, type, format, content, at }: Shipped, facts: ContentFacts, region: string) {
  return {
    ...{ region, name, type, format, content, ...facts },
    ...{ tags: {}, defaultVersion: 1, latestVersion: 1, version: 1, createdAt: new Date(at) },
  } satisfies DocumentText;
}
