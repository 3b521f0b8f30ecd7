export { type SilencedIncidents, silenceEndHandler, silenceInvariant } from './end.ts';
export {
  marksOf,
  type Scope,
  type Silence,
  type SilenceStatus,
  type Subject,
  scopeText,
  silencedText,
  silenceOf,
} from './silence.ts';
export {
  createSilences,
  type NewSilence,
  type Silenced,
  type SilenceRef,
  type Silences,
  targetOf,
} from './silences.ts';
