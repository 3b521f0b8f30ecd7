/** The kinds of channel: those of contacts by AWS's names, those of chat rooms, and those of other services. */
export type ChannelType = 'EMAIL' | 'SMS' | 'VOICE' | ChatType | ServiceType;

/** Where chat rooms are. */
export type ChatType = 'SLACK' | 'TEAMS' | 'CHIME' | 'MATTERMOST' | 'DISCORD' | 'GOOGLE_CHAT';

/** Other services that keep incidents or alerts of their own. */
export type ServiceType = 'PAGERDUTY' | 'OPSGENIE' | 'JSM';

/** The kinds that a contact channel can be of. */
export type ContactChannelType = Exclude<ChannelType, ChatType | ServiceType>;

/** What another service is asked to do with its own incident about ours. */
export interface ServiceOrder {
  /** `open` again under the same alias changes what is open there. */
  act: 'open' | 'acknowledge' | 'note' | 'resolve';
  /** With what it is asked, read at the moment of sending and kept nowhere: the members of the secret. */
  credential: Readonly<Record<string, string>>;
  /** The same for the incident from its beginning to its end. */
  alias: string;
  /** The service's own id of its incident, once it has one. */
  theirs?: string;
  /** 1 (most severe) to 5. */
  severity: number;
  link: string;
}

/** What a message to a chat room shows beside its text. Plain text everywhere: the provider escapes it for its markup. */
export interface Card {
  /** 1 (most severe) to 5: its colour, where there is one. */
  severity: number;
  fields: readonly { name: string; text: string }[];
  link: { label: string; url: string };
  /** Shown where a press comes back to us. `act` and `value` come back as they are. */
  buttons: readonly Button[];
  /** The provider's id of the message that this one takes the place of, where its kind of room can do that. */
  replaces?: string;
  /** What is new since then: under the message it replaces. */
  news: readonly string[];
}

export interface Button {
  act: string;
  label: string;
  value: string;
  tone?: 'primary' | 'danger';
}

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
  /** Of messages to chat rooms; without one it is its subject and text. */
  card?: Card;
  /** Of messages to other services, which need one. */
  order?: ServiceOrder;
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

/** Milliseconds from a failed try to the next: 1, 2, 4, 8 … 60 s; exactly what the provider asked for where it did, up to 5 minutes. */
export function retryDelayMs(attempt: number, askedMs = 0): number {
  if (askedMs > 0) return Math.max(1_000, Math.min(askedMs, 300_000));
  return Math.min(60_000, 1_000 * 2 ** Math.min(attempt - 1, 6));
}
