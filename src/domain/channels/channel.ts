/** The kinds of channel: those of contacts, those of chat rooms, those of other services, and groups of people. */
export type ChannelType = ContactChannelType | ChatType | ServiceType | 'SLACK_GROUP';

/** Where chat rooms are. */
export type ChatType = 'SLACK' | 'TEAMS' | 'CHIME' | 'MATTERMOST' | 'DISCORD' | 'GOOGLE_CHAT';

/** Other services that keep incidents or alerts of their own. */
export type ServiceType = 'PAGERDUTY' | 'OPSGENIE' | 'JSM';

/** The kinds that a contact channel can be of: AWS's three by its names, and three of our own. */
export type ContactChannelType = 'EMAIL' | 'SMS' | 'VOICE' | 'PUSH' | 'WEBHOOK' | 'SLACK_DM';

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
  /** What an answer to it is known by, where answers can come back the same way: in the address that a mail is answered to. */
  replyToken?: string;
  /** Groups the messages about one thing (an incident) in the receiver's list. */
  thread?: string;
  /** Of messages to chat rooms; without one it is its subject and text. */
  card?: Card;
  /** Of messages to other services, which need one. */
  order?: ServiceOrder;
  /** Who is on call, as data: for programs, and for what is kept as it is. */
  rota?: OnCallNow;
  /** What it says, as data: for kinds of channel whose receiver is a program. */
  notice?: Notice;
  /** What it is signed with, where its kind of channel signs. Never logged nor told. */
  signingSecrets?: readonly SigningSecret[];
}

/** Who is on call now. */
export interface OnCallNow {
  /** The rotation or on-call schedule, by its ARN. */
  of: string;
  people: readonly { arn: string; alias: string }[];
  /** Their ids in Slack, of those who have one. */
  members: readonly string[];
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

/** Whether a provider would take messages now. In words without any credential: why not, and what to do. */
export type Probed = { ok: true } | { ok: false; reason: string; todo: string };

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
  /**
   * Looks whether it would be let in now, and sends nothing. Absent: there is no way to know. Never throws for what the outside does;
   * gives up within its own time-out, and when `signal` is aborted. Where it has no credentials, it is ready for none.
   */
  probe?(signal: AbortSignal): Promise<Probed>;
  /**
   * The same of a credential that is not the provider's own: of whatever `to` stands for, at another service. As `probe` otherwise.
   */
  tryCredential?(to: string, credential: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Probed>;
  /** Never throws for what the outside does; gives up within its own time-out, and when `signal` is aborted. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<Sent>;
}

/** Milliseconds until all providers are asked again after each of them has failed so often: 1, 2, 4, 8 … 60 seconds. */
export const retryDelayMs = (rounds: number): number => Math.min(60_000, 1_000 * 2 ** Math.min(rounds - 1, 6));
