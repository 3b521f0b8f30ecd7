import { statement } from '#storage/statement';

export interface RelatedRow {
  generated_id: string;
  type: string;
  value: Record<string, unknown>;
  title: string | null;
  added_at: Date;
}

const COLUMNS = 'r.generated_id, r.type, r.value, r.title, r.added_at';

export const relatedItemsSql = {
  add: statement(
    'incidents.addRelated',
    `insert into related_items (account, incident_id, generated_id, type, value, title, added_at)
     select n.account, n.incident_id, n.generated_id, n.type, n.value, n.title, $2
     from json_to_recordset($1::json) as n(account text, incident_id uuid, generated_id text, type text, value jsonb, title text)`,
  ),
  all: statement<RelatedRow>(
    'incidents.allRelated',
    `select ${COLUMNS} from related_items r where r.account = $1 and r.incident_id = $2`,
  ),
  /** A page of them, in the order in which they came; the position ($3, $4) is the last one seen. */
  list: statement<RelatedRow>(
    'incidents.listRelated',
    `select ${COLUMNS} from related_items r where r.account = $1 and r.incident_id = $2
       and ($3::timestamptz is null or (r.added_at, r.generated_id) > ($3, $4))
     order by r.added_at, r.generated_id limit $5`,
  ),
  replace: statement(
    'incidents.replaceRelated',
    'update related_items set value = $4, title = $5 where account = $1 and incident_id = $2 and generated_id = $3',
  ),
  remove: statement(
    'incidents.removeRelated',
    'delete from related_items r where r.account = $1 and r.incident_id = $2 and r.generated_id = $3',
  ),
  removeAll: statement(
    'incidents.removeAllRelated',
    'delete from related_items r where r.account = $1 and r.incident_id = $2',
  ),
  removeAllOf: statement(
    'incidents.removeRelatedOf',
    'delete from related_items r where r.account = $1 and r.incident_id = any($2::uuid[])',
  ),
  erase: statement('incidents.eraseRelated', 'delete from related_items r where r.account = $1'),
};
