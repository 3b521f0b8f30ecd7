/**
 * Named moments between two lines that do I/O. In a running server nothing listens; fault tests kill the process there.
 */
export type ProbePoint = 'beforeSend' | 'afterSend';

export type Probe = (point: ProbePoint, subject: string) => Promise<void> | void;

export const noProbe: Probe = () => {};
