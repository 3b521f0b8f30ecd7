import { type Channel, type ChannelType, NO_PROVIDER, type Probed } from '#domain/channels';

/** Something outside that Muster needs, by name. Channels' providers are; rooms that call others may offer theirs. */
export interface Provider {
  /** E.g. `twilio`: what it is called in lists and commands. */
  readonly name: string;
  /** The kinds of channel that it serves; each with why nothing can be sent by it, undefined where it can. */
  readonly channels: readonly { type: ChannelType; notReady(): string | undefined }[];
  /** What is looked at are accounts' own credentials: each account is told of its own. */
  readonly ofAccounts?: boolean;
  /** Why it cannot be used at all: a setting is missing. */
  notReady(): string | undefined;
  /** As a channel's. Absent: there is no way to know. */
  probe?(signal: AbortSignal): Promise<Probed>;
}

/** The providers behind these channels, each once, whatever it serves; by name. Kinds without one are under `none`. */
export function providersOf(channels: readonly Channel[]): Provider[] {
  const byName = Map.groupBy(channels, ({ provider }) => provider);
  const all = [...byName].map(([name, served]): Provider => {
    const notReady = () => served.map((channel) => channel.notReady()).find((reason) => reason !== undefined);
    const probe = name === NO_PROVIDER ? undefined : served.find((channel) => channel.probe)?.probe;
    return { name, channels: served, notReady, ...(probe ? { probe } : {}) };
  });
  return all.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** All of them by name; of those that are named twice, what is given besides. */
export function withOthers(own: readonly Provider[], given: readonly Provider[]): Provider[] {
  const byName = new Map([...own, ...given].map((one) => [one.name, one]));
  return [...byName.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
}
