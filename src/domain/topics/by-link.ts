import type { Keyring } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { leave, type SubscriptionView, toView } from './subscribing.ts';
import { type SubscriptionRow, subscriptionsSql } from './subscriptions.sql.ts';
import { subscriptionTokens } from './tokens.ts';
import { topicsSql } from './topics.sql.ts';

/** What a link did. */
export interface ByLink {
  subscription: SubscriptionView & { account: string; region: string };
  /** `guarded`: only a signed call may end it. */
  did: 'confirmed' | 'ended' | 'guarded';
  /** Whether anything changed: a link that is followed a second time changes nothing. */
  changed: boolean;
}

/** Subscriptions as those meet them who have only a link: the token in it is their right. */
export interface SubscriptionsByLink {
  /** The subscription that a link names; undefined where it names none, or is too old. */
  look(on: Queries, now: Date, action: 'confirm' | 'end', token: string): Promise<SubscriptionView | undefined>;
  confirm(tx: Tx, now: Date, token: string): Promise<ByLink | undefined>;
  end(tx: Tx, token: string): Promise<ByLink | undefined>;
}

export function subscriptionsByLink(keyring: Keyring): SubscriptionsByLink {
  const tokens = subscriptionTokens(keyring);
  return {
    async look(on, now, action, token) {
      const id = action === 'confirm' ? tokens.confirmed(token, now) : tokens.ended(token);
      const row = id && (await on.first(subscriptionsSql.find, [id]));
      return row ? toView(row) : undefined;
    },
    async confirm(tx, now, token) {
      const id = tokens.confirmed(token, now);
      const row = id && (await tx.first(subscriptionsSql.lock, [id]));
      if (!row) return undefined;
      const changed = row.confirmed_at === null;
      if (changed) await tx.rows(subscriptionsSql.confirm, [row.id, now, false, false]);
      return { ...told({ ...row, confirmed_at: row.confirmed_at ?? now }), did: 'confirmed', changed };
    },
    async end(tx, token) {
      const id = tokens.ended(token);
      const seen = id && (await tx.first(subscriptionsSql.find, [id]));
      if (!seen) return undefined;
      await tx.first(topicsSql.lock, [seen.account, seen.region, seen.name]);
      const row = await tx.first(subscriptionsSql.lock, [seen.id]);
      if (!row) return undefined;
      if (row.guarded) return { ...told(row), did: 'guarded', changed: false };
      await leave(tx, row);
      return { ...told(row), did: 'ended', changed: true };
    },
  };
}

const told = (row: SubscriptionRow) => ({
  subscription: { ...toView(row), account: row.account, region: row.region },
});
