export { signatureOf } from './sign.ts';
export { createWebhook, type WebhookOptions } from './webhook.ts';
