export type { Channel, ChannelType, FieldSpec, OutgoingMessage, Sent } from './channel.ts';
export { sendHandlers } from './handlers.ts';
export { createOutbox, type NewMessage, type Outbox } from './outbox.ts';
export type { SendDeps, SendLimits } from './send-deps.ts';
export type { Message, MessageSource, Outcome, Prepared } from './source.ts';
