import { statement } from '#storage/statement';

export interface LogLineRow {
  id: string;
  event_id: string;
  rule: string;
  at: Date;
  line: string;
}

export const logLinesSql = {
  insert: statement(
    'events.insertLogLines',
    `insert into event_log_lines (id, account, region, log_group, event_id, rule, at, line)
     select n.id, n.account, n.region, n.log_group, n.event_id, n.rule, $2, n.line
     from json_to_recordset($1::json) as n(id uuid, account text, region text, log_group text, event_id uuid, rule text, line text)`,
  ),
  list: statement<LogLineRow>(
    'events.listLogLines',
    `select l.id, l.event_id, l.rule, l.at, l.line from event_log_lines l
     where l.account = $1 and l.region = $2 and l.log_group = $3 and ($4::uuid is null or l.id < $4::uuid)
     order by l.id desc limit $5`,
  ),
  forget: statement<{ id: string }>(
    'events.forgetLogLines',
    'delete from event_log_lines where id in (select l.id from event_log_lines l where l.id < $1::uuid order by l.id limit $2) returning id',
  ),
};
