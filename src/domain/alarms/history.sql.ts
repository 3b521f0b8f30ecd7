import { statement } from '#storage/statement';
import type { AlarmKind } from './alarm.ts';
import type { HistoryType } from './history.ts';

export interface HistoryRow {
  name: string;
  id: string;
  kind: AlarmKind;
  at: Date;
  type: HistoryType;
  summary: string;
  data: object;
}

const COLUMNS = 'h.name, h.id, h.kind, h.at, h.type, h.summary, h.data';
const ASKED = `h.account = $1 and h.region = $2 and ($3::text is null or h.name = $3) and h.kind = any($4::text[])
  and ($5::text is null or h.type = $5) and ($6::timestamptz is null or h.at >= $6) and ($7::timestamptz is null or h.at <= $7)`;

export const historySql = {
  add: statement(
    'alarms.addHistory',
    `insert into alarm_history (account, region, name, id, at, kind, type, summary, data)
     select $1, $2, $3, n.id, $5, $6, n.type, n.summary, n.data
     from jsonb_to_recordset($4::jsonb) as n(id uuid, type text, summary text, data jsonb)`,
  ),
  newest: statement<HistoryRow>(
    'alarms.historyNewest',
    `select ${COLUMNS} from alarm_history h where ${ASKED} and ($8::timestamptz is null or (h.at, h.id) < ($8, $9::uuid))
     order by h.at desc, h.id desc limit $10`,
  ),
  oldest: statement<HistoryRow>(
    'alarms.historyOldest',
    `select ${COLUMNS} from alarm_history h where ${ASKED} and ($8::timestamptz is null or (h.at, h.id) > ($8, $9::uuid))
     order by h.at, h.id limit $10`,
  ),
  forget: statement<{ id: string }>(
    'alarms.forgetHistory',
    `delete from alarm_history h using (
       select o.account, o.region, o.name, o.id from alarm_history o where o.at < $1 order by o.at limit $2 for update skip locked
     ) old
     where h.account = old.account and h.region = old.region and h.name = old.name and h.id = old.id returning h.id`,
  ),
};
