import type { Actor } from '#kernel/actor';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import { checkHostName, fingerprintOf, type Host } from './host.ts';
import { hostsSql, toHost } from './hosts.sql.ts';

type NewHost = Pick<Host, 'name' | 'address' | 'port' | 'user' | 'secretId' | 'hostKey' | 'tags'>;

/** A tag that a host must have, with one of these values. */
export interface HostTag {
  key: string;
  values: readonly string[];
}

export interface Hosts {
  /** `hostKey` may be the key itself. Refuses (conflict) a name that is taken. Its secret need not exist yet. */
  create(tx: Tx, now: Date, actor: Actor, host: NewHost): Promise<Host>;
  get(on: Queries, account: string, name: string): Promise<Host>;
  /** By name; `after` is the last one seen. */
  list(on: Queries, page: { account: string; limit: number; after?: string }): Promise<Host[]>;
  /** Those of these names that there are. */
  named(on: Queries, account: string, names: readonly string[]): Promise<Host[]>;
  /** Those that have all of these tags. */
  tagged(on: Queries, account: string, tags: readonly HostTag[]): Promise<Host[]>;
  /** Removing what is not there: notFound. */
  remove(tx: Tx, account: string, name: string): Promise<void>;
}

/** As many as an account can have at most: a quota's upper bound. */
const MOST = 10_000;

export function createHosts(quotas: Readonly<Record<'hosts', Quota>>): Hosts {
  return {
    async create(tx, now, { account, principal }, { name, address, port, user, secretId, hostKey, tags }) {
      checkHostName(name);
      const pinned = fingerprintOf(hostKey);
      await oneAtATime(tx, `hosts/${account}`);
      const { count } = (await tx.first(hostsSql.count, [account]))!;
      within(quotas.hosts, count + 1, { type: 'HOST', id: name });
      const values = [account, name, address, port, user, secretId, pinned, JSON.stringify(tags), now, principal];
      const row = await tx.first(hostsSql.insert, values);
      if (row) return toHost(row);
      const message = `name: a host ${name} is there already; remove it first, or choose another name`;
      throw new Refusal('conflict', message, { resourceType: 'HOST', resourceId: name });
    },
    async get(on, account, name) {
      const row = await on.first(hostsSql.get, [account, name]);
      if (!row) throw notFound('HOST', name);
      return toHost(row);
    },
    list: async (on, { account, limit, after }) =>
      (await on.rows(hostsSql.list, [account, after ?? null, limit])).map(toHost),
    named: async (on, account, names) => (await on.rows(hostsSql.named, [account, names])).map(toHost),
    async tagged(on, account, tags) {
      const all = (await on.rows(hostsSql.list, [account, null, MOST])).map(toHost);
      return all.filter((host) => tags.every(({ key, values }) => values.includes(host.tags[key] ?? '\0')));
    },
    async remove(tx, account, name) {
      if (!(await tx.first(hostsSql.remove, [account, name]))) throw notFound('HOST', name);
    },
  };
}
