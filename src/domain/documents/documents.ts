import type { Actor } from '#kernel/actor';
import type { Quota } from '#kernel/quota';
import type { TagChange, Tags } from '#kernel/tags';
import type { Queries, Tx } from '#storage/db';
import type { DocumentFormat } from './content.ts';
import type { Document, DocumentText } from './document.ts';
import { documentKeeping } from './document-keeping.ts';
import { documentMaking } from './document-making.ts';
import { documentReading } from './document-reading.ts';
import type { DocumentRef, VersionWish } from './document-ref.ts';
import type { Share } from './documents.sql.ts';
import type { Runbook } from './runbook.ts';

export interface NewDocument {
  name: string;
  type: string;
  format: DocumentFormat;
  content: string;
  targetType?: string;
  displayName?: string;
  versionName?: string;
  tags: Tags;
}

export interface NewVersion {
  content: string;
  format: DocumentFormat;
  /** Which version it follows: the latest one, or the refusal InvalidDocumentVersion. */
  after?: string;
  targetType?: string;
  displayName?: string;
  versionName?: string;
}

export interface DocumentQuery {
  account: string;
  region: string;
  /** Which of them; all must hold. */
  holds(document: Document): boolean;
  limit: number;
  /** Goes on after this name. */
  after?: string;
}

/** What is started by a name: a runbook, or in which way there is none. */
export type RunbookFound =
  | { is: 'found'; runbook: Runbook; document: Document }
  | { is: 'no document' | 'no version' | 'no runbook'; message: string };

/** Documents by name. Whose they are is said by the actor, or by the reference's account. */
export interface Documents {
  create(tx: Tx, now: Date, actor: Actor, document: NewDocument): Promise<Document>;
  /** A further version; the default stays. */
  update(tx: Tx, now: Date, actor: Actor, name: string, version: NewVersion): Promise<Document>;
  /** Answers that version. */
  setDefault(tx: Tx, actor: Actor, name: string, version: string): Promise<Document>;
  /** Without a wish the whole document, with one that version, which is not the default. */
  remove(tx: Tx, actor: Actor, name: string, wish: VersionWish): Promise<void>;
  /** Also of another account that shares it with the reader, and those that Muster ships. */
  get(on: Queries, reader: Reader, ref: DocumentRef, wish: VersionWish): Promise<DocumentText>;
  /** One's own by its latest version, held until the transaction ends; undefined: there is none, and no shipped one. */
  latest(tx: Tx, actor: Actor, name: string): Promise<DocumentText | undefined>;
  /** Own ones and those that Muster ships, by name, each by its default version. */
  list(on: Queries, query: DocumentQuery): Promise<Document[]>;
  /** The newest first; `before` a version. */
  versions(on: Queries, reader: Reader, ref: DocumentRef, limit: number, before?: number): Promise<Document[]>;
  tag(tx: Tx, actor: Actor, name: string, change: TagChange): Promise<void>;
  tags(on: Queries, reader: Reader, name: string): Promise<Tags>;
  /** With whom it is shared. */
  shares(on: Queries, reader: Reader, name: string): Promise<readonly Share[]>;
  share(
    tx: Tx,
    actor: Actor,
    name: string,
    change: { add: readonly string[]; remove: readonly string[]; version: string },
  ): Promise<void>;
  /** A runbook by name or ARN and version (the default one unless given), ready to run. Throws nothing for what is not there. */
  runbook(on: Queries, reader: Reader, nameOrArn: string, version?: string): Promise<RunbookFound>;
}

export interface Reader {
  account: string;
  region: string;
}

export interface DocumentsDeps {
  quotas: { documents: Quota; documentVersions: Quota; tagsPerResource: Quota };
}

/** All that is done with documents. */
export function createDocuments(deps: DocumentsDeps): Documents {
  return { ...documentMaking(deps), ...documentReading(), ...documentKeeping(deps) };
}
