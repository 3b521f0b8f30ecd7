import type { Channel, ChannelType, ChatType } from './channel.ts';
import { shownSubscription, subscriptionFault } from './subscription.ts';

/** What a kind of channel is and needs, whoever provides it. */
interface Ability {
  /** How people call it, as in "no SMS provider". */
  name: string;
  /** What an address must be, before any provider is asked; absent: its provider alone knows. */
  address?: { pattern: RegExp; want: string };
  /** The same for an address that no pattern tells. */
  fault?: (address: string) => string | undefined;
  /** An address that is a credential is kept sealed; this is what is shown of it, one text for one receiver. */
  shown?: (address: string) => string;
  /** Its messages are signed, each channel's with a secret of its own. */
  signed?: true;
  /** The settings that set a provider up. */
  settings: readonly string[];
  /**
   * Each receiver has a server or credentials of its own: what one of them says tells nothing of the others, and breaks no
   * provider.
   */
  apart?: true;
  /** Nobody misses it where it is not set up: that it cannot be sent to is told only where somebody has such a channel. */
  optional?: true;
  /** It is a chat room; `updates`: one message in it can be kept up to date, with what is new beneath it. */
  room?: { updates: boolean };
}

/** An international number as E.164 has it, with the country's code; 15 digits at most. It is kept as it was given. */
const PHONE = {
  pattern: /^\+[1-9]\d{1,14}$/,
  want: 'an E.164 number, + and 2 to 15 digits without anything between them, such as +15550100001',
};
const TWILIO = ['MUSTER_TWILIO_ACCOUNT_SID', 'MUSTER_TWILIO_AUTH_TOKEN', 'MUSTER_TWILIO_FROM'];

/** Of a room that is reached by an address of its own, which is also the permission to write there. */
const webhook = (name: string): Ability => ({
  ...{ name, settings: [], apart: true, room: { updates: false } },
});

/** The kinds of channel, as data. */
export const abilities: Readonly<Record<ChannelType, Ability>> = {
  EMAIL: { name: 'e-mail', settings: ['MUSTER_SMTP_URL'] },
  SMS: { name: 'SMS', address: PHONE, settings: TWILIO },
  VOICE: { name: 'voice', address: PHONE, settings: TWILIO },
  PUSH: {
    name: 'web push',
    fault: subscriptionFault,
    shown: shownSubscription,
    settings: ['MUSTER_PUBLIC_URL'],
    apart: true,
  },
  WEBHOOK: {
    name: 'webhook',
    address: { pattern: /^https?:\/\/\S{1,1016}$/, want: 'an address such as https://hooks.example.com/muster' },
    signed: true,
    apart: true,
    settings: ['MUSTER_PUBLIC_URL'],
  },
  // Apart from rooms: a queue of its own, so that whatever a room is told never holds up a page.
  SLACK_DM: {
    name: 'Slack direct message',
    address: { pattern: /^[UW][A-Z0-9]{5,20}$/, want: 'the member id of a person in Slack, such as U024BE7LH' },
    settings: ['MUSTER_SLACK_BOT_TOKEN'],
    optional: true,
  },
  SLACK: { name: 'Slack', settings: ['MUSTER_SLACK_BOT_TOKEN'], apart: true, room: { updates: true } },
  SLACK_GROUP: {
    name: 'Slack user group',
    address: { pattern: /^S[A-Z0-9]{5,20}$/, want: 'the id of a user group in Slack, such as S0614TZR7' },
    settings: ['MUSTER_SLACK_BOT_TOKEN'],
    apart: true,
  },
  TEAMS: webhook('Microsoft Teams'),
  CHIME: webhook('Amazon Chime'),
  MATTERMOST: webhook('Mattermost'),
  DISCORD: webhook('Discord'),
  GOOGLE_CHAT: webhook('Google Chat'),
  // Their credentials are secrets that integrations name: nothing has to be set.
  PAGERDUTY: { name: 'PagerDuty', settings: [], apart: true },
  OPSGENIE: { name: 'Opsgenie', settings: [], apart: true },
  JSM: { name: 'Jira Service Management', settings: [], apart: true },
};

/** Whether a kind of channel is a chat room's. */
const isRoom = (type: ChannelType): type is ChatType => abilities[type].room !== undefined;

/** Whether it is a kind that people have, and are paged by. */
const isForPeople = (type: ChannelType): boolean =>
  !(isRoom(type) || type === 'PAGERDUTY' || type === 'OPSGENIE' || type === 'JSM' || type === 'SLACK_GROUP');

/** Whether it is missed where it is not set up, although nobody has such a channel. */
export const isExpected = (type: ChannelType): boolean => isForPeople(type) && !abilities[type].optional;

/** Whether one message in such a room can be kept up to date. */
export const keepsUpToDate = (type: ChatType): boolean => abilities[type].room?.updates ?? false;

/** How people call a kind of channel. */
export const channelName = (type: ChannelType): string => abilities[type].name;

/** What is wrong with an address; undefined when it can be tried. The kind of channel judges first, then its provider. */
export function addressFault(channel: Pick<Channel, 'type' | 'addressFault'>, address: string): string | undefined {
  return kindFault(channel.type, address) ?? channel.addressFault(address);
}

/** What is wrong with an address for any provider of a kind. */
export function kindFault(type: ChannelType, address: string): string | undefined {
  const own = abilities[type].address;
  if (own && !own.pattern.test(address)) return `wanted ${own.want}, got ${JSON.stringify(address)}`;
  return abilities[type].fault?.(address);
}
