import type { Channel } from '#domain/channels';
import { createOutgoing } from '#providers/outgoing';
import { createPush, type PushKeys } from '#providers/push';
import { createWebhook } from '#providers/webhook';
import type { Settings } from '../settings.ts';

/** The kinds of channel that need no provider of anybody's: web push and signed webhooks. */
export function ownChannels(settings: Settings, publicUrl: string, keys: PushKeys, now: () => Date): Channel[] {
  const allowPrivate = settings.MUSTER_ALLOW_PRIVATE_ADDRESSES;
  const outgoing = createOutgoing({ allowPrivate, trusted: [] });
  const contact = settings.MUSTER_PUSH_CONTACT ?? contactAt(publicUrl);
  return [
    createPush({ outgoing, keys, contact, publicUrl, allowPrivate, now }),
    createWebhook({ outgoing, publicUrl, allowPrivate, now }),
  ];
}

function contactAt(publicUrl: string): string {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' ? publicUrl : `mailto:muster@${hostname}`;
}
