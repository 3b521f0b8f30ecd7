export { type Beat, type BeatDeps, type Beats, createBeats } from './beats.ts';
export { missedHandler, monitorInvariant, type TellOfMonitor } from './looks.ts';
export type { Monitor, MonitorStatus } from './monitor.ts';
export {
  createMonitors,
  type MonitorChange,
  type MonitorRef,
  type Monitors,
  type NewMonitor,
} from './monitors.ts';
