export { signalHousekeeping } from './housekeeping.ts';
export { LOOK_QUEUE, lookInvariant } from './looks.ts';
export type { Activity, Signal } from './rows.ts';
export {
  decideLook,
  type Facts,
  type Look,
  opensNothing,
  pagesAgain,
  signalIn,
  signalKey,
  signalName,
} from './signal.ts';
export {
  createSignals,
  type Fired,
  type GroupRef,
  refKey,
  type SignalRef,
  type Signals,
  type Triggered,
} from './signals.ts';
