export { keepNodeClock, type NodeClock, nodeClocks } from './node-clocks.ts';
export type { ProbeResult } from './probe.ts';
export { createProbes, type Probes, probeResults } from './probes.ts';
export { type Provider, providersOf, withOthers } from './providers.ts';
