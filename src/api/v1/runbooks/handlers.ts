import {
  type Document,
  type DocumentText,
  faultsText,
  graphOf,
  lint,
  noDocument,
  parseDocumentName,
  readRunbook,
} from '#domain/documents';
import { invalid, Refusal } from '#kernel/refusal';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { runbookRoutes } from './routes.ts';
import type { Runbook, RunbookVersion } from './schemas.ts';

const TYPE = 'Automation';
const isRunbook = ({ type }: Document) => type === TYPE;

export function runbookHandlers({ documents, cursors }: ApiRooms): Handlers<typeof runbookRoutes> {
  const find = async ({ actor, context }: Call, name: string, version?: string) => {
    const found = await documents.get(context, actor, parseDocumentName(name, actor.region), { version });
    if (!isRunbook(found)) throw noDocument(name);
    return found;
  };
  return {
    listRunbooks: async (call, { query }) => {
      const { account, region } = call.actor;
      const fetch = (limit: number, after: unknown) =>
        documents.list(call.context, {
          account,
          region,
          holds: isRunbook,
          limit,
          ...(after ? { after: String(after) } : {}),
        });
      return paged(call, cursors, query, fetch, ({ name }) => name, summaryOf);
    },
    getRunbook: async (call, { params, query }) => runbookView(await find(call, params.name, query.version)),
    putRunbook: async (call, { params: { name }, body }) => {
      const { content, format = 'YAML', versionName, makeDefault = true } = body;
      const known = await documents.latest(call.context, call.actor, name);
      if (known && !isRunbook(known))
        throw new Refusal(
          'conflict',
          `${name} is a document of type ${known.type}. Choose another name for the runbook.`,
        );
      const given = { content, format, ...(versionName === undefined ? {} : { versionName }) };
      if (!known) await documents.create(call.context, call.now, call.actor, { name, type: TYPE, tags: {}, ...given });
      else {
        const isSame = known.content === content && known.format === format;
        const { version } = isSame ? known : await documents.update(call.context, call.now, call.actor, name, given);
        if (makeDefault) await documents.setDefault(call.context, call.actor, name, String(version));
      }
      return runbookView(await find(call, name, '$LATEST'));
    },
    listRunbookVersions: async (call, { params: { name }, query }) => {
      await find(call, name);
      const ref = parseDocumentName(name, call.actor.region);
      const fetch = (limit: number, before: unknown) =>
        documents.versions(call.context, call.actor, ref, limit, before ? Number(before) : undefined);
      return paged(call, cursors, query, fetch, ({ version }) => version, versionView);
    },
    setRunbookDefault: async (call, { params: { name }, body }) => {
      await find(call, name);
      await documents.setDefault(call.context, call.actor, name, String(body.version));
      return runbookView(await find(call, name));
    },
    deleteRunbook: async (call, { params: { name }, query: { version } }) => {
      await find(call, name);
      await documents.remove(call.context, call.actor, name, { version });
    },
    graphRunbook: async (call, { params, query }) => {
      const { content, format } = await find(call, params.name, query.version);
      return { mermaid: drawn(content, format === 'JSON' ? 'JSON' : 'YAML') };
    },
    lintRunbookText: async (_call, { body: { content, format = 'YAML' } }) => ({
      findings: [...lint(content, format).findings],
    }),
    graphRunbookText: async (_call, { body: { content, format = 'YAML' } }) => ({ mermaid: drawn(content, format) }),
  };
}

function drawn(content: string, format: 'YAML' | 'JSON'): string {
  const read = readRunbook(content, format);
  if (!read.ok) throw invalid(`It cannot be drawn before it can be read: ${faultsText(read.faults)}`);
  return graphOf(read.runbook);
}

const summaryOf = ({ name, account, description, defaultVersion, latestVersion }: Document) => ({
  name,
  owner: account === undefined ? ('shipped' as const) : ('self' as const),
  description: description ?? null,
  defaultVersion,
  latestVersion,
});

const versionView = (document: Document): Static<typeof RunbookVersion> => ({
  version: document.version,
  versionName: document.versionName ?? null,
  isDefault: document.version === document.defaultVersion,
  format: document.format,
  hash: document.hash,
  createdAt: document.createdAt.toISOString(),
  createdBy: document.author ?? null,
});

function runbookView(document: DocumentText): Static<typeof Runbook> {
  const { content, format, parameters } = document;
  return {
    ...summaryOf(document),
    ...versionView(document),
    content,
    parameters: parameters.map(({ name, type, description, default: value }) => ({
      ...{ name, type, description: description ?? null, default: value ?? null },
    })),
    findings: format === 'TEXT' ? [] : [...lint(content, format).findings],
  };
}
