import fc from 'fast-check';
import { chooseSeed } from './random.ts';

// Loaded into every process of a run before its tests (scripts/test/together.ts): all laws draw their cases from the run's seed.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: chooseSeed() });
