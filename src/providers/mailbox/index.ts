export { createImapMailbox, type ImapOptions } from './imap.ts';
export { readMail } from './read-mail.ts';
export { signatureFault } from './signature.ts';
