import type { Keeping } from '#domain/metrics';
import { DAY, HOUR } from '#kernel/clock';
import type { Settings } from '../settings.ts';

/** How long the data of metrics are kept, by the settings. */
export const metricKeeping = (settings: Settings): Keeping => ({
  secondsMs: settings.MUSTER_METRICS_1S_HOURS * HOUR,
  minutesMs: settings.MUSTER_METRICS_60S_DAYS * DAY,
  fiveMinutesMs: settings.MUSTER_METRICS_300S_DAYS * DAY,
  hoursMs: settings.MUSTER_METRICS_3600S_DAYS * DAY,
});
