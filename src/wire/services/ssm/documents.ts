import { type DocumentFormat, inFormat, parseDocumentName } from '#domain/documents';
import { Refusal } from '#kernel/refusal';
import type { Rooms } from '../../rooms.ts';
import { type SomeHandlers, tagsOf } from '../support.ts';
import { withCodes } from './codes.ts';
import { toDefault, toDescription, toText } from './documents-views.ts';
import type { ssm } from './service.ts';

type Names =
  | 'CreateDocument'
  | 'UpdateDocument'
  | 'UpdateDocumentDefaultVersion'
  | 'GetDocument'
  | 'DescribeDocument'
  | 'DeleteDocument';

/** Documents: making, changing, reading. */
export function documentHandlers({ documents }: Rooms): SomeHandlers<typeof ssm, Names> {
  return {
    CreateDocument: (call, input) =>
      withCodes(async () => {
        refuseForeign(input);
        const made = await documents.create(call.context, call.now, call.actor, {
          name: input.Name,
          type: input.DocumentType ?? 'Command',
          format: input.DocumentFormat ?? 'JSON',
          content: input.Content,
          tags: tagsOf(input.Tags),
          ...namesOf(input),
        });
        return { DocumentDescription: toDescription(made, call.actor, 'Creating') };
      }),
    UpdateDocument: (call, input) =>
      withCodes(async () => {
        refuseForeign(input);
        const made = await documents.update(call.context, call.now, call.actor, input.Name, {
          format: input.DocumentFormat ?? 'JSON',
          content: input.Content,
          ...(input.DocumentVersion ? { after: input.DocumentVersion } : {}),
          ...namesOf(input),
        });
        return { DocumentDescription: toDescription(made, call.actor, 'Updating') };
      }),
    UpdateDocumentDefaultVersion: (call, { Name, DocumentVersion }) =>
      withCodes(async () => {
        const made = await documents.setDefault(call.context, call.actor, Name, DocumentVersion);
        return { Description: toDefault(made) };
      }),
    GetDocument: async (call, { Name, DocumentVersion, VersionName, DocumentFormat }) => {
      const wish = { version: DocumentVersion, versionName: VersionName };
      const ref = parseDocumentName(Name, call.actor.region);
      const found = await documents.get(call.context, call.actor, ref, wish);
      const format: DocumentFormat = DocumentFormat ?? found.format;
      return toText(found, call.actor, format, inFormat(found.content, found.format, format));
    },
    DescribeDocument: async (call, { Name, DocumentVersion, VersionName }) => {
      const wish = { version: DocumentVersion, versionName: VersionName };
      const ref = parseDocumentName(Name, call.actor.region);
      return { Document: toDescription(await documents.get(call.context, call.actor, ref, wish), call.actor) };
    },
    DeleteDocument: async (call, { Name, DocumentVersion, VersionName }) => {
      const wish = { version: DocumentVersion, versionName: VersionName };
      await documents.remove(call.context, call.actor, Name, wish);
      return {};
    },
  };
}

interface Named {
  DisplayName?: string;
  VersionName?: string;
  TargetType?: string;
}

const namesOf = ({ DisplayName, VersionName, TargetType }: Named) => ({
  ...(DisplayName ? { displayName: DisplayName } : {}),
  ...(VersionName ? { versionName: VersionName } : {}),
  ...(TargetType === undefined ? {} : { targetType: TargetType }),
});

/** Refuses what this version would not honour rather than leaving it out silently. */
function refuseForeign({ Attachments, Requires }: { Attachments?: readonly unknown[]; Requires?: readonly unknown[] }) {
  const given = Attachments?.length ? 'Attachments' : Requires?.length ? 'Requires' : undefined;
  if (!given) return;
  const message = `${given}: this version of Muster keeps a document's text and nothing beside it. Leave ${given} out; write scripts into the document.`;
  throw new Refusal('validation', message, { fields: [{ name: given, message }] });
}
