export { fingerprint, type Host, type RemoteShell, type ShellCommand, type ShellOutcome } from './host.ts';
export { createHosts, type Hosts, type HostTag } from './hosts.ts';
