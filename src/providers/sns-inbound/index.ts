export { createSnsVerifier, type SnsMessage, type SnsVerifier } from './verify.ts';
