import type { ReplicationSets } from '#domain/accounts';
import { type ChannelType, isExpected, type Route } from '#domain/channels';
import type { Check, Finding } from './check.ts';
import type { Ward } from './ward.ts';

/** Whether the account has its replication set, before which there can be no plans and no people. */
export const replicationCheck = (replicationSets: ReplicationSets): Check => ({
  id: 'replication-set',
  title: 'The account has a replication set',
  async run(on, now, { account, regions }) {
    if (await replicationSets.find(on, now, account)) return [];
    return [
      {
        severity: 'fault',
        subject: 'replication set',
        text: 'There is none: contacts and response plans cannot be made, and no incident can open.',
        command: `muster aws ssm-incidents create-replication-set --regions '{"${regions[0]}":{}}'`,
        whatToDo: `Make it: muster aws ssm-incidents create-replication-set --regions '{"${regions[0]}":{}}'`,
      },
    ];
  },
});

/** Whether messages of every type that people have can leave this server. */
export const providersCheck = (ward: Ward, providers: readonly Route[]): Check => ({
  id: 'providers',
  title: 'Messages of every type can be sent',
  async run(on, _now, patient) {
    const channels = await ward.channels(on, await ward.contacts(on, patient));
    const used = new Set<ChannelType>(channels.map(({ type }) => type));
    // Chat rooms and services are nobody's contact channels: what is bound and cannot be written to is a question of its own.
    const types = new Set<ChannelType>([...providers.flatMap(({ type }) => (isExpected(type) ? [type] : [])), ...used]);
    return [...types].flatMap((type): Finding[] => {
      const provider = providers.find((one) => one.type === type);
      const why = provider ? provider.notReady() : 'this version of Muster has no provider for it';
      if (why === undefined) return provider ? standingFindings(provider) : [];
      const [severity, whom] = used.has(type)
        ? (['fault', 'people have such channels, and are not reached'] as const)
        : (['warning', 'nobody has such a channel yet'] as const);
      return [
        {
          severity,
          subject: `channel type ${type}`,
          text: `Nothing can be sent by ${type}; ${whom}.`,
          whatToDo: provider ? `What is missing: ${why}` : `Give those people a channel of another type: ${why}`,
        },
      ];
    });
  },
});

/** Providers of a kind that fail, or are not set up whole, on the node that is asked. */
function standingFindings(route: Route): Finding[] {
  const all = route.standings();
  const fails = all.filter(({ state, notReady }) => notReady !== undefined || state === 'broken');
  const none = fails.length === all.length;
  return fails.map(({ provider, notReady, reason = 'it fails' }) => ({
    severity: none ? 'fault' : 'warning',
    subject: `channel type ${route.type}, provider ${provider}`,
    text: none
      ? `It fails, and no other provider stands in for it: ${notReady ?? reason}.`
      : `It fails; the others stand in for it: ${notReady ?? reason}.`,
    whatToDo: `Mend it as it says, or leave it out of MUSTER_${route.type}_PROVIDERS.`,
  }));
}
