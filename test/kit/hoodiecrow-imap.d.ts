/** What the tests use of the IMAP server; it comes without types. */
declare module 'hoodiecrow-imap' {
  import type { Server } from 'node:net';

  interface Message {
    flags: string[];
    raw: string;
  }
  interface ImapServer {
    server: Server;
    appendMessage(mailbox: string, flags: string[], date: string, raw: string): { message: Message };
  }
  interface Options {
    plugins: string[];
    storage: Record<string, object>;
    users: Record<string, { password: string }>;
  }
  export default function hoodiecrow(options: Options): ImapServer;
}
