import { defineService, type ErrorsSpec } from '../../service.ts';
import { automation, automationErrors } from './automation-service.ts';

const bad = { status: 400 };

const errors: ErrorsSpec = {
  message: 'both',
  kinds: {
    notFound: bad,
    // Of the pipeline: a client's token that stands for another request. Whatever else is in conflict has a code of its own.
    conflict: { code: 'IdempotentParameterMismatch', ...bad },
    quotaExceeded: bad,
  },
  internal: { code: 'InternalServerError', status: 500 },
  codes: { ...automationErrors },
};

export const ssm = defineService({
  signingName: 'ssm',
  serviceName: 'ssm',
  protocols: ['awsJson1.1'],
  apiVersion: '2014-11-06',
  target: 'AmazonSSM',
  errors,
  operations: { ...automation },
});
