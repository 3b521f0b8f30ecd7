export { addressFault, isForPeople } from './abilities.ts';
export type {
  Button,
  Card,
  Channel,
  ChannelType,
  ChatType,
  ContactChannelType,
  FieldSpec,
  OutgoingMessage,
  Probed,
  Sent,
  ServiceOrder,
  ServiceType,
} from './channel.ts';
export { type Confirmations, confirmHandler, createConfirmations } from './confirm.ts';
export { fitsText, textMessage } from './gsm7.ts';
export { sendHandlers } from './handlers.ts';
export { messageInvariant } from './invariants.ts';
export { everyKind, NO_PROVIDER } from './no-provider.ts';
export { createOutbox, isLate, LATE_MS, type NewMessage, type Outbox } from './outbox.ts';
export type { SendDeps, SendLimits } from './send-deps.ts';
export type { Fate, Message, MessageSource, Outcome, Prepared } from './source.ts';
export { CALL_SECONDS, SAID_TIMES, speech } from './speech.ts';
