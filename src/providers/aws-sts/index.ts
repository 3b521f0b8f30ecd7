export { type AwsSts, type AwsStsOptions, createAwsSts, type StsAnswer, type StsKeys } from './sts.ts';
