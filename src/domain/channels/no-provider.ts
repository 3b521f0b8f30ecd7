import { abilities } from './abilities.ts';
import type { Channel, ChannelType, Sent } from './channel.ts';

/** What the provider of a kind of channel is called that has none. */
export const NO_PROVIDER = 'none';

/** Sends nothing and says why. Addresses can be given, and are kept for the day on which there is a provider. */
export function unprovided(type: ChannelType): Channel {
  const { name, settings } = abilities[type];
  const reason = `no ${name} provider is set up: set ${settings.join(', ')}; use other channels meanwhile`;
  const refusal: Sent = { ok: false, permanent: true, certain: true, reason };
  return {
    type,
    provider: NO_PROVIDER,
    fields: [],
    notReady: () => reason,
    addressFault: () => undefined,
    send: async () => refusal,
  };
}
