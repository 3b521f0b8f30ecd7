import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { notFound, Refusal } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import { oneAtATime } from '#storage/one-at-a-time';
import type { Integration } from './integration.ts';
import { integrationsSql, toIntegration } from './integrations.sql.ts';

export type NewIntegration = Pick<Integration, 'name' | 'kind' | 'severity' | 'secretId'> & { planName?: string };

/** Other services that are told of an account's incidents. */
export interface Integrations {
  /**
   * From its commit on, incidents that open are told there. Refuses (conflict) a name that is taken, and (quotaExceeded) one too
   * many. Its secret need not exist yet.
   */
  create(tx: Tx, now: Date, actor: Actor, integration: NewIntegration): Promise<Integration>;
  get(on: Queries, account: string, id: string): Promise<Integration>;
  /** Newest first; `before` is the last id seen. */
  list(on: Queries, page: { account: string; limit: number; before?: string }): Promise<Integration[]>;
  /** It is told of nothing any more, also of incidents that are open. Removing what is not there: notFound. */
  remove(tx: Tx, account: string, id: string): Promise<void>;
  erase(tx: Tx, account: string): Promise<void>;
}

export function createIntegrations(quotas: Readonly<Record<'integrations', Quota>>): Integrations {
  return {
    async create(tx, now, actor, { name, kind, planName, severity, secretId }) {
      const { account, principal } = actor;
      await oneAtATime(tx, `integrations/${account}`);
      const { count } = (await tx.first(integrationsSql.count, [account]))!;
      within(quotas.integrations, count + 1, { type: 'INTEGRATION', id: name });
      const values = [newId(now), account, name, kind, planName ?? null, severity, secretId, now, principal];
      const row = await tx.first(integrationsSql.insert, values);
      if (row) return toIntegration(row);
      const message = `name: an integration ${name} is there already; remove it first, or choose another name`;
      throw new Refusal('conflict', message, { resourceType: 'INTEGRATION', resourceId: name });
    },
    async get(on, account, id) {
      const row = await on.first(integrationsSql.get, [account, id]);
      if (!row) throw notFound('INTEGRATION', id);
      return toIntegration(row);
    },
    async list(on, { account, limit, before }) {
      return (await on.rows(integrationsSql.list, [account, before ?? null, limit])).map(toIntegration);
    },
    async remove(tx, account, id) {
      if (!(await tx.first(integrationsSql.remove, [account, id]))) throw notFound('INTEGRATION', id);
    },
    async erase(tx, account) {
      await tx.rows(integrationsSql.erase, [account]);
      await tx.rows(integrationsSql.eraseLooks, [account]);
    },
  };
}
