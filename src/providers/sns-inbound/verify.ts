import { verify, X509Certificate } from 'node:crypto';
import { textToSign } from '#domain/topics';
import { HOUR } from '#kernel/clock';
import { messageOf } from '#kernel/text';
import { type Outgoing, OutgoingError } from '#providers/outgoing';

/** A message of SNS's, every signed member of which is as SNS wrote it. */
export interface SnsMessage {
  type: 'Notification' | 'SubscriptionConfirmation' | 'UnsubscribeConfirmation';
  messageId: string;
  topicArn: string;
  message: string;
  subject?: string;
  /** Of a confirmation: what confirms, and where. */
  token?: string;
  subscribeUrl?: string;
  timestamp: Date;
}

/** `retry`: its certificate could not be read now; else it is none of SNS's, or too old, whatever comes later. */
export type Judged = { ok: true; message: SnsMessage } | { ok: false; retry: boolean; reason: string };

export interface SnsVerifier {
  /** Judges a body as it came. */
  judge(body: string, now: Date): Promise<Judged>;
}

export interface SnsVerifierOptions {
  outgoing: Outgoing;
  /** Muster's own public address, whose messages are good, too. */
  publicUrl?: string;
}

/** Twice what SNS takes, for what JSON adds. */
const MAX_BODY = 524_288;
/** A message that is older, or so far ahead, may be one that somebody kept. */
const MAX_AGE_MS = HOUR;
const MAX_CERTIFICATE = 16_384;
const KEPT = 16;
const AWS_HOST = /^sns\.[a-z0-9-]{3,32}\.amazonaws\.com(\.cn)?$/;

const SIGNED: Readonly<Record<string, readonly string[]>> = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
};
const ALGORITHMS: Readonly<Record<string, string>> = { '1': 'RSA-SHA1', '2': 'RSA-SHA256' };

export function createSnsVerifier({ outgoing, publicUrl }: SnsVerifierOptions): SnsVerifier {
  const kept = new Map<string, X509Certificate>();

  async function certificateAt(url: string): Promise<X509Certificate> {
    const known = kept.get(url);
    if (known) return known;
    const { status, body } = await outgoing.request({ method: 'GET', url, maxRedirects: 0, maxBytes: MAX_CERTIFICATE });
    if (status !== 200) throw new OutgoingError('connection', `the certificate’s address answered ${status}`);
    const certificate = new X509Certificate(body);
    if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
    kept.set(url, certificate);
    return certificate;
  }

  return {
    async judge(body, now) {
      const members = membersOf(body);
      if (typeof members === 'string') return refused(members);
      const fault = faultOf(members, now, publicUrl);
      if (fault !== undefined) return refused(fault);
      let certificate: X509Certificate;
      try {
        certificate = await certificateAt(members['SigningCertURL']!);
      } catch (error) {
        const retry = error instanceof OutgoingError && error.retry;
        return { ok: false, retry, reason: `its certificate could not be read: ${messageOf(error)}` };
      }
      if (now < certificate.validFromDate || now > certificate.validToDate) return refused('its certificate is over');
      return isSigned(members, certificate)
        ? { ok: true, message: messageIn(members) }
        : refused('its signature is not right');
    },
  };
}

const refused = (reason: string): Judged => ({ ok: false, retry: false, reason });

type Members = Readonly<Record<string, string>>;

/** The members that are texts; what is wrong where there are none. */
function membersOf(body: string): Members | string {
  if (body.length > MAX_BODY) return `it is longer than ${MAX_BODY} characters`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return 'it is no JSON';
    throw error;
  }
  if (typeof parsed !== 'object' || parsed === null) return 'it is no JSON object';
  return Object.fromEntries(Object.entries(parsed).filter(([, value]) => typeof value === 'string'));
}

/** What is wrong before the signature is looked at. */
function faultOf(members: Members, now: Date, publicUrl: string | undefined): string | undefined {
  const names = Object.hasOwn(SIGNED, members['Type'] ?? '') ? SIGNED[members['Type']!]! : undefined;
  if (!names) return 'its Type is none of SNS’s';
  const missing = names.find((name) => name !== 'Subject' && members[name] === undefined);
  if (missing) return `it lacks ${missing}`;
  if (!Object.hasOwn(ALGORITHMS, members['SignatureVersion'] ?? '')) return 'its SignatureVersion is neither 1 nor 2';
  if (!isTrusted(members['SigningCertURL'] ?? '', publicUrl)) return 'its SigningCertURL is no address of SNS’s';
  const age = now.getTime() - Date.parse(members['Timestamp']!);
  if (!(Math.abs(age) <= MAX_AGE_MS)) return `its Timestamp is more than ${MAX_AGE_MS / 60_000} minutes off`;
  return undefined;
}

/** An address at SNS over TLS, or below Muster's own `/sns/`; a PEM, and nothing after its name. */
function isTrusted(text: string, publicUrl: string | undefined): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.href !== text || url.search !== '' || url.hash !== '' || !url.pathname.endsWith('.pem')) return false;
  if (publicUrl !== undefined && text.startsWith(`${publicUrl}/sns/`)) return true;
  return url.protocol === 'https:' && url.port === '' && url.username === '' && AWS_HOST.test(url.hostname);
}

function isSigned(members: Members, certificate: X509Certificate): boolean {
  const signed = SIGNED[members['Type']!]!.flatMap((name) => {
    const value = members[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const text = Buffer.from(textToSign(Object.fromEntries(signed)));
  const signature = Buffer.from(members['Signature'] ?? '', 'base64');
  if (certificate.publicKey.asymmetricKeyType !== 'rsa') return false;
  return verify(ALGORITHMS[members['SignatureVersion']!]!, text, certificate.publicKey, signature);
}

function messageIn(members: Members): SnsMessage {
  const { Subject: subject, Token: token, SubscribeURL: subscribeUrl } = members;
  return {
    type: members['Type'] as SnsMessage['type'],
    messageId: members['MessageId']!,
    topicArn: members['TopicArn']!,
    message: members['Message']!,
    ...(subject === undefined ? {} : { subject }),
    ...(token === undefined ? {} : { token }),
    ...(subscribeUrl === undefined ? {} : { subscribeUrl }),
    timestamp: new Date(members['Timestamp']!),
  };
}
