import { Refusal } from '#kernel/refusal';

/** What this service calls quotas that are used up. */
const QUOTAS: Readonly<Record<string, string>> = {
  DOCUMENTS_PER_REGION: 'DocumentLimitExceeded',
  VERSIONS_PER_DOCUMENT: 'DocumentVersionLimitExceeded',
  PARAMETERS_PER_REGION: 'ParameterLimitExceeded',
  TAGS_PER_RESOURCE: 'TooManyTagsError',
};

/** Runs a handler's work; quotas and list tokens get the names that this service has for them. */
export async function withCodes<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Refusal) || error.details.code !== undefined) throw error;
    const isToken = error.details.fields?.some(({ name }) => name === 'nextToken');
    const code = isToken ? 'InvalidNextToken' : QUOTAS[error.details.quotaCode ?? ''];
    if (code === undefined) throw error;
    throw new Refusal(error.kind, error.message, { ...error.details, code }, { cause: error });
  }
}
