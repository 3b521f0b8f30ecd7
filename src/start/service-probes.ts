import type { Channel, ServiceType } from '#domain/channels';
import { createCredentials, type Integrations, integrationKinds, type NamedCredential } from '#domain/integrations';
import type { Probes, Provider } from '#domain/probes';
import { planServices } from '#domain/response-plans';
import type { ReadSecret, SecretListener } from '#domain/secrets';
import type { Db, Tx } from '#storage/db';

export interface ServiceProbesMaterials {
  db: Db;
  now: () => Date;
  secretValue: ReadSecret;
  channels: readonly Channel[];
  /** Made of the providers that are answered here. */
  probes: () => Probes;
}

/** Other services as what can be looked at: each by all the credentials that accounts name for it, and again when one changes. */
export function serviceProbes({ db, now, secretValue, channels, probes }: ServiceProbesMaterials) {
  const credentials = createCredentials({
    ...{ db, now, channels },
    secretValue: (on, account, name) => secretValue(on, account, name),
    ofPlans: async (on, account) =>
      (await planServices(on, account)).map(
        ({ account: whose, name, secretId, serviceId }): NamedCredential => ({
          ...{ account: whose, service: 'PAGERDUTY', target: serviceId, secretId, by: `response plan ${name}` },
        }),
      ),
  });
  const served = channels.filter(({ tryCredential }) => tryCredential);
  const providers = served.map(
    (channel): Provider => ({
      name: channel.provider,
      channels: [channel],
      ofAccounts: true,
      notReady: () => channel.notReady(),
      probe: (signal) => credentials.look(channel.type as ServiceType, signal),
    }),
  );
  const ask = async (tx: Tx, at: Date, services: readonly ServiceType[]) => {
    const names = services.flatMap((service) => served.find(({ type }) => type === service)?.provider ?? []);
    for (const name of names.sort()) await probes().ask(tx, at, name);
  };
  const secretChanged: SecretListener = async (tx, at, account, { arn, name }) =>
    ask(tx, at, await credentials.askedWith(tx, account, [arn, name]));
  /** The same integrations; the credential of a new one is looked at as soon as it is there. */
  const lookingAt = (integrations: Integrations): Integrations => ({
    ...integrations,
    async create(tx, at, actor, integration) {
      const made = await integrations.create(tx, at, actor, integration);
      await ask(tx, at, [integrationKinds[made.kind].channelType]);
      return made;
    },
  });
  return { credentials, providers, secretChanged, lookingAt };
}
