export { createEmail, type Email, type EmailOptions } from './email.ts';
