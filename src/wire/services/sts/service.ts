import { string, structure } from '#kernel/shape';
import { defineService, operation } from '../../service.ts';

const AccountArn = string({
  min: 20,
  max: 2048,
  pattern: '[\\u0009\\u000A\\u000D\\u0020-\\u007E\\u0085\\u00A0-\\uD7FF\\uE000-\\uFFFD\\u10000-\\u10FFFF]+',
});

export const sts = defineService({
  signingName: 'sts',
  serviceName: 'sts',
  protocols: ['awsQuery'],
  apiVersion: '2011-06-15',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  operations: {
    /** Who am I: every valid key may ask, whatever its policies say. */
    GetCallerIdentity: operation({
      access: 'read',
      input: structure({}),
      output: structure({ Account: string(), Arn: AccountArn, UserId: string() }),
    }),
  },
});
