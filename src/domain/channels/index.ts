export { addressFault } from './abilities.ts';
export type { Channel, ChannelType, FieldSpec, OutgoingMessage, Sent } from './channel.ts';
export { sendHandlers } from './handlers.ts';
export { messageInvariant } from './invariants.ts';
export { everyKind, NO_PROVIDER } from './no-provider.ts';
export { createOutbox, isLate, LATE_MS, type NewMessage, type Outbox } from './outbox.ts';
export type { SendDeps, SendLimits } from './send-deps.ts';
export type { Message, MessageSource, Outcome, Prepared } from './source.ts';
