import type { SendLimits } from '#domain/channels';
import { SECOND } from '#kernel/clock';
import type { Settings } from '../settings.ts';

/** How fast messages leave, by the settings. With MUSTER_TIME_SCALE a window is as much shorter as an engagement plan's minutes. */
export function sendLimits(settings: Settings): SendLimits {
  return {
    pages: settings.MUSTER_STORM_PAGES,
    windowMs: (settings.MUSTER_STORM_WINDOW_SECONDS * SECOND) / settings.MUSTER_TIME_SCALE,
    personPages: settings.MUSTER_PERSON_PAGES,
    perSecond: {
      EMAIL: settings.MUSTER_EMAIL_PER_SECOND,
      SMS: settings.MUSTER_SMS_PER_SECOND,
      VOICE: settings.MUSTER_VOICE_PER_SECOND,
      PUSH: settings.MUSTER_PUSH_PER_SECOND,
      WEBHOOK: settings.MUSTER_WEBHOOK_PER_SECOND,
    },
  };
}
