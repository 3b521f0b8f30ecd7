export { type Asked, createAwsApi, type OwnAws } from './broker.ts';
export { isInstalled } from './clients.ts';
export { MAX_OUTPUT } from './output.ts';
export {
  type AwsKeys,
  type CredentialsOf,
  createOutsideAws,
  type OutsideCall,
  type OutsideOptions,
} from './outside.ts';
