import type { Sent } from '#domain/channels';
import { cut } from '#kernel/text';
import { oneLine } from './mail.ts';
import type { MailServer } from './server.ts';

/** What nodemailer tells of a failure. */
export interface MailError {
  code?: string;
  /** The system's own code below nodemailer's, e.g. `ECONNREFUSED`. */
  originalCode?: string;
  /** The SMTP command that was refused. */
  command?: string;
  response?: string;
  responseCode?: number;
  rejectedErrors?: MailError[];
  message: string;
}

/** What is known about the try that failed. */
interface Attempt {
  server: MailServer;
  /** Whether any of the body had been handed to the connection: from then on only the server's answer is certain. */
  bodyBegun: boolean;
  /** Why it was given up from our side; undefined when the outside failed. */
  stopped?: string;
}

const MAX_REASON = 400;

/** What a failed try means (law 3): final only where the server refuses this receiver by name. */
export function toSent(error: MailError, attempt: Attempt): Sent {
  const refusedAtEnd = error.code === 'EMESSAGE' && (error.responseCode ?? 0) >= 400;
  const reply = receiverReply(error);
  return {
    ok: false,
    permanent: reply !== undefined && refusesReceiver(reply),
    certain: !attempt.bodyBegun || refusedAtEnd,
    ...faultOf(error, reply),
    reason: cut(oneLine(withoutSecrets(attempt.stopped ?? reasonOf(error, attempt), attempt.server)), MAX_REASON),
  };
}

/** Of the account: login or sender are wrong, and the server takes nothing from us. What it says of one receiver is theirs alone. */
function faultOf({ code, command }: MailError, reply: string | undefined): { fault?: 'account' | 'reach' } {
  if (code === 'EAUTH' || code === 'ENOAUTH' || (code === 'EENVELOPE' && command === 'MAIL FROM'))
    return { fault: 'account' };
  return reply !== undefined && !refusesReceiver(reply) ? { fault: 'reach' } : {};
}

/** The reply to RCPT TO when that is what failed. */
function receiverReply(error: MailError): string | undefined {
  if (error.code !== 'EENVELOPE' || error.command !== 'RCPT TO') return undefined;
  return error.rejectedErrors?.[0]?.response ?? error.response;
}

const RECEIVER_CODES = new Set([521, 550, 551, 553, 554, 556]);
/** RFC 3463: bad receiver address, disabled mailbox, no delivery allowed to it. 5.1.7 and 5.1.8 speak of the sender. */
const RECEIVER_STATUS = /^5\.(?:1\.(?!7$|8$)\d+|2\.1|7\.\d+)$/;
/** Words by which servers refuse us, not the receiver, with the same codes: somebody can mend that, so it is tried again. */
const BLAMES_US =
  /relay|authenticat|sender|client host|helo|ehlo|\bspf\b|dkim|dmarc|\btls\b|block|black.?list|\brbl\b|spam|reputation|\brate\b|too many|quota|policy/i;

/** Whether a reply to RCPT TO says that this receiver will never get mail there. */
export function refusesReceiver(reply: string): boolean {
  const [, code = '', status] = /^(\d{3})[ -](?:(\d\.\d{1,3}\.\d{1,3})\b)?/.exec(reply) ?? [];
  if (!RECEIVER_CODES.has(Number(code))) return false;
  if (status !== undefined && !RECEIVER_STATUS.test(status)) return false;
  // A 5.1.x or 5.2.1 names the receiver by itself, whatever words follow; the others need the words.
  return /^5\.[12]\./.test(status ?? '') || !BLAMES_US.test(reply);
}

/** The system's codes for a bad certificate or a failed handshake; nodemailer tells some of them as socket trouble. */
const TLS_TROUBLE = /CERT|SSL|TLS|ISSUER|SIGNATURE/;

function reasonOf(error: MailError, { server, bodyBegun }: Attempt): string {
  const where = `the mail server ${server.host}:${server.port}`;
  const said = receiverReply(error) ?? error.response ?? error.message;
  if (error.code === 'ETLS' || (!bodyBegun && TLS_TROUBLE.test(error.originalCode ?? ''))) {
    return `no secure connection to ${where} (${said}): check its certificate and the TLS options of MUSTER_SMTP_URL`;
  }
  switch (error.code) {
    case 'EAUTH':
    case 'ENOAUTH':
      return `${where} refused the user or password (${said}): check the credentials in MUSTER_SMTP_URL`;
    case 'EENVELOPE':
      return `${where} refused ${refusedPart(error.command)}: ${said}${adviceFor(error.command, said)}`;
    case 'EMESSAGE':
      return `${where} refused the message: ${said}`;
    case 'EDNS':
      return `${where} was not found (${said}): check the host in MUSTER_SMTP_URL and the name service`;
    default:
      return bodyBegun
        ? `${where} broke off before it confirmed the message (${error.originalCode ?? said}): it may have been sent`
        : `${where} could not be used (${error.originalCode ?? said}): check that it runs and that MUSTER_SMTP_URL is right`;
  }
}

function refusedPart(command: string | undefined): string {
  if (command === 'MAIL FROM') return 'the sender';
  return command === 'RCPT TO' ? 'the receiver' : 'the message';
}

function adviceFor(command: string | undefined, said: string): string {
  if (command === 'MAIL FROM') return '. Set MUSTER_MAIL_FROM to an address that it accepts';
  return command === 'RCPT TO' && refusesReceiver(said) ? '. Correct the contact channel' : '';
}

/** A server may repeat what it was told: neither the password nor its forms in AUTH may reach a timeline. */
function withoutSecrets(text: string, { auth }: MailServer): string {
  if (!auth?.pass) return text;
  const base64 = (value: string) => Buffer.from(value).toString('base64');
  const forms = [base64(`\0${auth.user}\0${auth.pass}`), base64(auth.pass), encodeURIComponent(auth.pass), auth.pass];
  return forms.reduce((shown, form) => shown.replaceAll(form, '***'), text);
}
