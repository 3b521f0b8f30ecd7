export type { AwsSmsOptions } from './client.ts';
export { createEumSms } from './eum.ts';
export { createSnsSms } from './sns.ts';
