export { OutgoingError, type OutgoingReason } from './error.ts';
export { neverLeft } from './never-left.ts';
export {
  createOutgoing,
  type Outgoing,
  type OutgoingOptions,
  type OutgoingRequest,
  type OutgoingResponse,
} from './outgoing.ts';
