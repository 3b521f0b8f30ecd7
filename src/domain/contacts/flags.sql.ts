import { statement } from '#storage/statement';

export interface FlagRow {
  unconfirmed: number;
  since: Date | null;
}

/** What is in doubt of contact channels. Rows of channels that are gone go with them. */
export const flagsSql = {
  /** There from now on, where the channel is. */
  ensure: statement(
    'contacts.ensureFlag',
    'insert into channel_flags (channel_id) select h.id from contact_channels h where h.id = $1 on conflict do nothing',
  ),
  lock: statement<FlagRow>(
    'contacts.lockFlag',
    'select f.unconfirmed, f.since from channel_flags f where f.channel_id = $1 for update',
  ),
  save: statement(
    'contacts.saveFlag',
    'update channel_flags set unconfirmed = $2, since = $3, reason = $4, what_to_do = $5 where channel_id = $1',
  ),
  clear: statement(
    'contacts.clearFlags',
    `delete from channel_flags f using
       (select x.channel_id from channel_flags x where x.channel_id = any($1::uuid[]) order by x.channel_id for update) mine
     where f.channel_id = mine.channel_id`,
  ),
};
