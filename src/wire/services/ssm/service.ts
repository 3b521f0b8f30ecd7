import { defineService, type ErrorsSpec } from '../../service.ts';
import { automation, automationCodes } from './automation-service.ts';
import { documentOperations } from './documents-operations.ts';
import { parameterOperations } from './parameters-operations.ts';
import { tagOperations } from './tags-operations.ts';

/** Codes of refusals; all are 400 on this wire. */
const CODES = [
  ...automationCodes,
  // Documents
  'AssociatedInstances',
  'DocumentAlreadyExists',
  'DocumentLimitExceeded',
  'DocumentPermissionLimit',
  'DocumentVersionLimitExceeded',
  'DuplicateDocumentContent',
  'DuplicateDocumentVersionName',
  'InvalidDocument',
  'InvalidDocumentContent',
  'InvalidDocumentOperation',
  'InvalidDocumentSchemaVersion',
  'InvalidDocumentVersion',
  'InvalidPermissionType',
  'MaxDocumentSizeExceeded',
  'NoLongerSupportedException',
  // Tags
  'InvalidResourceId',
  'InvalidResourceType',
  'TooManyTagsError',
  // Lists
  'InvalidFilterKey',
  'InvalidFilterValue',
  'InvalidNextToken',
  'TooManyUpdates',
  // Parameters
  'HierarchyLevelLimitExceededException',
  'HierarchyTypeMismatchException',
  'IncompatiblePolicyException',
  'InvalidAllowedPatternException',
  'InvalidKeyId',
  'InvalidPolicyAttributeException',
  'InvalidPolicyTypeException',
  'ParameterAlreadyExists',
  'ParameterLimitExceeded',
  'ParameterMaxVersionLimitExceeded',
  'ParameterNotFound',
  'ParameterPatternMismatchException',
  'ParameterVersionNotFound',
  'PoliciesLimitExceededException',
  'UnsupportedParameterType',
];

const bad = { status: 400 };
const errors: ErrorsSpec = {
  message: 'both',
  // A conflict without a code of its own is the pipeline's: a client's token that stands for another request.
  kinds: { notFound: bad, conflict: { code: 'IdempotentParameterMismatch', ...bad }, quotaExceeded: bad },
  internal: { code: 'InternalServerError', status: 500 },
  codes: Object.fromEntries(CODES.map((code) => [code, bad])),
};

/** Systems Manager, as far as runbooks need it. */
export const ssm = defineService({
  signingName: 'ssm',
  serviceName: 'ssm',
  protocols: ['awsJson1.1'],
  apiVersion: '2014-11-06',
  target: 'AmazonSSM',
  errors,
  operations: { ...documentOperations, ...tagOperations, ...parameterOperations, ...automation },
});
