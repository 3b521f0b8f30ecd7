export { activationMessages } from './activation-messages.ts';
export type { Confirmation } from './confirming.ts';
export {
  type Contact,
  type ContactChannel,
  type ContactRef,
  type ContactType,
  channelArn,
  contactArn,
  keyOf,
  nameOf,
  type OwnedRef,
  type Plan,
  type PlanOptions,
  parseContactArn,
  parseOwnedArn,
  type Stage,
  type Target,
} from './contact.ts';
export { type ContactChannels, createContactChannels, type NewContactChannel } from './contact-channels.ts';
export {
  type ContactChange,
  type Contacts,
  type ContactUser,
  createContacts,
  type ListContacts,
  type NewContact,
  type PlanFollower,
  type ScheduleRotations,
} from './contacts.ts';
export { eraseContacts } from './erase.ts';
export { flagMessages } from './flag-messages.ts';
export type { ChannelFlag, PageFailure } from './flags.ts';
export { contactLookup } from './lookup.ts';
export { createPushLinks, type PushLinks } from './push-links.ts';
export type { Reach } from './reach.ts';
export { newSigning } from './signing.ts';
