import { arns, parseArn } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import { cut } from '#kernel/text';

/** How a document is named: of an account; of none those that Muster ships. */
export interface DocumentRef {
  /** Empty: shipped, and of every account. Absent: by a name only, its own or a shipped one. */
  account?: string;
  region: string;
  name: string;
  /** As it was given, for answers and messages. */
  given: string;
}

/** What a version is chosen by: `$DEFAULT`, `$LATEST` or a number, or a name of its own. */
export interface VersionWish {
  version?: string | undefined;
  versionName?: string | undefined;
}

const RESERVED = /^(aws|amazon|amzn)/i;

/** Reads a name, or the ARN of a `document/NAME` or an `automation-definition/NAME:VERSION`. */
export function parseDocumentName(given: string, region: string): DocumentRef {
  if (!given.startsWith('arn:')) return { region, name: given, given };
  const arn = parseArn(given);
  const [, name] = /^(?:document|automation-definition)\/([\w.-]{1,128})(?::.*)?$/.exec(arn?.resource ?? '') ?? [];
  if (arn?.service !== 'ssm' || name === undefined) throw noDocument(given);
  return { account: arn.account, region: arn.region, name, given };
}

export const documentArn = ({ account, region, name }: { account: string; region: string; name: string }): string =>
  arns.document(region, account, name);

/** Refuses names that are kept for what Muster ships. */
export function checkDocumentName(name: string): void {
  if (!RESERVED.test(name)) return;
  const message = `Documents cannot be called ${name}: names that begin with aws, amazon or amzn are kept for shipped ones. Choose another name.`;
  throw new Refusal('validation', message, { fields: [{ name: 'Name', message }] });
}

export const noDocument = (given: string): Refusal =>
  new Refusal(
    'notFound',
    `Document with name ${cut(given, 200)} does not exist. List documents to see which there are.`,
    {
      code: 'InvalidDocument',
      resourceType: 'DOCUMENT',
      resourceId: given,
    },
  );

export const noVersion = (given: string, { version, versionName }: VersionWish): Refusal =>
  new Refusal(
    'notFound',
    `Document ${given} has no version ${versionName === undefined ? version : `called ${versionName}`}. List its versions to see which there are.`,
    { code: 'InvalidDocumentVersion', resourceType: 'DOCUMENT_VERSION', resourceId: given },
  );

/** It cannot be done with this document, for the reason given. */
export const badOperation = (message: string): Refusal =>
  new Refusal('validation', message, { code: 'InvalidDocumentOperation' });
