import { Gauge, type Registry } from 'prom-client';
import { probeResults } from '#domain/probes';
import type { Db } from '#storage/db';
import { inTime } from './in-time.ts';

/** What the last look at each provider found; read from the database when somebody asks, so that every node tells the same. */
export function providerGauges(db: Db, registry: Registry): void {
  const labelNames = ['provider'];
  const registers = [registry];
  new Gauge({
    name: 'muster_provider_probe_ok',
    help: 'Whether a provider would have let Muster in when it was last looked at (1) or not (0)',
    labelNames,
    registers,
    async collect() {
      // While the database is away the other metrics are told all the same; muster_database_up says so.
      const results = await inTime(probeResults(db)).catch(() => undefined);
      this.reset();
      for (const { provider, ok } of results?.values() ?? []) this.set({ provider }, ok ? 1 : 0);
    },
  });
}
