export { createSms } from './sms.ts';
