export { createAwsApi } from './broker.ts';
export { type AwsKeys, type CredentialsOf, createOutsideAws, type OutsideCall } from './outside.ts';
