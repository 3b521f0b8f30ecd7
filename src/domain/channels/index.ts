export {
  abilities,
  addressFault,
  channelName,
  isExpected,
  keepsUpToDate,
  kindFault,
} from './abilities.ts';
export type {
  Button,
  Card,
  Channel,
  ChannelType,
  ChatType,
  ContactChannelType,
  FieldSpec,
  Notice,
  OutgoingMessage,
  Probed,
  Sent,
  ServiceOrder,
  ServiceType,
  SigningSecret,
} from './channel.ts';
export { type Confirmations, confirmHandler, createConfirmations } from './confirm.ts';
export { confirmInvariant } from './confirm-invariant.ts';
export { messageForgetting } from './forgetting.ts';
export { fitsText, textMessage } from './gsm7.ts';
export { sendHandlers } from './handlers.ts';
export { messageInvariant } from './invariants.ts';
export { NO_PROVIDER } from './no-provider.ts';
export { createOutbox, isLate, LATE_MS, type NewMessage, type Outbox } from './outbox.ts';
export { judge, noPace, type Pace, type PaceLimits } from './pace.ts';
export { REPLY_TO, type ReplyAddresses, replyAddresses } from './reply-address.ts';
export { everyKind, type ProviderStanding, type Route } from './route.ts';
export type { SendDeps, SendLimits } from './send-deps.ts';
export type { Fate, Left, Message, MessageSource, Outcome, Prepared } from './source.ts';
export { CALL_SECONDS, SAID_TIMES, speech } from './speech.ts';
export { stuckHandler } from './stuck.ts';
export { readSubscription, type Subscription } from './subscription.ts';
