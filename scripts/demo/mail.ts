import type { ReceivedMail, SmtpSink } from '#test/kit/smtp-sink';
import type { Script } from './script.ts';

/** Tells a mail as its reader sees it. */
export function tellMail(script: Script, mail: ReceivedMail): void {
  script.received(`MAIL at ${clock(mail.receivedAt)} to ${mail.to}: ${mail.subject}`);
  for (const line of mail.text.trimEnd().split('\n')) script.received(`   │ ${line}`);
}

/** Waits for the next page to `address` that none of `before` is. */
export async function nextMail(
  sink: SmtpSink,
  address: string,
  before: number,
  timeoutMs: number,
): Promise<ReceivedMail> {
  const known = new Set(sink.to(address).slice(0, before));
  return sink.waitFor((mail) => mail.to === address && !known.has(mail), timeoutMs);
}

/** What a page's mail holds for answering it. */
export interface PageMail {
  link: string;
  code: string;
  pageArn: string;
}

export function readPage(mail: ReceivedMail): PageMail {
  return {
    link: found(mail, /^Acknowledge: (\S+)$/m, 'an acknowledgement link'),
    code: found(mail, /^Accept code: (\d+)$/m, 'an accept code'),
    pageArn: found(mail, /^Page: (\S+)$/m, "the page's ARN"),
  };
}

export function activationCode(mail: ReceivedMail): string {
  return found(mail, /code: (\d{6,10})/, 'an activation code');
}

function found({ text, to }: ReceivedMail, pattern: RegExp, what: string): string {
  const value = pattern.exec(text)?.[1];
  if (value === undefined) throw new Error(`wanted ${what} in the mail to ${to}, got: ${text}`);
  return value;
}

/** `06:41:03.120` */
export const clock = (time: Date) => time.toISOString().slice(11, 23);
