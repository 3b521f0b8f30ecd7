import type { Channel } from '#domain/channels';

/** A provider that there can be. */
export interface Offer {
  name: string;
  /** Whether one of its own settings is given. */
  given: boolean;
  make(): Channel;
}

/**
 * The providers of one kind in the order in which they are asked: the named ones, else all of which something is given, as they
 * stand. Throws, by the setting's name, for a name that is none.
 */
export function inOrder(setting: string, named: string | undefined, offers: readonly Offer[]): Channel[] {
  if (named === undefined) return offers.filter(({ given }) => given).map(({ make }) => make());
  const names = [...new Set(named.split(','))];
  return names.map((name) => {
    const offer = offers.find((one) => one.name === name);
    if (offer) return offer.make();
    const known = offers.map((one) => one.name).join(', ');
    throw new Error(`${setting}: wanted names among ${known}, got ${JSON.stringify(name)}`);
  });
}
