import type { EventOutside } from '#domain/events';
import { createEventTargets } from '#providers/event-targets';
import { createOutgoing, type Outgoing } from '#providers/outgoing';
import type { Settings } from '../settings.ts';
import { awsCredentials } from './aws-credentials.ts';

/** How events leave, by the settings; `outgoing` is for addresses that users name. */
export function eventTargets(settings: Settings, outgoing: Outgoing): EventOutside {
  const baseUrl = settings.MUSTER_AWS_ENDPOINT_URL;
  // The operator's own setting names this address, so it may be anywhere.
  const trusted = baseUrl === undefined ? [] : [new URL(baseUrl).origin];
  return createEventTargets({
    outgoing,
    allowPrivate: settings.MUSTER_ALLOW_PRIVATE_ADDRESSES,
    aws: {
      ...awsCredentials(settings),
      baseUrl,
      outgoing: createOutgoing({ allowPrivate: false, trusted }),
    },
  });
}
