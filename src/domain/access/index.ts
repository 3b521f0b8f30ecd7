export { type AccessKey, type AccessKeys, createAccessKeys, newKeyPair } from './access-keys.ts';
