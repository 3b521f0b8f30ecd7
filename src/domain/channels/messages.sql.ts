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
  /** The providers that have failed since all of them were to be asked. */
  tried: string[];
  /** How often all of them have failed. */
  rounds: number;
  /** When it was told that none could take it. */
  stuck_at: Date | null;
}

export type DepartedRow = MessageRow & { uncertain: boolean; was_with: string | null };
export type AskedRow = MessageRow & { state: Pace | null; version: number };

const COLUMNS = `m.id, m.account, m.channel_id, m.channel_type, m.kind, m.status, m.attempts, m.due_at, m.created_at, m.payload,
  m.priority, m.recipient, m.admitted_at, m.tried, m.rounds, m.stuck_at`;
/** Which provider each of them goes to. */
const BY = 'select * from unnest($1::uuid[], $3::text[]) as n(id, provider)';

/** The index has `settled_at` alone: so that a message which begins to leave is changed in place. */
const OPEN = `m.settled_at is null and m.status in ('pending', 'sending')`;

const departText = (which: string) =>
  `with by as (${BY}), was as (
     select x.id, x.status, x.provider as was_with, by.provider from messages x join by on by.id = x.id
     where x.status in ('pending', 'sending') and x.due_at >= $2 ${which} order by x.id for update of x
   )
   update messages m set status = 'sending', attempts = m.attempts + 1, provider = was.provider from was where m.id = was.id
   returning ${COLUMNS}, was.status = 'sending' as uncertain, was.was_with`;

