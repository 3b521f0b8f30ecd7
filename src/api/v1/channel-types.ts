import type { ContactChannelType } from '#domain/channels';
import { word } from './schema.ts';

/** The kinds of contact channel in the words of the native API. */
const WORDS = ['email', 'sms', 'voice', 'push', 'webhook', 'slack'] as const;
type Word = (typeof WORDS)[number];

/** A member that names one. */
export const channelType = (about: string) => word(WORDS, about);

export const toChannelType: Readonly<Record<Word, ContactChannelType>> = {
  email: 'EMAIL',
  sms: 'SMS',
  voice: 'VOICE',
  push: 'PUSH',
  webhook: 'WEBHOOK',
  slack: 'SLACK_DM',
};

export const channelWord: Readonly<Record<ContactChannelType, Word>> = {
  EMAIL: 'email',
  SMS: 'sms',
  VOICE: 'voice',
  PUSH: 'push',
  WEBHOOK: 'webhook',
  SLACK_DM: 'slack',
};
