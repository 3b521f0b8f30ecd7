import type { CredentialState, Credentials } from '#domain/integrations';
import type { Queries } from '#storage/db';
import type { Check, Finding } from './check.ts';
import { putSecret, secretName } from './secret-commands.ts';
import { shellWord } from './shell-word.ts';

/** Those of `names` that an account has as secrets. */
export type SecretsNamed = (on: Queries, account: string, names: readonly string[]) => Promise<ReadonlySet<string>>;

export interface ServiceRooms {
  credentials: Credentials;
  secretsNamed: SecretsNamed;
}

/** What a secret has to hold, by what is asked with it. */
const MEMBERS: Readonly<Record<string, string>> = { events: 'pagerDutyRoutingKey', alerts: 'apiKey' };

/** Whether the services that integrations and response plans name would take what they are told. */
export const servicesCheck = ({ credentials, secretsNamed }: ServiceRooms): Check => ({
  id: 'services',
  title: 'Other services would let Muster in',
  async run(on, _now, { account }) {
    const own = await credentials.ofIntegrations(on, account);
    const bad = await credentials.bad(on, account);
    const names = [...new Set([...own, ...bad].map(({ secretId }) => secretId))];
    const there = await secretsNamed(on, account, names);
    // That a plan's secret is missing is told by the check of names.
    const missing = own.filter(({ secretId }) => !there.has(secretId));
    return [...missing.map(missingFinding), ...bad.filter(({ secretId }) => there.has(secretId)).map(badFinding)];
  },
});

const missingFinding = ({ by, secretId, target }: Pick<CredentialState, 'by' | 'secretId' | 'target'>): Finding => ({
  severity: 'warning',
  subject: by,
  text: `Muster has no secret of the name ${secretId}: the service is told of nothing.`,
  whatToDo: 'Create it, or remove the integration.',
  command: `muster aws secretsmanager create-secret --name ${shellWord(secretName(secretId))} --secret-string '{"${MEMBERS[target]}":"…"}'`,
});

const badFinding = ({ by, secretId, target, since, reason, todo }: CredentialState): Finding => ({
  severity: 'warning',
  subject: by,
  text: `With the secret ${secretId} the service would take nothing, since ${since.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${reason ?? 'it did not say why'}.`,
  whatToDo: `${todo ?? 'Mend it'}. It is looked at again at once.`,
  command: putSecret(secretId, MEMBERS[target] ?? 'pagerDutyToken'),
});
