import { newId } from '#kernel/ids';
import { within } from '#kernel/quota';
import { Refusal } from '#kernel/refusal';
import type { Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { type ContentFacts, checkContent } from './content.ts';
import { toDocument } from './document.ts';
import { lockIfThere, lockOwn, versionOf } from './document-held.ts';
import { badOperation, checkDocumentName, documentArn, noVersion } from './document-ref.ts';
import { type DocumentRow, documentsSql } from './documents.sql.ts';
import type { Documents, DocumentsDeps, NewDocument, NewVersion } from './documents.ts';

type Making = Pick<Documents, 'create' | 'update' | 'setDefault' | 'remove' | 'latest'>;

/** Making documents and versions, and taking them away. */
export function documentMaking({ quotas }: DocumentsDeps): Making {
  return {
    async create(tx, now, { account, region, principal }, document) {
      const { name, type, format, content, targetType, tags } = document;
      checkDocumentName(name);
      const facts = checkContent(type, format, content);
      const resource = { type: 'DOCUMENT', id: documentArn({ account, region, name }) };
      within(quotas.tagsPerResource, Object.keys(tags).length, resource);
      await oneAtATime(tx, `documents/${account}/${region}`);
      const id = newId(now);
      const values = [id, account, region, name, type, targetType ?? null, JSON.stringify(tags), now];
      if (!(await tx.first(documentsSql.insert, values))) throw taken(name, resource.id);
      const most = (quotas.documents.limit ?? 0) + 1;
      within(quotas.documents, (await tx.first(documentsSql.count, [account, region, most]))!.count, resource);
      await addVersion(tx, now, { id, account }, 1, { ...document, facts, author: principal });
      return made(tx, { account, region, name }, 1);
    },
    async update(tx, now, { account, region, principal }, name, version) {
      const row = await lockOwn(tx, { account, region }, name);
      if (
        version.after !== undefined &&
        (await versionOf(tx, row, { version: version.after }, row)) !== row.latest_version
      )
        throw noVersion(name, {
          version: `${version.after} that is its latest (${row.latest_version}): give $LATEST, or that number`,
        });
      const facts = checkContent(row.type, version.format, version.content);
      const was = (await tx.first(documentsSql.version, [row.id, row.latest_version]))!;
      if (was.hash === facts.hash && was.format === version.format)
        throw duplicate(
          'DuplicateDocumentContent',
          `The content is that of version ${was.version} of ${name} already. Change it, or leave it as it is.`,
        );
      const { versionName } = version;
      if (versionName !== undefined && (await tx.first(documentsSql.versionCalled, [row.id, versionName])))
        throw duplicate(
          'DuplicateDocumentVersionName',
          `A version of ${name} is called ${versionName} already. Choose another name.`,
        );
      const count = (await tx.first(documentsSql.countVersions, [row.id]))!.count + 1;
      within(quotas.documentVersions, count, { type: 'DOCUMENT', id: documentArn(row) });
      const next = row.latest_version + 1;
      await addVersion(tx, now, row, next, { ...version, facts, author: principal });
      await tx.rows(documentsSql.setLatest, [row.id, next]);
      if (version.targetType !== undefined)
        await tx.rows(documentsSql.setTargetType, [row.id, version.targetType || null]);
      return made(tx, row, next);
    },
    async latest(tx, reader, name) {
      const row = await lockIfThere(tx, reader, name);
      const version = row && (await tx.first(documentsSql.version, [row.id, row.latest_version]));
      return version && { ...toDocument(row, version), content: version.content };
    },
    async setDefault(tx, { account, region }, name, version) {
      const row = await lockOwn(tx, { account, region }, name);
      const number = await versionOf(tx, row, { version }, row);
      if (!(await tx.first(documentsSql.version, [row.id, number]))) throw noVersion(name, { version });
      await tx.rows(documentsSql.setDefault, [row.id, number]);
      return made(tx, row, number);
    },
    async remove(tx, { account, region }, name, wish) {
      const row = await lockOwn(tx, { account, region }, name);
      if (wish.version === undefined && wish.versionName === undefined) {
        if (row.shared.length > 0)
          throw badOperation(`The document ${name} is shared; stop sharing it first, then delete it.`);
        await tx.rows(documentsSql.delete, [row.id]);
        return;
      }
      const number = await versionOf(tx, row, wish, row);
      if (!(await tx.first(documentsSql.version, [row.id, number]))) throw noVersion(name, wish);
      if (number === row.default_version)
        throw badOperation(
          `Version ${number} is the default of ${name}; make another the default first, or delete the document.`,
        );
      await tx.rows(documentsSql.deleteVersion, [row.id, number]);
      if (number === row.latest_version)
        await tx.rows(documentsSql.setLatest, [
          row.id,
          (await tx.first(documentsSql.latestVersion, [row.id]))!.version,
        ]);
    },
  };
}

const duplicate = (code: string, message: string) => new Refusal('conflict', message, { code });

const taken = (name: string, id: string) =>
  new Refusal('conflict', `The document ${name} exists already. Update it, or choose another name.`, {
    code: 'DocumentAlreadyExists',
    resourceType: 'DOCUMENT',
    resourceId: id,
  });

type Given = (NewDocument | NewVersion) & { facts: ContentFacts; author: string };

async function addVersion(tx: Tx, now: Date, row: Pick<DocumentRow, 'id' | 'account'>, version: number, given: Given) {
  const { facts } = given;
  const names = [given.versionName ?? null, given.displayName ?? null];
  const told = [facts.hash, facts.schemaVersion ?? null, facts.description ?? null, JSON.stringify(facts.parameters)];
  const values = [row.id, row.account, version, ...names, given.format, given.content, ...told, given.author, now];
  await tx.rows(documentsSql.insertVersion, values);
}

/** The document as it is now, by one version. */
async function made(
  tx: Tx,
  { account, region, name }: Pick<DocumentRow, 'account' | 'region' | 'name'>,
  version: number,
) {
  const row = (await tx.first(documentsSql.find, [account, region, name]))!;
  return toDocument(row, (await tx.first(documentsSql.version, [row.id, version]))!);
}