export const messagesSql = {
  /** With each, what went to its receiver of late. */
  insert: statement<{ id: string; state: Pace | null }>(
    'channels.insertMessages',
    `insert into messages as m (id, account, channel_id, channel_type, kind, status, due_at, created_at, payload, priority, recipient)
     select n.id, n.account, n.channel_id, n.channel_type, n.kind, 'pending', n.due_at, $2, n.payload, n.priority, n.recipient
     from json_to_recordset($1::json) as n(id uuid, account text, channel_id uuid, channel_type text, kind text,
       due_at timestamptz, payload jsonb, priority smallint, recipient text)
     returning m.id, (select p.state from recipient_pace p where p.recipient = m.recipient) as state`,
  ),
  /** Those that are to leave, each with what went to its receiver of late (version 0: nothing yet). */
  look: statement<AskedRow>(
    'channels.lookAtMessages',
    `select ${COLUMNS}, p.state, coalesce(p.version, 0)::int as version
     from messages m left join recipient_pace p on p.recipient = m.recipient where m.id = any($1::uuid[])`,
  ),
  /** All that is open to one channel, locked in order: two senders never fold one another's messages. */
  lockOpen: statement<MessageRow & { provider: string | null }>(
    'channels.lockOpen',
    `select ${COLUMNS}, m.provider from messages m
     where m.channel_id = (select x.channel_id from messages x where x.id = $1) and ${OPEN}
     order by m.id for update`,
  ),
  /**
   * Marks those that are in time, and so go each by itself, as leaving by their providers ($3, in the order of $1); a statement
   * for the whole of it. `uncertain` is whether an earlier try had left it unknown, `was_with` who had that one. Those that are
   * late (due before $2) or settled are left out.
   */
  depart: statement<DepartedRow>('channels.depart', departText('')),
  /** The same of those that no provider was asked to bring yet: the others are left out. */
  departFresh: statement<DepartedRow>('channels.departFresh', departText(`and x.tried = '{}'`)),
  /**
   * The same for those that are let through with it: the paces of their receivers ($5) are replaced where nobody else has
   * replaced them meanwhile; else what goes to that receiver is left out. A pace is locked before a message, as everywhere.
   */
  departPaced: statement<DepartedRow>(
    'channels.departPaced',
    `with paces as (
       select * from json_to_recordset($5::json) as n(recipient text, account text, state jsonb, version bigint)
     ), paced as (
       insert into recipient_pace as p (recipient, account, state, version)
       select n.recipient, n.account, n.state, 1 from paces n order by n.recipient
       on conflict (recipient) do update set state = excluded.state, version = p.version + 1
         where p.version = (select n.version from paces n where n.recipient = excluded.recipient)
       returning p.recipient
     ), by as (${BY}), was as (
       select x.id, x.status, x.provider as was_with, by.provider
       from messages x join by on by.id = x.id join paced on paced.recipient = x.recipient
       where x.status in ('pending', 'sending') and x.due_at >= $2 and x.admitted_at is null
       order by x.id for update of x
     )
     update messages m set status = 'sending', attempts = m.attempts + 1, provider = was.provider, admitted_at = $4
     from was where m.id = was.id
     returning ${COLUMNS}, was.status = 'sending' as uncertain, was.was_with`,
  ),
  /** What waits for a channel and is no more severe than $3. */
  waiting: statement<{ id: string }>(
    'channels.waiting',
    `select m.id from messages m where m.channel_id = $1 and m.kind = $2 and m.priority >= $3 and ${OPEN} and m.status = 'pending'
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
  settleSent: statement(
    'channels.settleSent',
    `with n as (select * from json_to_recordset($1::json) as n(id uuid, provider text, provider_id text, number integer, handed_at timestamptz)),
     mine as (select x.id, n.provider_id from messages x join n on n.id = x.id order by x.id for update of x),
     kept as (
       insert into message_attempts (message_id, number, provider, provider_id, handed_at, answered_at, outcome)
       select n.id, n.number, n.provider, n.provider_id, n.handed_at, $2, 'sent' from n join mine on mine.id = n.id
     )
     update messages m set status = 'sent', settled_at = $2, provider_id = mine.provider_id, error = null
     from mine where m.id = mine.id`,
  ),
  /** A message whatever its state, locked. */
  lockAny: statement<
    MessageRow & {
      fate: string | null;
      provider: string | null;
      provider_id: string | null;
      confirm_by: Date | null;
      settled_at: Date | null;
    }
  >(
    'channels.lockAny',
    `select ${COLUMNS}, m.fate, m.provider, m.provider_id, m.confirm_by, m.settled_at from messages m where m.id = $1 for update`,
  ),
  /** Of these, those whose fate is known: what their providers said before it was recorded that they had taken them. */
  fated: statement<{ id: string }>(
    'channels.fated',
    'select m.id from messages m where m.id = any($1::uuid[]) and m.fate is not null',
  ),
  setFate: statement(
    'channels.setFate',
    'update messages set fate = $2, fate_at = $3, confirm_by = null where id = $1',
  ),
  /** Until when the fates of these are waited for. */
  awaitFate: statement(
    'channels.awaitFate',
    `update messages m set confirm_by = greatest(m.confirm_by, $2)
     from (select x.id from messages x where x.id = any($1::uuid[]) order by x.id for update) mine where m.id = mine.id`,
  ),
  /** Of the next $2 messages whose fates are waited for, those without the timer of queue $3; and the last one looked at. */
  unawaited: statement<{ id: string; account: string; fault: boolean }>(
    'channels.unawaited',
    `with part as (
       select m.id, m.account from messages m where m.confirm_by is not null and m.status = 'sent' and m.id > $1 order by m.id limit $2
     )
     select p.id, p.account, true as fault from part p left join lateral (
       select d.id from due d where d.queue = $3 and d.key = p.id::text limit 1
     ) timer on true where timer.id is null
     union all
     (select p.id, p.account, false from part p where (select count(*) from part) = $2 order by p.id desc limit 1)`,
  ),
  /** What is open to these channels, locked in order. */
  lockBusy: statement<{ channel_id: string }>(
    'channels.lockBusy',
    `select m.channel_id from messages m where m.channel_id = any($1::uuid[]) and ${OPEN}
     order by m.id for update`,
  ),
  /** It is sent once more, by somebody else than those of $2; what becomes of it is open again. */
  reopen: statement(
    'channels.reopen',
    `update messages set status = 'sending', fate = null, fate_at = null, settled_at = null, tried = $2 where id = $1`,
  ),
  /** $4: who has failed and is not asked again before all have. $6: now, where it is told that none can take it. */
  failedTry: statement(
    'channels.failedTry',
    'update messages set status = $2, error = $3, tried = $4, rounds = $5, stuck_at = coalesce(stuck_at, $6) where id = $1',
  ),
  /** Nobody can be asked now. */
  waits: statement(
    'channels.waits',
    `update messages set error = $2, tried = '{}', stuck_at = coalesce(stuck_at, $3) where id = $1`,
  ),
  /** One message, if it is open still, locked. */
  lockOne: statement<MessageRow>(
    'channels.lockOne',
    `select ${COLUMNS} from messages m where m.id = $1 and m.status in ('pending', 'sending') for update`,
  ),
  settled: statement<{ id: string }>(
    'channels.settled',
    `select m.id from messages m where m.id = any($1::uuid[]) and m.status not in ('pending', 'sending')`,
  ),
  /** Messages that are settled, after $1 and before $2 in the order in which they were made. */
  settledBefore: statement<{ id: string; kind: string }>(
    'channels.settledBefore',
    `select m.id, m.kind from messages m where m.id > $1::uuid and m.id < $2::uuid and m.status not in ('pending', 'sending')
     order by m.id limit $3`,
  ),
  forget: statement(
    'channels.forget',
    `delete from messages m where m.id = any($1::uuid[]) and m.status not in ('pending', 'sending')`,
  ),
  /** Which of these have a row. */
  present: statement<{ id: string }>('channels.present', 'select m.id from messages m where m.id = any($1::uuid[])'),
  /**
   * Of the next $3 open messages those that no work would send, and the last one looked at. \`limit\` keeps to one index look-up
   * for each, whatever the planner believes of the tables' sizes.
   */
  unattended: statement<{ channel_id: string; id: string; account: string; fault: boolean }>(
    'channels.unattended',
    `with part as (
       select m.channel_id, m.id, m.account, m.channel_type from messages m
       where ${OPEN} and (m.channel_id, m.id) > ($1::uuid, $2::uuid)
       order by m.channel_id, m.id limit $3
     ), faults as (
       select p.channel_id, p.id, p.account from part p left join lateral (
         select d.id from due d where d.queue = 'send.' || lower(p.channel_type) and d.key = p.id::text limit 1
       ) work on true where work.id is null
     ), last as (
       select p.channel_id, p.id, p.account from part p order by p.channel_id desc, p.id desc limit 1
     )
     select f.channel_id, f.id, f.account, true as fault from faults f
     union all
     select l.channel_id, l.id, l.account, false from last l where (select count(*) from part) = $3`,
  ),
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
