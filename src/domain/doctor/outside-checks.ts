import { nodeClocks, type Probes } from '#domain/probes';
import { SECOND } from '#kernel/clock';
import type { Check, Finding } from './check.ts';

/** Further off than this a machine's clock makes its logs misleading, and signatures of its own clients are refused soon after. */
const FAR_OFF_MS = 5 * SECOND;

/** Whether the providers that are set up would let Muster in. Those that are not are told by the check of providers. */
export const probesCheck = (probes: Probes): Check => ({
  id: 'probes',
  title: 'Every provider would let Muster in',
  async run(on) {
    const results = await probes.results(on);
    // Accounts' own credentials are told to their accounts, by the check of services.
    const shared = probes.providers.filter(({ ofAccounts }) => !ofAccounts);
    return shared.flatMap(({ name, notReady }): Finding[] => {
      const result = results.get(name);
      if (!result || result.ok || notReady() !== undefined) return [];
      return [
        {
          severity: 'warning',
          subject: `provider ${name}`,
          text: `It would take no message, since ${minute(result.since)}: ${result.reason ?? 'it did not say why'}.`,
          whatToDo: result.todo ?? 'Mend it, and look again.',
          command: `muster providers probe ${name}`,
        },
      ];
    });
  },
});

/** Whether the nodes' own clocks are near the database's, which alone decides. */
export const clocksCheck = (): Check => ({
  id: 'clocks',
  title: 'The clocks of the nodes agree with the database’s',
  async run(on, now) {
    const far = (await nodeClocks(on, now)).filter(({ aheadMs }) => Math.abs(aheadMs) > FAR_OFF_MS);
    return far.map(({ node, aheadMs }) => ({
      severity: 'warning',
      subject: `node ${node}`,
      text: `Its clock is ${Math.round(Math.abs(aheadMs) / SECOND)} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the database’s.`,
      whatToDo: 'Let the machine follow a time server; it is told again as long as it is so, looked at every minute.',
      command: 'timedatectl set-ntp true',
    }));
  },
});

/** `2026-11-24 03:10 UTC` */
const minute = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
