import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import type { InboundMail } from '#domain/engagements';
import { cut } from '#kernel/text';
import { textOfHtml } from './html-text.ts';

/** What is read of a mail: a reply is short and stands before whatever is attached. */
const READ_BYTES = 262_144;
const READ = {
  // What is sent along, a whole mail in a bounce for instance, is no text of this one.
  forceRfc822Attachments: true,
  attachmentEncoding: 'utf8',
  maxNestingDepth: 20,
  maxHeadersSize: 65_536,
} as const;
/** Where the addresses stand that a mail went to; the server that took it adds the lower ones. */
const RECEIVERS = new Set([
  'to',
  'cc',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
]);
const ADDRESS = /[^\s<>,;:"()[\]]{1,64}@[^\s<>,;:"()[\]]{1,253}/g;
const MOST_ADDRESSES = 50;
const BOUNCE_LENGTH = 300;
const SUBJECT_LENGTH = 1_000;
const ADDRESS_LENGTH = 320;

/** A mail as it came over the wire, cut where it is too long; undefined where it cannot be read as one. Never throws. */
export async function readMail(raw: Uint8Array): Promise<InboundMail | undefined> {
  const bytes = raw.subarray(0, READ_BYTES);
  const mail = await PostalMime.parse(bytes, READ).catch(() => undefined);
  if (!mail || mail.headers.length === 0) return undefined;
  const values = (name: string) => mail.headers.flatMap(({ key, value }) => (key === name ? [value.trim()] : []));
  const bounce = bounceIn(mail, values('content-type')[0] ?? '');
  const automatic = whyAutomatic(values);
  return {
    id: idOf(mail.messageId, bytes),
    addresses: addressesIn(mail),
    ...(automatic === undefined ? {} : { automatic }),
    ...(bounce === undefined ? {} : { bounce }),
    ...(mail.subject ? { subject: mail.subject.slice(0, SUBJECT_LENGTH) } : {}),
    ...(mail.from?.address ? { from: mail.from.address.slice(0, ADDRESS_LENGTH) } : {}),
    text: mail.text?.trim() ? mail.text : textOfHtml(mail.html ?? ''),
  };
}

/** The Message-ID may be anything and of any length, so its digest is kept; without one, the digest of the mail. */
const idOf = (messageId: string | undefined, bytes: Uint8Array) =>
  createHash('sha256')
    .update(messageId?.trim() || bytes)
    .digest('hex');

function addressesIn({ headers }: Email): string[] {
  const texts = headers.flatMap(({ key, value }) => (RECEIVERS.has(key) ? [value.slice(0, 8_192)] : []));
  const found = texts.flatMap((text) => text.toLowerCase().match(ADDRESS) ?? []);
  return [...new Set(found)].slice(0, MOST_ADDRESSES);
}

type Values = (name: string) => string[];

/** By which of its headers a machine wrote it (RFC 3834, RFC 2919, and what programs do besides); undefined: a person may have. */
function whyAutomatic(values: Values): string | undefined {
  const rules: [name: string, is: (value: string) => boolean][] = [
    ['auto-submitted', (value) => !/^no\b/i.test(value)],
    ['precedence', (value) => /^(bulk|junk|list|auto_?reply)/i.test(value)],
    ['return-path', (value) => /^<\s*>$/.test(value)],
    ['content-type', (value) => /^multipart\/report\b/i.test(value)],
    ...['list-id', 'list-unsubscribe', 'x-autoreply', 'x-autorespond', 'x-muster-key', 'x-failed-recipients'].map(
      (name): [string, (value: string) => boolean] => [name, () => true],
    ),
  ];
  const found = rules.find(([name, is]) => values(name).some(is));
  return found?.[0];
}

/** What a delivery status report (RFC 3464) says of a final failure; undefined for anything else, a delay for instance. */
function bounceIn(mail: Email, contentType: string): string | undefined {
  if (!/^multipart\/report\b.*\breport-type="?delivery-status\b/is.test(contentType)) return undefined;
  const parts = mail.attachments.filter(({ mimeType }) => mimeType === 'message/delivery-status');
  const text = parts.map(({ content }) => (typeof content === 'string' ? content : '')).join('\n');
  if (!/^action:[ \t]*failed\b/im.test(text)) return undefined;
  const field = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.{1,500})`, 'im').exec(text.replace(/\r?\n[ \t]+/g, ' '))?.[1]?.trim();
  const said = [field('status'), field('diagnostic-code')].filter(Boolean).join(', ');
  const plain = said.replace(/[\p{Cc}\s]+/gu, ' ');
  return `the mail was returned${plain ? ` (${cut(plain, BOUNCE_LENGTH)})` : ''}: check the address`;
}
