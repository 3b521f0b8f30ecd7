import type { Channel, ChannelType, ChatType, ContactChannelType } from './channel.ts';

/** What a kind of channel is and needs, whoever provides it. */
interface Ability {
  /** How people call it, as in "no SMS provider". */
  name: string;
  /** What an address must be, before any provider is asked; absent: its provider alone knows. */
  address?: { pattern: RegExp; want: string };
  /** The settings that set a provider up. */
  settings: readonly string[];
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
const webhook = (name: string): Ability => ({ name, settings: [], room: { updates: false } });

/** The kinds of channel, as data. */
export const abilities: Readonly<Record<ChannelType, Ability>> = {
  EMAIL: { name: 'e-mail', settings: ['MUSTER_SMTP_URL'] },
  SMS: { name: 'SMS', address: PHONE, settings: TWILIO },
  VOICE: { name: 'voice', address: PHONE, settings: TWILIO },
  SLACK: { name: 'Slack', settings: ['MUSTER_SLACK_BOT_TOKEN'], room: { updates: true } },
  TEAMS: webhook('Microsoft Teams'),
  CHIME: webhook('Amazon Chime'),
  MATTERMOST: webhook('Mattermost'),
  DISCORD: webhook('Discord'),
  GOOGLE_CHAT: webhook('Google Chat'),
  // Their credentials are secrets that integrations name: nothing has to be set.
  PAGERDUTY: { name: 'PagerDuty', settings: [] },
  OPSGENIE: { name: 'Opsgenie', settings: [] },
  JSM: { name: 'Jira Service Management', settings: [] },
};

/** Whether a kind of channel is a chat room's. */
const isRoom = (type: ChannelType): type is ChatType => abilities[type].room !== undefined;

/** Whether it is a kind that people have, and are paged by. */
export const isForPeople = (type: ChannelType): type is ContactChannelType =>
  !(isRoom(type) || type === 'PAGERDUTY' || type === 'OPSGENIE' || type === 'JSM');

/** What is wrong with an address; undefined when it can be tried. The kind of channel judges first, then its provider. */
export function addressFault(channel: Channel, address: string): string | undefined {
  const own = abilities[channel.type].address;
  if (own && !own.pattern.test(address)) return `wanted ${own.want}, got ${JSON.stringify(address)}`;
  return channel.addressFault(address);
}
