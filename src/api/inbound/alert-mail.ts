import type { InboundMail } from '#domain/engagements';
import type { Alert } from '#domain/intake';
import { cut } from '#kernel/text';

/** A mail to an address that holds an intake key is an alert: `alerts+<key>@` wherever mails of Muster come in. */

const KEY = /(?:^|[^a-z0-9])(mik[a-z2-7]{52})@/;

export function keyOfMail({ addresses }: Pick<InboundMail, 'addresses'>): string | undefined {
  for (const address of addresses) {
    const key = KEY.exec(address)?.[1];
    if (key !== undefined) return key;
  }
  return undefined;
}

/** In front of a subject, as monitoring systems write it: with a colon behind, or in brackets. */
const OVER =
  /^(?:\[(?:resolved|recovered|recovery|closed|ok|up)\]:?|(?:resolved|recovered|recovery|closed|ok|up):)\s*/i;
const FIRING =
  /^(?:\[(?:problem|alert|firing|triggered|down|critical|warning)[^\]]*\]:?|(?:problem|alert|firing|triggered|down|critical|warning):)\s*/i;
const ANSWERED = /^(?:(?:re|fwd?|aw|wg):\s*)+/i;
const SUBJECT_LENGTH = 500;
const TEXT_LENGTH = 16_384;

/** Mails of one subject are of one trouble. The key stands nowhere in what is kept. */
export function alertOfMail(mail: InboundMail, key: string): Alert {
  const hidden = (text: string) => text.replaceAll(new RegExp(key, 'gi'), 'KEY');
  const subject = cut(hidden(mail.subject ?? '').trim(), SUBJECT_LENGTH);
  const bare = subject.replace(ANSWERED, '');
  const isOver = OVER.test(bare);
  const name = bare.replace(isOver ? OVER : FIRING, '').trim() || 'a mail without a subject';
  const text = cut(hidden(mail.text).trim(), TEXT_LENGTH);
  return {
    status: isOver ? 'resolved' : 'firing',
    labels: { subject: name, ...(mail.from ? { from: mail.from } : {}) },
    annotations: { summary: subject || name, ...(text ? { description: text } : {}) },
    fingerprint: name,
    raw: { subject, from: mail.from ?? null, text },
  };
}
