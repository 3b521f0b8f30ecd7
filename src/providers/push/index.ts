export type { PushPayload } from './payload.ts';
export { createPush, type PushOptions } from './push.ts';
export type { PushKeys } from './vapid.ts';
