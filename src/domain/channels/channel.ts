/** The kinds of contact channel: AWS's three by its names, and two of our own. */
export type ChannelType = 'EMAIL' | 'SMS' | 'VOICE' | 'PUSH' | 'WEBHOOK';

/** A message as it leaves: rendered, addressed, under its idempotency key. */
export interface OutgoingMessage {
  /** Stable over every try: a provider or receiver that knows it drops the second one. */
  key: string;
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** Its receiver can answer it where it arrives: by a key on the phone. */
  answerable?: boolean;
  /** Groups the messages about one thing (an incident) in the receiver's list. */
  thread?: string;
  /** What it says, as data: for kinds of channel whose receiver is a program. */
  notice?: Notice;
  /** What it is signed with, where its kind of channel signs. Never logged nor told. */
  signingSecrets?: readonly SigningSecret[];
}

/** A message as data. */
export interface Notice {
  /** `page`: somebody has to answer. `activation`: an address has to be confirmed. */
  kind: 'page' | 'activation';
  /** Below the public address. A GET shows what it is about; a POST acknowledges, or confirms. Whoever has it may. */
  answerPath: string;
  /** Of the worst incident: 1 (most severe) to 5. */
  severity?: number;
  /** What it is about, worst first. */
  incidents?: readonly { arn: string | null; title: string; severity: number }[];
}

/** While a secret is changed two of them count. */
export interface SigningSecret {
  secret: string;
  /** Counts no longer from this moment on; absent: counts until it is changed. */
  until?: Date;
}

/**
 * What a provider made of a message. Only a *named* permanent error is final (law 3); everything else is tried again.
 * `certain` is whether the message surely did not leave; otherwise it is sent again under the same key.
 */
export type Sent =
  | { ok: true; providerId: string }
  | { ok: false; permanent: boolean; certain: boolean; reason: string; retryAfterMs?: number };

/** What the console needs to draw a channel's form. */
export interface FieldSpec {
  name: string;
  label: string;
  example: string;
}

/** A way to reach a person. One contract test runs on every implementation, real and fake. */
export interface Channel {
  readonly type: ChannelType;
  /** The provider's name, kept with every message that it took. */
  readonly provider: string;
  readonly fields: readonly FieldSpec[];
  /** Milliseconds within which its provider says that a message arrived; absent: it never says so. */
  readonly confirmsWithinMs?: number;
  /** Why it cannot send now (a setting is missing), in words that say what to do; undefined when it can. */
  notReady(): string | undefined;
  /** What is wrong with an address; undefined when it can be tried. */
  addressFault(address: string): string | undefined;
  /** Never throws for what the outside does; gives up within its own time-out, and when `signal` is aborted. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent>;
}

/** Seconds between tries after the provider failed: 1, 2, 4, 8 … 60, or what it asked for, at most 5 minutes. */
export function retryDelayMs(attempt: number, askedMs = 0): number {
  const own = Math.min(60_000, 1_000 * 2 ** Math.min(attempt - 1, 6));
  return Math.max(own, Math.min(askedMs, 300_000));
}
