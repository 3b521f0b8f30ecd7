import { Gauge, type Registry } from 'prom-client';
import type { Route } from '#domain/channels';

const STATES = ['works', 'limited', 'broken', 'notReady'] as const;

/** How each provider stands with this node, read when somebody asks. */
export function routeGauges(registry: Registry, routes: readonly Route[]): void {
  new Gauge({
    name: 'muster_provider_state',
    help: 'How a provider stands with this node: 1 for the state that it is in (works, limited, broken, notReady)',
    labelNames: ['channel', 'provider', 'state'],
    registers: [registry],
    collect() {
      this.reset();
      for (const { type: channel, standings } of routes)
        for (const { provider, state, notReady } of standings()) {
          const is = notReady === undefined ? state : 'notReady';
          for (const one of STATES) this.set({ channel, provider, state: one }, one === is ? 1 : 0);
        }
    },
  });
}
