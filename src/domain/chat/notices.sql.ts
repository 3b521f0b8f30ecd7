import type { ChatType } from '#domain/channels';
import { statement } from '#storage/statement';

export interface NoticeRow {
  id: string;
  account: string;
  region: string;
  channel_id: string;
  subject: string;
  at_changes: boolean;
  daily_minute: number | null;
  time_zone: string | null;
  known: string[];
  next_daily_at: Date | null;
  type: ChatType;
}

const COLUMNS = `n.id, n.account, n.region, n.channel_id, n.subject, n.at_changes, n.daily_minute, n.time_zone, n.known,
  n.next_daily_at, c.type`;
const FROM = 'from chat_notices n join chat_channels c on c.id = n.channel_id';

export const noticesSql = {
  /** One for each room and subject: another one replaces it. */
  put: statement<{ id: string }>(
    'chat.putNotice',
    `insert into chat_notices as n (id, account, region, channel_id, subject, at_changes, daily_minute, time_zone, known,
       next_daily_at, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (channel_id, subject) do update set at_changes = excluded.at_changes, daily_minute = excluded.daily_minute,
       time_zone = excluded.time_zone, known = excluded.known, next_daily_at = excluded.next_daily_at
     returning n.id`,
  ),
  byId: statement<NoticeRow>('chat.noticeById', `select ${COLUMNS} ${FROM} where n.id = $1`),
  lock: statement<NoticeRow>('chat.lockNotice', `select ${COLUMNS} ${FROM} where n.id = $1 for update of n`),
  ofChannel: statement<NoticeRow>(
    'chat.noticesOfChannel',
    `select ${COLUMNS} ${FROM} where n.account = $1 and n.channel_id = $2 order by n.id limit 1000`,
  ),
  save: statement('chat.saveNotice', 'update chat_notices set known = $2, next_daily_at = $3 where id = $1'),
  delete: statement<{ id: string }>(
    'chat.deleteNotice',
    'delete from chat_notices n where n.account = $1 and n.channel_id = $2 and n.id = $3 returning n.id',
  ),
  /** The part after $1, for the auditor. */
  part: statement<{ id: string; account: string }>(
    'chat.partOfNotices',
    'select n.id, n.account from chat_notices n where n.id > $1 order by n.id limit $2',
  ),
};
