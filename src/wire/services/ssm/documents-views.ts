import { type Document, type DocumentFormat, type DocumentText, documentArn } from '#domain/documents';

interface Reader {
  account: string;
}

const PROGRAMS = ['Automation', 'Command'];
const PLATFORMS = ['Windows', 'Linux', 'MacOS'] as const;
type DocumentTypeName = 'Automation' | 'Command' | 'ProblemAnalysisTemplate';

/** Whose it is, as descriptions say it. */
export const ownerOf = ({ account }: Document): string => account ?? 'Amazon';
export const platformsOf = ({ type }: Document): readonly (typeof PLATFORMS)[number][] =>
  PROGRAMS.includes(type) ? PLATFORMS : [];

/** A shared one of another account is named by its ARN. */
const nameOf = ({ account, region, name }: Document, reader: Reader) =>
  account === undefined || account === reader.account ? name : documentArn({ account, region, name });

/** The type was one of the model's when it came in. */
const typeOf = ({ type }: Document) => type as DocumentTypeName;

const tagList = ({ tags }: Document) =>
  Object.entries(tags)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }));

const common = (document: Document, reader: Reader) => ({
  Name: nameOf(document, reader),
  DisplayName: document.displayName,
  VersionName: document.versionName,
  DocumentVersion: String(document.version),
  DocumentFormat: document.format,
  CreatedDate: document.createdAt,
});

const listed = (document: Document, reader: Reader) => ({
  ...common(document, reader),
  Owner: ownerOf(document),
  Author: document.author,
  PlatformTypes: platformsOf(document),
  DocumentType: typeOf(document),
  SchemaVersion: document.schemaVersion,
  TargetType: document.targetType,
  Tags: tagList(document),
});

export const toIdentifier = listed;

/** `status`: right after a change it is told as under way, though it is done. */
export const toDescription = (
  document: Document,
  reader: Reader,
  status: 'Creating' | 'Updating' | 'Active' = 'Active',
) => ({
  ...listed(document, reader),
  Hash: document.hash,
  HashType: 'Sha256' as const,
  Status: status,
  Description: document.description,
  Parameters: document.parameters.map(({ name, type, description, default: value }) => ({
    Name: name,
    Type: type,
    Description: description,
    DefaultValue: value,
  })),
  LatestVersion: String(document.latestVersion),
  DefaultVersion: String(document.defaultVersion),
});

export const toText = (document: DocumentText, reader: Reader, format: DocumentFormat, content: string) => ({
  ...common(document, reader),
  DocumentFormat: format,
  Content: content,
  DocumentType: typeOf(document),
  Status: 'Active' as const,
});

export const toVersion = (document: Document) => ({
  ...common(document, { account: document.account ?? '' }),
  IsDefaultVersion: document.version === document.defaultVersion,
  Status: 'Active' as const,
});

export const toDefault = ({ name, version, versionName }: Document) => ({
  Name: name,
  DefaultVersion: String(version),
  DefaultVersionName: versionName,
});
