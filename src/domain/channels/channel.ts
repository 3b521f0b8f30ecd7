/** The kinds of contact channel, by AWS's names. */
export type ChannelType = 'EMAIL' | 'SMS' | 'VOICE';

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
}

/**
 * What a provider made of a message. Only a *named* permanent error is final (law 3); everything else is tried again.
 * `certain` is whether the message surely did not leave; otherwise it is sent again under the same key.
 * `fault` is what a failure says of the provider: nothing it brings would be taken (`account`: credentials, funds); or only what
 * goes where this goes (`reach`: a receiver, a country). Absent: it failed. Whichever it is, the next provider is asked.
 */
export type Sent =
  | { ok: true; providerId: string }
  | {
      ok: false;
      permanent: boolean;
      certain: boolean;
      reason: string;
      retryAfterMs?: number;
      fault?: 'account' | 'reach';
    };

/** What the console needs to draw a channel's form. */
export interface FieldSpec {
  name: string;
  label: string;
  example: string;
}

/** One provider's way to reach a person. One contract test runs on every implementation, real and fake. */
export interface Channel {
  readonly type: ChannelType;
  /** The provider's name, kept with every message that it took; one of its kind has it. */
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

/** Milliseconds until all providers are asked again after each of them has failed so often: 1, 2, 4, 8 … 60 seconds. */
export const retryDelayMs = (rounds: number): number => Math.min(60_000, 1_000 * 2 ** Math.min(rounds - 1, 6));
