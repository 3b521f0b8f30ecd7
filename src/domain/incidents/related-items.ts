import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Timeline } from '#domain/timeline';
import type { Actor } from '#kernel/actor';
import { type Quota, within } from '#kernel/quota';
import { cut } from '#kernel/text';
import type { Queries, Tx } from '#storage/db';
import { type Incident, type IncidentRef, incidentArn, type RelatedItem } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { type RelatedRow, relatedItemsSql } from './related-items.sql.ts';
import { known, toIncident, updateEvent } from './rows.ts';

/** An item as it is kept. */
export type KeptItem = RelatedItem & { generatedId: string; addedAt: Date };

/** Which item is meant: its type and value. */
export type ItemIdentifier = Pick<RelatedItem, 'type' | 'value'>;

export type RelatedItemsChange = { add: RelatedItem } | { remove: ItemIdentifier };

export interface RelatedItems {
  /** In the order in which they came. An unknown incident has none. */
  list(
    on: Queries,
    incident: IncidentRef,
    page: { limit: number; position?: { addedAt: Date; generatedId: string } },
  ): Promise<KeptItem[]>;
  /** Adds an item, or gives a known one a new title; or removes one. What changes nothing is not told on the timeline. */
  change(tx: Tx, now: Date, actor: Actor, incident: IncidentRef, change: RelatedItemsChange): Promise<void>;
}

/** A timeline event holds 12,000 characters, and JSON within JSON grows: an item's value is told up to here. */
const TOLD = 4_000;

/** What this part of the room keeps: whatever an incident begins with is not refused. */
export interface RelatedItemsRooms {
  timeline: Timeline;
  quotas: Readonly<Record<'relatedItemsPerIncident', Quota>>;
}

export function createRelatedItems({ timeline, quotas }: RelatedItemsRooms): RelatedItems {
  const tell = async (tx: Tx, now: Date, actor: Actor, incident: Incident, what: object) => {
    await tx.rows(incidentsSql.touch, [incident.account, incident.id, now, actor.principal]);
    const newValue = cut(JSON.stringify(what), TOLD);
    await timeline.append(tx, now, [updateEvent(now, actor, incident, [{ attributeName: 'relatedItems', newValue }])]);
  };
  return {
    async list(on, ref, { limit, position }) {
      if ((await on.first(incidentsSql.get, [ref.account, ref.id]))?.plan_name !== ref.planName) return [];
      const from = [position?.addedAt ?? null, position?.generatedId ?? null];
      return (await on.rows(relatedItemsSql.list, [ref.account, ref.id, ...from, limit])).map(toItem);
    },
    async change(tx, now, actor, ref, change) {
      const incident = toIncident(known(await tx.first(incidentsSql.lock, [ref.account, ref.id]), ref));
      const items = (await tx.rows(relatedItemsSql.all, [ref.account, ref.id])).map(toItem);
      if ('remove' in change) {
        const was = items.find((item) => isSame(item, change.remove));
        if (!was) return;
        await tx.rows(relatedItemsSql.remove, [ref.account, ref.id, was.generatedId]);
        const { type, value } = was;
        return tell(tx, now, actor, incident, { itemToRemove: { type, value } });
      }
      if (!(await add(tx, now, ref, items, change.add, quotas.relatedItemsPerIncident))) return;
      const { type, value, title } = change.add;
      return tell(tx, now, actor, incident, {
        itemToAdd: { identifier: { type, value }, ...(title ? { title } : {}) },
      });
    },
  };
}

/** Whether anything changed. */
async function add(
  tx: Tx,
  now: Date,
  ref: IncidentRef,
  items: KeptItem[],
  item: RelatedItem,
  quota: Quota,
): Promise<boolean> {
  const was = items.find((one) => isSame(one, item));
  if (was) {
    if (isDeepStrictEqual(was.value, item.value) && was.title === item.title) return false;
    const values = [was.generatedId, JSON.stringify(item.value), item.title ?? null];
    await tx.rows(relatedItemsSql.replace, [ref.account, ref.id, ...values]);
    return true;
  }
  within(quota, items.length + 1, { type: 'INCIDENT_RECORD', id: incidentArn(ref) });
  await insertRelatedItems(tx, now, [{ incident: ref, relatedItems: [item] }]);
  return true;
}

/** What makes two items one: type and value; of a PagerDuty incident only its id, because its switches may change. */
function isSame(a: ItemIdentifier, b: ItemIdentifier): boolean {
  return a.type === b.type && isDeepStrictEqual(essence(a.value), essence(b.value));
}

function essence(value: Record<string, unknown>): unknown {
  const detail = value['pagerDutyIncidentDetail'] as { id?: string } | undefined;
  return detail ? { pagerDutyIncident: detail.id } : value;
}

/** Writes the items that incidents begin with. */
export async function insertRelatedItems(
  tx: Tx,
  now: Date,
  of: { incident: IncidentRef; relatedItems: RelatedItem[] }[],
): Promise<void> {
  const rows = of.flatMap(({ incident, relatedItems }) =>
    relatedItems.map((item) => ({
      account: incident.account,
      incident_id: incident.id,
      generated_id: `related-item/${item.type}/${randomBytes(16).toString('hex').toUpperCase()}`,
      type: item.type,
      value: item.value,
      title: item.title,
    })),
  );
  if (rows.length > 0) await tx.rows(relatedItemsSql.add, [JSON.stringify(rows), now]);
}

function toItem({ generated_id, type, value, title, added_at }: RelatedRow): KeptItem {
  return { generatedId: generated_id, type, value, addedAt: added_at, ...(title ? { title } : {}) };
}
