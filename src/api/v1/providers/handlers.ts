import type { Provider as DomainProvider, ProbeResult } from '#domain/probes';
import type { ApiRooms } from '../rooms.ts';
import type { Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { providerRoutes } from './routes.ts';
import type { Provider } from './schemas.ts';

export function providerHandlers({ probes }: ApiRooms): Handlers<typeof providerRoutes> {
  return {
    listProviders: async ({ context }) => {
      const results = await probes.results(context);
      return { items: probes.providers.map((one) => providerView(one, results.get(one.name))) };
    },
    probeProvider: async ({ context, now }, { params }) => {
      await probes.ask(context, now, params.provider);
      const provider = probes.providers.find(({ name }) => name === params.provider)!;
      const result = (await probes.results(context)).get(provider.name);
      return { askedAt: now.toISOString(), provider: providerView(provider, result) };
    },
  };
}

const MOST_REASON = 2_000;

function providerView(provider: DomainProvider, result: ProbeResult | undefined): Static<typeof Provider> {
  return {
    name: provider.name,
    ready: provider.notReady() === undefined,
    channels: provider.channels.map((channel) => {
      const reason = channel.notReady()?.slice(0, MOST_REASON) ?? null;
      return { type: channel.type.toLowerCase(), ready: reason === null, reason };
    }),
    canBeProbed: provider.probe !== undefined,
    probe: result
      ? {
          ok: result.ok,
          since: result.since.toISOString(),
          at: result.at.toISOString(),
          lastOkAt: result.lastOkAt?.toISOString() ?? null,
          reason: result.reason ?? null,
          todo: result.todo ?? null,
        }
      : null,
  };
}
