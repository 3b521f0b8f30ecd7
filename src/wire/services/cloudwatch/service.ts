import { defineService, type ErrorsSpec } from '../../service.ts';
import { alarmOperations } from './operations-alarms.ts';
import { tagOperations } from './operations-tags.ts';
import { metricOperations } from './service-metrics.ts';

/** Each error has two names: its shape's, and the one it had in the query protocol, which clients still show. */
const errors: ErrorsSpec = {
  kinds: {
    // In no model: what CloudWatch answers to bad arguments in every protocol.
    validation: { code: 'ValidationError', queryCode: 'ValidationError' },
    notFound: { code: 'ResourceNotFound', queryCode: 'ResourceNotFound' },
    quotaExceeded: { code: 'LimitExceededFault', status: 400, queryCode: 'LimitExceeded' },
  },
  internal: { code: 'InternalServiceFault', status: 500, queryCode: 'InternalServiceError' },
  codes: {
    ConcurrentModificationException: { status: 429 },
    InvalidFormatFault: { status: 400, queryCode: 'InvalidFormat' },
    InvalidNextToken: { status: 400, queryCode: 'InvalidNextToken' },
    InvalidParameterCombinationException: { status: 400, queryCode: 'InvalidParameterCombination' },
    InvalidParameterValueException: { status: 400, queryCode: 'InvalidParameterValue' },
    MissingRequiredParameterException: { status: 400, queryCode: 'MissingParameter' },
    ResourceNotFoundException: {
      status: 404,
      queryCode: 'ResourceNotFoundException',
      members: ({ details }) => ({ ResourceType: details.resourceType, ResourceId: details.resourceId }),
    },
  },
};

export const cloudwatch = defineService({
  signingName: 'monitoring',
  serviceName: 'cloudwatch',
  protocols: ['rpcv2Cbor', 'awsJson1.0', 'awsQuery'],
  apiVersion: '2010-08-01',
  target: 'GraniteServiceVersion20100801',
  xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  queryCompatible: true,
  errors,
  operations: { ...alarmOperations, ...tagOperations, ...metricOperations },
});
