import type { Channel } from '#domain/channels';
import { createJsm, createOpsgenie } from '#providers/opsgenie';
import { createOutgoing } from '#providers/outgoing';
import { createPagerDuty } from '#providers/pagerduty';
import type { Settings } from '../settings.ts';

/** Other services that incidents are passed on to; their credentials are secrets that integrations name. */
export function services(settings: Settings, now: () => Date): Channel[] {
  // An address that the operator set may be anywhere.
  const at = (baseUrl: string | undefined) => ({
    now,
    baseUrl,
    outgoing: createOutgoing({ allowPrivate: false, trusted: baseUrl ? [new URL(baseUrl).origin] : [] }),
  });
  return [
    createPagerDuty(at(settings.MUSTER_PAGERDUTY_BASE_URL)),
    createOpsgenie(at(settings.MUSTER_OPSGENIE_BASE_URL)),
    createJsm(at(settings.MUSTER_JSM_BASE_URL)),
  ];
}
