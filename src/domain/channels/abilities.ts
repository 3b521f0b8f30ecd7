import type { Channel, ChannelType } from './channel.ts';

/** What a kind of channel is and needs, whoever provides it. */
interface Ability {
  /** How people call it, as in "no SMS provider". */
  name: string;
  /** What an address must be, before any provider is asked; absent: its provider alone knows. */
  address?: { pattern: RegExp; want: string };
  /** The settings that set a provider up. */
  settings: readonly string[];
}

/** An international number as E.164 has it, with the country's code; 15 digits at most. It is kept as it was given. */
const PHONE = {
  pattern: /^\+[1-9]\d{1,14}$/,
  want: 'an E.164 number, + and 2 to 15 digits without anything between them, such as +15550100001',
};
const TWILIO = ['MUSTER_TWILIO_ACCOUNT_SID', 'MUSTER_TWILIO_AUTH_TOKEN', 'MUSTER_TWILIO_FROM'];

/** The kinds of contact channel, as data. */
export const abilities: Readonly<Record<ChannelType, Ability>> = {
  EMAIL: { name: 'e-mail', settings: ['MUSTER_SMTP_URL'] },
  SMS: { name: 'SMS', address: PHONE, settings: TWILIO },
  VOICE: { name: 'voice', address: PHONE, settings: TWILIO },
};

/** What is wrong with an address; undefined when it can be tried. The kind of channel judges first, then its provider. */
export function addressFault(channel: Pick<Channel, 'type' | 'addressFault'>, address: string): string | undefined {
  return kindFault(channel.type, address) ?? channel.addressFault(address);
}

/** What is wrong with an address for any provider of a kind. */
export function kindFault(type: ChannelType, address: string): string | undefined {
  const own = abilities[type].address;
  return own && !own.pattern.test(address) ? `wanted ${own.want}, got ${JSON.stringify(address)}` : undefined;
}
