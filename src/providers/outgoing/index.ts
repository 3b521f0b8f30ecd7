export { OutgoingError, type OutgoingReason } from './error.ts';
export { neverLeft, retryAfterMs, toldIn } from './outcome.ts';
export {
  createOutgoing,
  type Outgoing,
  type OutgoingOptions,
  type OutgoingRequest,
  type OutgoingResponse,
} from './outgoing.ts';
export { urlFault } from './url-fault.ts';
