export { type Beacon, createHeartbeat, type HeartbeatDeps } from './heartbeat.ts';
export { heartbeatMessages, heartbeatTarget } from './probe.ts';
