export type { Channel, ChannelType, FieldSpec, OutgoingMessage, Sent } from './channel.ts';
export { type SendDeps, sendHandlers } from './handlers.ts';
export { createOutbox, isLate, type NewMessage, type Outbox } from './outbox.ts';
export type { Message, MessageSource, Outcome, Prepared } from './source.ts';
