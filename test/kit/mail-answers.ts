import { createHmac } from 'node:crypto';
import type { OutgoingMessage } from '#domain/channels';
import type { World } from './world.ts';
import { INBOUND_SECRET } from './world-node.ts';

/** Mails as they come back: what people write, what machines write, and what servers return. */

export const REPLY_TO = 'replies+{token}@example.org';

/** Where a mail of ours is answered to. */
export const answerAddress = ({ replyToken }: Pick<OutgoingMessage, 'replyToken'>) =>
  REPLY_TO.replace('{token}', replyToken ?? 'none');

let written = 0;

/** A mail as it goes over the wire; a header that is given as undefined is left out. */
export function rawMail(to: string, text: string, headers: Record<string, string | undefined> = {}): string {
  written += 1;
  const all = {
    'Message-ID': `<${written}@phone.example>`,
    From: 'Ana <ana@example.com>',
    To: `Muster <${to}>`,
    Subject: 'Re: Severity 2: Trouble',
    'Content-Type': 'text/plain; charset=utf-8',
    ...headers,
  };
  const head = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
  return [...head, '', text].join('\r\n');
}

/** A report that a mail to Ana could not be delivered, or (`action`) will be tried on. */
export function bounceMail(to: string, action = 'failed'): string {
  const type = 'multipart/report; report-type=delivery-status; boundary="cut"';
  const body = [
    '--cut',
    'Content-Type: text/plain',
    '',
    'ack',
    '--cut',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.com',
    '',
    'Final-Recipient: rfc822; ana@example.com',
    `Action: ${action}`,
    `Status: ${action === 'failed' ? '5.1.1' : '4.4.1'}`,
    'Diagnostic-Code: smtp; 550 5.1.1 no such mailbox',
    '',
    '--cut',
    'Content-Type: message/rfc822',
    '',
    'Subject: Severity 2: Trouble',
    '',
    'ack',
    '--cut--',
    '',
  ].join('\r\n');
  const from = 'MAILER-DAEMON@mx.example.com';
  return rawMail(to, body, { From: from, 'Return-Path': '<>', 'Content-Type': type, 'Auto-Submitted': 'auto-replied' });
}

/** Hands a mail on as a mail server does, signed at this moment of the world's clock unless told otherwise. */
export async function handOn(
  world: World,
  raw: string,
  { agoMs = 0, secret = INBOUND_SECRET }: { agoMs?: number; secret?: string } = {},
): Promise<{ status: number; did?: string; why?: string }> {
  const timestamp = String(Math.floor((world.now().getTime() - agoMs) / 1_000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${raw}`).digest('hex');
  const answer = await fetch(`${world.url}/inbound/mail`, {
    method: 'POST',
    headers: {
      'content-type': 'message/rfc822',
      'x-muster-timestamp': timestamp,
      'x-muster-signature': `v1=${signature}`,
    },
    body: raw,
  });
  return { status: answer.status, ...((await answer.json()) as { did?: string; why?: string }) };
}
