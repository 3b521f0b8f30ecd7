import type { AddressInfo, Socket } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';

/** A mailbox on a real IMAP server, with an own tally. */
export interface ImapBox {
  /** For `MUSTER_IMAP_URL`, with user and password. */
  readonly url: string;
  /** Puts a mail there, as a mail server that received it does. */
  deliver(raw: string): void;
  /** The mails that nobody has marked as seen. */
  unseen(): string[];
  /** How often somebody has connected. */
  connections(): number;
  /** From now on nobody can connect, or (`true`) again. */
  open(yes: boolean): Promise<void>;
  close(): Promise<void>;
}

export const IMAP_PASSWORD = 'an-imap-password-for-tests';

/** `idle`: it tells of new mails by itself. */
export async function openImap({ idle = false } = {}): Promise<ImapBox> {
  const messages: { flags: string[]; raw: string }[] = [];
  const box = hoodiecrow({
    plugins: ['UNSELECT', 'UIDPLUS', 'LITERALPLUS', 'ID', ...(idle ? ['IDLE'] : [])],
    storage: { INBOX: {} },
    users: { muster: { password: IMAP_PASSWORD } },
  });
  const sockets = new Set<Socket>();
  let connections = 0;
  let port = 0;
  box.server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    // A client that hangs up is no fault of the server's.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  const listen = () => new Promise<void>((resolve) => box.server.listen(port, '127.0.0.1', resolve));
  const shut = async () => {
    if (!box.server.listening) return;
    const closed = new Promise<void>((resolve) => box.server.close(() => resolve()));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await listen();
  port = (box.server.address() as AddressInfo).port;
  return {
    url: `imap://muster:${IMAP_PASSWORD}@127.0.0.1:${port}/INBOX?ignoreTLS=true`,
    deliver: (raw) => void messages.push(box.appendMessage('INBOX', [], '02-Jan-2026 03:10:00 +0000', raw).message),
    unseen: () => messages.flatMap(({ flags, raw }) => (flags.includes('\\Seen') ? [] : [raw])),
    connections: () => connections,
    open: async (yes) => (yes ? listen() : shut()),
    close: shut,
  };
}
