import { statement } from '#storage/statement';
import type { Guard } from './reply-guard.ts';

export const repliesSql = {
  /** What was received, by each channel that it may be for; those that had received it before are left out. */
  seen: statement<{ channel_id: string }>(
    'replies.seen',
    `insert into replies_seen (channel_id, id, at) select n.id, $2, $3 from unnest($1::uuid[]) as n(id) order by n.id
     on conflict do nothing returning channel_id`,
  ),
  /** How many came since then. */
  recent: statement<{ count: number }>(
    'replies.recent',
    'select count(*)::int as count from replies_seen r where r.channel_id = $1 and r.at > $2',
  ),
  /** What nobody could send again any more. */
  forget: statement('replies.forget', 'delete from replies_seen r where r.channel_id = any($1::uuid[]) and r.at < $2'),
  ensureGuards: statement(
    'replies.ensureGuards',
    `insert into reply_guards (channel_id, state) select n.id, $2 from unnest($1::uuid[]) as n(id) order by n.id
     on conflict do nothing`,
  ),
  /** Held until the transaction ends: tries at the same time are counted one after the other. */
  lockGuards: statement<{ state: Guard }>(
    'replies.lockGuards',
    'select g.state from reply_guards g where g.channel_id = any($1::uuid[]) order by g.channel_id for update',
  ),
  saveGuards: statement(
    'replies.saveGuards',
    'update reply_guards g set state = $2 where g.channel_id = any($1::uuid[])',
  ),
};
