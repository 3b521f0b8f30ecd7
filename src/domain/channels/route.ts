import { SECOND } from '#kernel/clock';
import { count } from '#kernel/text';
import { abilities } from './abilities.ts';
import { asked, freeAt, heard, type Standing, works } from './breaker.ts';
import type { Channel, ChannelType, Sent } from './channel.ts';
import { NO_PROVIDER, unprovided } from './no-provider.ts';

/** The providers of one kind of channel, in the order in which they are asked. */
export interface Route {
  readonly type: ChannelType;
  /** How its providers are called together; `none` where there is none. */
  readonly provider: string;
  readonly providers: readonly Channel[];
  /** Why none of them can send now (settings are missing), in words that say what to do. */
  notReady(): string | undefined;
  /** What is wrong with an address for each of them; undefined when one can try it. */
  addressFault(address: string): string | undefined;
  /** Whom a message goes to that was given to `tried` already, and so is counted as asked; or until when none can be asked. */
  take(now: Date, tried: readonly string[]): Choice;
  /** The same, without being counted, where the next one to ask works; undefined where it has to show that first. */
  working(now: Date, tried: readonly string[]): Channel | undefined;
  /** Who would be asked next, without asking: undefined where nobody can be. */
  following(now: Date, tried: readonly string[]): Channel | undefined;
  /** When a provider can be asked again at the earliest. */
  freeAt(now: Date): Date;
  /** Whether messages are held up: no provider is set up whole, or each is broken or wants to be left alone for a while. */
  isHeldUp(now: Date): boolean;
  /** A message waits for a provider that can be asked. */
  waits(messageId: string): void;
  /** What a provider said; answers how it stands now, whether that is news, and which messages have waited for it to work. */
  heard(now: Date, provider: string, sent: Sent): { standing: Standing; changed: boolean; waited: string[] };
  /** How each stands with this node. */
  standings(): ProviderStanding[];
}

export type Choice = { channel: Channel } | { until: Date; reason: string };

export interface ProviderStanding extends Standing {
  provider: string;
  notReady?: string;
}

/** Of more, the others find out by themselves, when it is their time. */
const MOST_WAITING = 10_000;
/** Who waits less for a provider that has too much to do is not held up by it. */
const HELD_UP_MS = 10 * SECOND;

/** `providers` are of one kind, at least one, each with a name of its own. */
export function createRoute(providers: readonly Channel[]): Route {
  const [first] = providers as readonly [Channel, ...Channel[]];
  const standings = new Map<string, Standing>(providers.map(({ provider }) => [provider, works]));
  let waiting = new Set<string>();
  const standingOf = (provider: string) => standings.get(provider) ?? works;
  const isReady = (one: Channel) => one.provider === NO_PROVIDER || one.notReady() === undefined;
  /** Where none is ready, the first says what is missing. */
  const usable = () => {
    const ready = providers.filter(isReady);
    return ready.length > 0 ? ready : [first];
  };
  const isAlone = () => usable().length === 1;
  const free = (now: Date, one: Channel) => freeAt(standingOf(one.provider)) <= now.getTime();
  const following = (now: Date, tried: readonly string[]) =>
    usable().find((one) => !tried.includes(one.provider) && free(now, one));
  const soonest = (now: Date) =>
    new Date(Math.max(now.getTime(), Math.min(...usable().map(({ provider }) => freeAt(standingOf(provider))))));

  return {
    type: first.type,
    provider: providers.map(({ provider }) => provider).join(', '),
    providers,
    notReady: () => (providers.some((one) => one.notReady() === undefined) ? undefined : first.notReady()),
    addressFault(address) {
      const faults = providers.map((one) => one.addressFault(address));
      return faults.includes(undefined) ? undefined : faults[0];
    },
    take(now, tried) {
      const channel = following(now, tried);
      if (!channel) return { until: soonest(now), reason: whyNone(providers, standingOf) };
      standings.set(channel.provider, asked(now, standingOf(channel.provider), isAlone()));
      return { channel };
    },
    working(now, tried) {
      const next = following(now, tried);
      return next && standingOf(next.provider).state === 'works' ? next : undefined;
    },
    following,
    freeAt: soonest,
    isHeldUp: (now) =>
      !providers.some(isReady) ||
      usable().every(({ provider }) => {
        const { state, nextTry = 0 } = standingOf(provider);
        return state === 'broken' || nextTry >= now.getTime() + HELD_UP_MS;
      }),
    heard(now, provider, sent) {
      const was = standingOf(provider);
      const said = abilities[first.type].apart && !sent.ok ? { ...sent, fault: 'reach' as const } : sent;
      const standing = heard(now, was, said, isAlone());
      standings.set(provider, standing);
      const changed = was.state !== standing.state;
      const waited = changed && standing.state === 'works' ? [...waiting] : [];
      if (waited.length > 0) waiting = new Set();
      return { standing, changed, waited };
    },
    waits(messageId) {
      if (waiting.size < MOST_WAITING) waiting.add(messageId);
    },
    standings: () =>
      providers.map((one) => {
        const notReady = one.notReady();
        return { ...standingOf(one.provider), provider: one.provider, ...(notReady ? { notReady } : {}) };
      }),
  };
}

function whyNone(providers: readonly Channel[], standingOf: (provider: string) => Standing): string {
  const told = providers.map((one) => {
    const { state, reason } = standingOf(one.provider);
    const why = one.notReady() ?? reason ?? 'it was asked just now';
    return `${one.provider} ${state === 'limited' ? 'takes no more for now' : 'fails'}: ${why}`;
  });
  return `${count(providers.length, 'provider')} asked, and none can take it now. ${told.join('; ')}`;
}

/** A route for every kind: of those that are given, in their order; for a kind of which none is, one that says what is missing. */
export function everyKind(given: readonly Channel[]): Route[] {
  const kinds = Object.keys(abilities) as ChannelType[];
  return kinds.map((type) => {
    const own = given.filter((channel) => channel.type === type);
    return createRoute(own.length > 0 ? own : [unprovided(type)]);
  });
}
