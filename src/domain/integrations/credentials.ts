import type { Channel, Probed, ServiceType } from '#domain/channels';
import { Refusal } from '#kernel/refusal';
import { count } from '#kernel/text';
import type { Db, Queries } from '#storage/db';
import { credentialsSql } from './credentials.sql.ts';
import { credentialOf, integrationKinds } from './integration.ts';
import type { ServiceRooms } from './rooms.ts';

/** A secret with which another service is asked, as an integration or a response plan names it. */
export interface NamedCredential {
  account: string;
  service: ServiceType;
  /** What is asked for with it: a service's id, `events`, `alerts`. */
  target: string;
  secretId: string;
  /** Who names it, for people: `integration company-alerts`. */
  by: string;
}

/** How a credential stood when it was last looked at. */
export interface CredentialState extends NamedCredential {
  ok: boolean;
  since: Date;
  reason?: string;
  todo?: string;
}

export interface CredentialRooms {
  db: Db;
  now: () => Date;
  secretValue: ServiceRooms['secretValue'];
  /** Providers by their kinds; only those that can try a credential are asked. */
  channels: readonly Channel[];
  /** What response plans name; of one account where it is given. */
  ofPlans(on: Queries, account?: string): Promise<NamedCredential[]>;
}

/** So many are looked at, and at once: what one operator has is far less. */
const MOST = 5_000;
const AT_ONCE = 8;
const MOST_REASON = 500;

/** Whether the credentials that accounts name would be let in. */
export interface Credentials {
  /** Looks at all of one service's, and keeps what was found. Names no account. */
  look(service: ServiceType, signal: AbortSignal): Promise<Probed>;
  /** What an account's integrations name. */
  ofIntegrations(on: Queries, account: string): Promise<NamedCredential[]>;
  /** Those of an account that were looked at and would not be let in, each with all who name it. */
  bad(on: Queries, account: string): Promise<CredentialState[]>;
  /** The services that an account asks with a secret of these names. */
  askedWith(on: Queries, account: string, names: readonly string[]): Promise<ServiceType[]>;
}

export function createCredentials(rooms: CredentialRooms): Credentials {
  const named = async (on: Queries, account?: string) => [
    ...(await ofIntegrations(on, account)),
    ...(await rooms.ofPlans(on, account)),
  ];
  return {
    ofIntegrations,
    async look(service, signal) {
      const provider = rooms.channels.find(({ type, tryCredential }) => type === service && tryCredential);
      const mine = each((await named(rooms.db)).filter((one) => one.service === service));
      const at = rooms.now();
      const results = await inTurn(mine, (one) => tried(rooms, provider, one, signal));
      if (signal.aborted) return { ok: false, reason: 'looking was stopped before it was over', todo: WHERE_TOLD };
      await rooms.db.tx(async (tx) => {
        await tx.rows(credentialsSql.save, [JSON.stringify(results.map(toRow)), at]);
        await tx.rows(credentialsSql.forget, [service, at]);
      });
      const bad = results.filter(({ probed }) => !probed.ok).length;
      if (bad === 0) return { ok: true };
      const reason = `of ${count(results.length, 'credential')} that accounts name ${bad} would not be let in`;
      return { ok: false, reason, todo: WHERE_TOLD };
    },
    async bad(on, account) {
      const names = await named(on, account);
      const states = (await on.rows(credentialsSql.ofAccount, [account])).filter(({ ok }) => !ok);
      return states.flatMap(({ secret_id: secretId, reason, todo, since, ...row }) =>
        names
          .filter((one) => one.secretId === secretId && one.service === row.service && one.target === row.target)
          .map((one) => ({ ...one, ok: false, since, ...(reason ? { reason } : {}), ...(todo ? { todo } : {}) })),
      );
    },
    async askedWith(on, account, names) {
      const mine = (await named(on, account)).filter(({ secretId }) => names.includes(secretId));
      return [...new Set(mine.map(({ service }) => service))].sort();
    },
  };
}

const WHERE_TOLD = '`muster doctor` tells each account of its own, and what to do';

async function ofIntegrations(on: Queries, account?: string): Promise<NamedCredential[]> {
  const rows = await on.rows(credentialsSql.named, [account ?? null, MOST]);
  return rows.map(({ kind, secret_id: secretId, name, account: whose }) => {
    const { channelType: service, to: target } = integrationKinds[kind as keyof typeof integrationKinds];
    return { account: whose, service, target, secretId, by: `integration ${name}` };
  });
}

/** Each credential once, however many name it. */
const each = (all: NamedCredential[]) => [
  ...new Map(all.map((one) => [JSON.stringify([one.account, one.target, one.secretId]), one])).values(),
];

interface Tried {
  one: NamedCredential;
  probed: Probed;
}

async function tried(
  { db, secretValue }: CredentialRooms,
  provider: Channel | undefined,
  one: NamedCredential,
  signal: AbortSignal,
): Promise<Tried> {
  const kind = Object.values(integrationKinds).find(
    ({ channelType, to }) => channelType === one.service && to === one.target,
  );
  const first = kind?.secret[0]?.member ?? 'pagerDutyToken';
  try {
    const credential = credentialOf(await secretValue(db, one.account, one.secretId), first);
    const probed = (await provider?.tryCredential?.(one.target, credential, signal)) ?? { ok: true };
    return { one, probed };
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable') throw error;
    const todo = `Put a value with ${first} into the secret ${one.secretId}`;
    return { one, probed: { ok: false, reason: `its secret cannot be read: ${error.message}`, todo } };
  }
}

const toRow = ({ one: { account, service, target, secretId: secret_id }, probed }: Tried) => ({
  ...{ account, service, target, secret_id, ok: probed.ok },
  ...(probed.ok ? {} : { reason: probed.reason.slice(0, MOST_REASON), todo: probed.todo.slice(0, MOST_REASON) }),
});

/** A few at once, in their order. */
async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += AT_ONCE)
    results.push(...(await Promise.all(all.slice(from, from + AT_ONCE).map(work))));
  return results;
}
