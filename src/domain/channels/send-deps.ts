import type { Log } from '#kernel/log';
import type { Probe } from '#kernel/probe';
import type { Db } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { ChannelType, Sent } from './channel.ts';
import type { PaceLimits } from './pace.ts';
import type { Route } from './route.ts';
import type { MessageSource } from './source.ts';

export interface SendDeps {
  db: Db;
  due: DueWork;
  log: Log;
  probe: Probe;
  /** One for every kind. */
  channels: Route[];
  sources: MessageSource[];
  now: () => Date;
  limits: SendLimits;
  /** Told of every try. */
  onSent?: ((type: ChannelType, provider: string, sent: Sent) => void) | undefined;
}

/** How fast messages leave. */
export interface SendLimits extends PaceLimits {
  /** Messages a second that a provider gets, from all nodes together; 0 or absent: no limit. */
  perSecond: Partial<Record<ChannelType, number>>;
}
