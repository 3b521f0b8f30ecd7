import { abilities } from './abilities.ts';
import type { Channel, ChannelType, Sent } from './channel.ts';

/** What the provider of a kind of channel is called that has none. */
export const NO_PROVIDER = 'none';

/** A channel of every kind: those that are given, and for each other kind one that sends nothing and says why. */
export function everyKind(given: readonly Channel[]): Channel[] {
  const kinds = Object.keys(abilities) as ChannelType[];
  return kinds.map((type) => given.find((channel) => channel.type === type) ?? unprovided(type));
}

/** Addresses can be given, and are kept for the day on which there is a provider. */
function unprovided(type: ChannelType): Channel {
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
