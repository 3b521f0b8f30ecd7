import type { Tags } from '#kernel/tags';
import { statement } from '#storage/statement';
import type { DocumentFormat, ParameterFacts } from './content.ts';

export interface Share {
  /** Twelve digits, or `all`. */
  account: string;
  /** `$DEFAULT`, `$LATEST` or `$ALL`. */
  version: string;
}

export interface DocumentRow {
  id: string;
  account: string;
  region: string;
  name: string;
  type: string;
  target_type: string | null;
  tags: Tags;
  shared: Share[];
  default_version: number;
  latest_version: number;
  created_at: Date;
}

/** A version without its text. */
export interface VersionFactsRow {
  version: number;
  version_name: string | null;
  display_name: string | null;
  format: DocumentFormat;
  hash: string;
  schema_version: string | null;
  description: string | null;
  parameters: ParameterFacts[];
  author: string;
  version_created_at: Date;
}
export interface VersionRow extends VersionFactsRow {
  content: string;
}

const DOCUMENT =
  'd.id, d.account, d.region, d.name, d.type, d.target_type, d.tags, d.shared, d.default_version, d.latest_version, d.created_at';
const FACTS = `v.version, v.version_name, v.display_name, v.format, v.hash, v.schema_version, v.description, v.parameters, v.author,
  v.created_at as version_created_at`;
const NAMED = 'd.account = $1 and d.region = $2 and d.name = $3';

export const documentsSql = {
  insert: statement<{ id: string }>(
    'documents.insert',
    `insert into documents (id, account, region, name, type, target_type, tags, default_version, latest_version, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, 1, 1, $8) on conflict (account, region, name) do nothing returning id`,
  ),
  count: statement<{ count: number }>(
    'documents.count',
    `select count(*)::int as count from
       (select 1 from documents d where d.account = $1 and d.region = $2 limit $3) as found`,
  ),
  find: statement<DocumentRow>('documents.find', `select ${DOCUMENT} from documents d where ${NAMED}`),
  lock: statement<DocumentRow>('documents.lock', `select ${DOCUMENT} from documents d where ${NAMED} for update`),
  delete: statement('documents.delete', 'delete from documents where id = $1'),
  setDefault: statement('documents.setDefault', 'update documents set default_version = $2 where id = $1'),
  setLatest: statement('documents.setLatest', 'update documents set latest_version = $2 where id = $1'),
  setTargetType: statement('documents.setTargetType', 'update documents set target_type = $2 where id = $1'),
  setTags: statement('documents.setTags', 'update documents set tags = $2 where id = $1'),
  setShared: statement('documents.setShared', 'update documents set shared = $2 where id = $1'),
  insertVersion: statement(
    'documents.insertVersion',
    `insert into document_versions (document, account, version, version_name, display_name, format, content, hash, schema_version,
       description, parameters, author, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
  ),
  version: statement<VersionRow>(
    'documents.version',
    `select ${FACTS}, v.content from document_versions v where v.document = $1 and v.version = $2`,
  ),
  versionCalled: statement<{ version: number }>(
    'documents.versionCalled',
    'select v.version from document_versions v where v.document = $1 and v.version_name = $2',
  ),
  countVersions: statement<{ count: number }>(
    'documents.countVersions',
    'select count(*)::int as count from document_versions v where v.document = $1',
  ),
  latestVersion: statement<{ version: number }>(
    'documents.latestVersion',
    'select max(v.version) as version from document_versions v where v.document = $1',
  ),
  deleteVersion: statement(
    'documents.deleteVersion',
    'delete from document_versions where document = $1 and version = $2',
  ),
  /** The newest first, before a version. */
  versions: statement<VersionFactsRow>(
    'documents.versions',
    `select ${FACTS} from document_versions v
     where v.document = $1 and ($2::int is null or v.version < $2) order by v.version desc limit $3`,
  ),
  /** Each with its default version, by name. */
  list: statement<DocumentRow & VersionFactsRow>(
    'documents.list',
    `select ${DOCUMENT}, ${FACTS} from documents d
     join document_versions v on v.document = d.id and v.version = d.default_version
     where d.account = $1 and d.region = $2 and ($3::text is null or d.name > $3::text collate "C")
     order by d.name collate "C" limit $4`,
  ),
};
