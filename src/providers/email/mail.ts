import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import type { OutgoingMessage, ReplyAddresses } from '#domain/channels';
import { cut } from '#kernel/text';

/** A mail as nodemailer takes it. */
interface Mail {
  from: string;
  to: { name: string; address: string };
  subject: string;
  text: string;
  html?: string;
  messageId: string;
  references?: string;
  inReplyTo?: string;
  replyTo?: string;
  envelope?: { from: string; to: string };
  headers: Record<string, string>;
  textEncoding: 'quoted-printable';
  disableFileAccess: true;
  disableUrlAccess: true;
}

/** Long enough for what rooms render, short enough for every mail program. */
const MAX_SUBJECT = 250;

/** The host in whose name mails are made: that of the public URL where it is a name, otherwise `localhost`. */
export function mailHost(publicUrl: string): string {
  const host = URL.canParse(publicUrl) ? new URL(publicUrl).hostname : '';
  return host === '' || host.startsWith('[') || isIP(host) ? 'localhost' : host;
}

/**
 * The mail for a message. Its Message-ID follows from the key alone, so that a second try is the same mail to every
 * server and mail program; nothing of the message can begin a header. Where answers can come back, it is answered to an address
 * of its own, and what cannot be delivered comes back there, too: a bounce proves itself by that address alone.
 */
export function toMail(message: OutgoingMessage, from: string, host: string, replies?: ReplyAddresses): Mail {
  const answered = message.replyToken === undefined ? undefined : replies?.of(message.replyToken);
  const thread = message.thread === undefined ? undefined : idOf(message.thread, host);
  return {
    from,
    to: { name: '', address: message.to },
    subject: cut(oneLine(message.subject), MAX_SUBJECT),
    text: message.text.toWellFormed(),
    ...(message.html !== undefined && { html: message.html.toWellFormed() }),
    messageId: idOf(message.key, host),
    ...(thread !== undefined && { references: thread, inReplyTo: thread }),
    ...(answered !== undefined && { replyTo: answered, envelope: { from: answered, to: message.to } }),
    headers: {
      'X-Muster-Key': oneLine(message.key),
      'List-Id': `Muster <muster.${host}>`,
      // Out-of-office answers to a page help nobody.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    textEncoding: 'quoted-printable',
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** Text that fits a header: line breaks and other control characters become a space. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
}

function idOf(name: string, host: string): string {
  const plain = /^[\w-]+(?:\.[\w-]+)*$/.test(name) && name.length <= 120;
  return `<${plain ? name : createHash('sha256').update(name).digest('hex')}@${host}>`;
}
