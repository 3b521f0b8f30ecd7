import { statement } from '#storage/statement';
import type { ChannelType } from './channel.ts';
import type { Pace } from './pace.ts';

export interface MessageRow {
  id: string;
  account: string;
  channel_id: string;
  channel_type: ChannelType;
  kind: string;
  status: 'pending' | 'sending' | 'sent' | 'failed' | 'cancelled' | 'folded';
  attempts: number;
  due_at: Date;
  created_at: Date;
  payload: unknown;
  /** 1 (most severe) to 5. */
  priority: number;
  /** Whom it is for, where pages to them are held in a storm. */
  recipient: string | null;
  /** When it was let through; its tries are not asked again. */
  admitted_at: Date | null;
}

const COLUMNS = `m.id, m.account, m.channel_id, m.channel_type, m.kind, m.status, m.attempts, m.due_at, m.created_at, m.payload,
  m.priority, m.recipient, m.admitted_at`;

export const messagesSql = {
  /** With each, what went to its receiver of late. */
  insert: statement<{ id: string; state: Pace | null }>(
    'channels.insertMessages',
    `insert into messages as m (id, account, channel_id, channel_type, kind, status, due_at, created_at, payload, priority, recipient)
     select n.id, n.account, n.channel_id, n.channel_type, n.kind, 'pending', n.due_at, $2, n.payload, n.priority, n.recipient
     from jsonb_to_recordset($1::jsonb) as n(id uuid, account text, channel_id uuid, channel_type text, kind text,
       due_at timestamptz, payload jsonb, priority smallint, recipient text)
     returning m.id, (select p.state from recipient_pace p where p.recipient = m.recipient) as state`,
  ),
  /** One that is to leave, with what went to its receiver of late (version 0: nothing yet). */
  look: statement<MessageRow & { state: Pace | null; version: number }>(
    'channels.lookAtMessage',
    `select ${COLUMNS}, p.state, coalesce(p.version, 0)::int as version
     from messages m left join recipient_pace p on p.recipient = m.recipient where m.id = $1`,
  ),
  /** All that is open to one channel, locked in order: two senders never fold one another's messages. */
  lockOpen: statement<MessageRow>(
    'channels.lockOpen',
    `select ${COLUMNS} from messages m
     where m.channel_id = (select x.channel_id from messages x where x.id = $1) and m.status in ('pending', 'sending')
     order by m.id for update`,
  ),
  /**
   * Marks one that is in time, and so goes by itself, as leaving; a statement for the whole of it. `uncertain` is whether an
   * earlier try had left it unknown. Nothing for one that is late (due before $2) or settled.
   */
  depart: statement<MessageRow & { uncertain: boolean }>(
    'channels.depart',
    `with was as (
       select x.id, x.status from messages x where x.id = $1 and x.status in ('pending', 'sending') and x.due_at >= $2 for update
     )
     update messages m set status = 'sending', attempts = m.attempts + 1, provider = $3 from was where m.id = was.id
     returning ${COLUMNS}, was.status = 'sending' as uncertain`,
  ),
  /**
   * The same for one that is let through with it: the receiver's pace goes from version $6 to state $5, or nothing happens,
   * because another departure was quicker. The pace is locked before the message, as everywhere.
   */
  departPaced: statement<MessageRow & { uncertain: boolean }>(
    'channels.departPaced',
    `with paced as (
       insert into recipient_pace as p (recipient, account, state, version)
       select x.recipient, x.account, $5, 1 from messages x where x.id = $1 and x.status in ('pending', 'sending')
       on conflict (recipient) do update set state = excluded.state, version = p.version + 1 where p.version = $6
       returning p.recipient
     ), was as (
       select x.id, x.status from messages x join paced on paced.recipient = x.recipient
       where x.id = $1 and x.status in ('pending', 'sending') and x.due_at >= $2 and x.admitted_at is null for update of x
     )
     update messages m set status = 'sending', attempts = m.attempts + 1, provider = $3, admitted_at = $4
     from was where m.id = was.id
     returning ${COLUMNS}, was.status = 'sending' as uncertain`,
  ),
  /** What waits for a channel and is no more severe than $3. */
  waiting: statement<{ id: string }>(
    'channels.waiting',
    `select m.id from messages m where m.channel_id = $1 and m.kind = $2 and m.priority >= $3 and m.status = 'pending'
       and m.admitted_at is null`,
  ),
  sending: statement(
    'channels.sending',
    `update messages set status = 'sending', attempts = attempts + 1, provider = $2, admitted_at = coalesce(admitted_at, $3)
     where id = $1`,
  ),
  /** `attempts` are those that came before: one that was marked as leaving has not left. */
  cancel: statement(
    'channels.cancel',
    `update messages set status = 'cancelled', settled_at = $2, error = $3, attempts = $4 where id = $1`,
  ),
  settle: statement(
    'channels.settle',
    'update messages set status = $2, settled_at = $3, provider_id = $4, error = $5 where id = $1',
  ),
  failedTry: statement('channels.failedTry', 'update messages set status = $2, error = $3 where id = $1'),
  lockAll: statement<Pick<MessageRow, 'id' | 'channel_type' | 'status'>>(
    'channels.lockAll',
    'select m.id, m.channel_type, m.status from messages m where m.account = $1 order by m.id for update',
  ),
  erase: statement('channels.erase', 'delete from messages m where m.account = $1'),
  fold: statement(
    'channels.fold',
    `update messages set status = 'folded', folded_into = $2, settled_at = $3 where id = any($1::uuid[])`,
  ),
};
