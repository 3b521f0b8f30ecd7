import type { Actor } from '#kernel/actor';
import type { Queries, Tx } from '#storage/db';
import { check, type Parts } from './check.ts';
import type { TemplateKind } from './kinds.ts';
import { type TemplateRow, templatesSql } from './templates.sql.ts';

/** Which template: that of a plan, or the account's for all plans that have none of their own. */
export interface TemplateRef {
  account: string;
  kind: TemplateKind;
  plan?: string;
}

export interface Template extends TemplateRef {
  parts: Parts;
  modifiedAt: Date;
  modifiedBy: string;
}

/** The templates that can matter for messages. */
export interface TemplateBook {
  /** The plan's own, else the account's; undefined: the built-in texts. */
  of(ref: TemplateRef): Template | undefined;
}

export interface Templates {
  /** By plan, those for all first; `after` is the last one seen. */
  list(
    on: Queries,
    query: { account: string; limit: number; after?: { plan: string; kind: string } },
  ): Promise<Template[]>;
  find(on: Queries, ref: TemplateRef): Promise<Template | undefined>;
  /** The same, locked until the transaction ends: for a change that rests on what it was. */
  lock(tx: Tx, ref: TemplateRef): Promise<Template | undefined>;
  /**
   * Makes or replaces it. Refuses (validation) what could not be used: an unknown placeholder, naming the nearest one, a part that
   * its kind does not have, a text that is too long, an e-mail that nobody could answer.
   */
  set(tx: Tx, now: Date, actor: Actor, ref: TemplateRef, parts: Parts): Promise<void>;
  /** From then on the texts are the account's, or the built-in ones. Nothing where there is none. */
  reset(tx: Tx, ref: TemplateRef): Promise<void>;
  /** One look for many messages. */
  book(on: Queries, refs: TemplateRef[]): Promise<TemplateBook>;
  erase(tx: Tx, account: string): Promise<void>;
}

export function createTemplates(): Templates {
  return {
    async list(on, { account, limit, after }) {
      const rows = await on.rows(templatesSql.list, [account, after?.plan ?? null, after?.kind ?? null, limit]);
      return rows.map(toTemplate);
    },
    async find(on, ref) {
      const row = await on.first(templatesSql.one, keyOf(ref));
      return row && toTemplate(row);
    },
    async lock(tx, ref) {
      const row = await tx.first(templatesSql.lock, keyOf(ref));
      return row && toTemplate(row);
    },
    async set(tx, now, actor, ref, parts) {
      check(ref.kind, parts);
      await tx.rows(templatesSql.put, [...keyOf(ref), JSON.stringify(parts), now, actor.principal]);
    },
    async reset(tx, ref) {
      await tx.rows(templatesSql.delete, keyOf(ref));
    },
    async book(on, refs) {
      const asked = new Map(refs.map((ref) => [textOf(ref), ref]));
      const rows = [...asked.values()].map(({ account, kind, plan }) => ({ account, kind, plan_name: plan ?? null }));
      const found = rows.length > 0 ? await on.rows(templatesSql.find, [JSON.stringify(rows)]) : [];
      const known = new Map(found.map((row) => [textOf(toTemplate(row)), toTemplate(row)]));
      return {
        of: ({ account, kind, plan }) =>
          (plan === undefined ? undefined : known.get(textOf({ account, kind, plan }))) ??
          known.get(textOf({ account, kind })),
      };
    },
    async erase(tx, account) {
      await tx.rows(templatesSql.erase, [account]);
    },
  };
}

const keyOf = ({ account, plan, kind }: TemplateRef) => [account, plan ?? null, kind];
const textOf = ({ account, plan, kind }: TemplateRef) => `${account}/${kind}/${plan ?? ''}`;

const toTemplate = (row: TemplateRow): Template => ({
  account: row.account,
  kind: row.kind,
  ...(row.plan_name === null ? {} : { plan: row.plan_name }),
  parts: row.parts,
  modifiedAt: row.modified_at,
  modifiedBy: row.modified_by,
});
