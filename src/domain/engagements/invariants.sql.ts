import type { ContactChannelType } from '#domain/channels';
import { statement } from '#storage/statement';

export interface SuspectRow {
  root_id: string;
  account: string;
  request_id: string | null;
  /** Whether its root is there. */
  rooted: boolean;
  fault: boolean;
}

export interface UnsentRow {
  id: string;
  account: string;
  root_id: string;
  message_id: string;
  channel_id: string;
  channel_type: ContactChannelType;
  due_at: Date;
  severity: number;
  request_id: string | null;
}

const UNSENT = `p.id, p.account, p.root_id, p.message_id, p.channel_id, p.channel_type, p.due_at, e.severity, e.request_id
  from pages p join engagements e on e.id = p.engagement_id
  where p.sent_at is null and p.read_at is null and e.status in ('engaging', 'ended')`;

export const invariantsSql = {
  /**
   * Of the next $3 parts of trees that run, or wait after an acknowledgement, those whose root has no timer or is gone, and the last one
   * looked at. \`limit\` keeps to one index look-up for each, whatever the planner believes of the tables' sizes.
   */
  unattended: statement<SuspectRow>(
    'engagements.unattended',
    `with part as (
       select * from (
         (select e.root_id, e.id from engagements e where e.status = 'engaging' and e.root_id > $1::uuid
          order by e.root_id, e.id limit $3)
         union all
         (select e.root_id, e.id from engagements e where e.repage_at is not null and e.root_id > $1::uuid
          order by e.root_id, e.id limit $3)
       ) both_kinds order by root_id, id limit $3
     ), suspects as (
       select distinct on (p.root_id) p.root_id, p.id, p.id = p.root_id or root.id is not null as rooted from part p
       left join lateral (
         select d.id from due d where d.queue = $2 and d.key = p.root_id::text limit 1
       ) timer on true
       left join lateral (
         select r.id from engagements r where r.id = p.root_id and p.id <> p.root_id limit 1
       ) root on true
       where timer.id is null or (p.id <> p.root_id and root.id is null)
       order by p.root_id
     ), last as (
       select p.root_id, p.id from part p order by p.root_id desc limit 1
     )
     select s.root_id, e.account, e.request_id, s.rooted, true as fault
     from suspects s join engagements e on e.id = s.id
     union all
     select l.root_id, '', null, true, false from last l where (select count(*) from part) = $3`,
  ),
  /** Gives parts of a tree another root; those that are the root themselves have nobody above them. */
  reroot: statement(
    'engagements.reroot',
    `update engagements e set root_id = $2, parent_id = case when e.id = $2 then null else e.parent_id end
     where e.id = any($1::uuid[])`,
  ),
  rerootPages: statement(
    'engagements.rerootPages',
    'update pages p set root_id = $2 where p.engagement_id = any($1::uuid[])',
  ),
  /** Pages that wait to be sent, from $1 on in the order in which they were made: ids tell the time. */
  unsent: statement<UnsentRow>('engagements.unsent', `select ${UNSENT} and p.id > $1 order by p.id limit $2`),
  unsentPage: statement<UnsentRow>('engagements.unsentPage', `select ${UNSENT} and p.id = $1`),
};
