import { createEmail, type Email } from '#providers/email';
import type { Settings } from '../settings.ts';
import { inOrder } from './order.ts';

/** With another one to ask, a mail server is not waited for as long as alone, in milliseconds. */
const SEVERAL = { sendMs: 10_000, connectMs: 5_000, greetingMs: 5_000 };

/** The mail servers in the order in which they are asked; without any, one that says what is missing. */
export function mailServers(
  settings: Settings,
  publicUrl: string,
  replyTo?: string,
): { channels: Email[]; close(): Promise<void> } {
  const urls = settings.MUSTER_SMTP_URL?.trim().split(/\s+/) ?? [undefined];
  const made: Email[] = [];
  const timeouts = urls.length > 1 ? { timeouts: SEVERAL } : {};
  const offers = urls.map((smtpUrl, index) => {
    const name = index === 0 ? 'smtp' : `smtp${index + 1}`;
    const make = () => {
      const email = createEmail({ smtpUrl, from: settings.MUSTER_MAIL_FROM, publicUrl, name, replyTo, ...timeouts });
      made.push(email);
      return email;
    };
    return { name, given: true, make };
  });
  inOrder('MUSTER_EMAIL_PROVIDERS', settings.MUSTER_EMAIL_PROVIDERS, offers);
  return { channels: made, close: async () => void (await Promise.all(made.map((one) => one.close()))) };
}
