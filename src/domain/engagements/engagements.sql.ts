import type { ContactType } from '#domain/contacts';
import { statement } from '#storage/statement';
import type { EngagementStatus } from './engagement.ts';

export interface EngagementRow {
  id: string;
  account: string;
  region: string;
  alias: string;
  contact_type: ContactType;
  root_id: string;
  parent_id: string | null;
  /** The stage of the plan above that engaged this one. */
  parent_stage: number | null;
  essential: boolean;
  status: EngagementStatus;
  stage: number;
  stage_started_at: Date;
  cycle: number;
  round: number;
  attempts: Record<string, number>;
  attempted_at: Record<string, number>;
  /** Of an acknowledged root that waits: when it begins anew. */
  repage_at: Date | null;
  started_at: Date;
  stopped_at: Date | null;
  stop_reason: string | null;
  incident_id: string | null;
  incident_arn: string | null;
  severity: number;
  sender: string;
  subject: string;
  content: string;
  public_subject: string | null;
  public_content: string | null;
  request_id: string | null;
}

/** A step on the way to a person. */
export type ChainRow = Pick<EngagementRow, 'account' | 'region' | 'alias' | 'contact_type' | 'parent_stage'>;

const COLUMNS = `e.id, e.account, e.region, e.alias, e.contact_type, e.root_id, e.parent_id, e.parent_stage, e.essential, e.status, e.stage,
  e.stage_started_at, e.attempts, e.started_at, e.stopped_at, e.stop_reason, e.incident_id, e.incident_arn, e.severity,
  e.sender, e.subject, e.content, e.public_subject, e.public_content, e.request_id, e.cycle, e.round, e.attempted_at, e.repage_at`;

const RECORD = `n(id uuid, account text, region text, alias text, contact_type text, root_id uuid, parent_id uuid, parent_stage integer,
  essential boolean, status text, stage integer, stage_started_at timestamptz, attempts jsonb, started_at timestamptz,
  stopped_at timestamptz, stop_reason text, incident_id uuid, incident_arn text, severity smallint, sender text, subject text,
  content text, public_subject text, public_content text, request_id text, cycle integer, round integer, attempted_at jsonb,
  repage_at timestamptz)`;

export const engagementsSql = {
  insert: statement(
    'engagements.insert',
    `insert into engagements (id, account, region, alias, contact_type, root_id, parent_id, parent_stage, essential, status,
       stage, stage_started_at, attempts, started_at, stopped_at, stop_reason, incident_id, incident_arn, severity, sender, subject,
       content, public_subject, public_content, request_id, cycle, round, attempted_at, repage_at, created_at)
     select n.*, $2 from json_to_recordset($1::json) as ${RECORD}`,
  ),
  /** What of an engagement changes; its tree is locked by its root. */
  update: statement(
    'engagements.update',
    `update engagements e set status = n.status, stage = n.stage, stage_started_at = n.stage_started_at, attempts = n.attempts,
       stopped_at = n.stopped_at, stop_reason = n.stop_reason, cycle = n.cycle, round = n.round, attempted_at = n.attempted_at,
       repage_at = n.repage_at
     from json_to_recordset($1::json) as n(id uuid, status text, stage integer, stage_started_at timestamptz, attempts jsonb,
       stopped_at timestamptz, stop_reason text, cycle integer, round integer, attempted_at jsonb, repage_at timestamptz)
     where e.id = n.id`,
  ),
  /** The one lock of a tree, for many of them. See lock.ts for why it is taken before the trees are read. */
  lockRoots: statement<{ id: string }>(
    'engagements.lockTrees',
    'select e.id from engagements e where e.id = any($1::uuid[]) order by e.id for update',
  ),
  trees: statement<EngagementRow>(
    'engagements.trees',
    `select ${COLUMNS} from engagements e where e.root_id = any($1::uuid[]) order by e.id`,
  ),
  /** Themselves, and the roots that run, or wait after an acknowledgement, that are about the same incidents. */
  siblingRoots: statement<{ id: string }>(
    'engagements.siblingRoots',
    `select n.id from unnest($1::uuid[]) as n(id) union
     select e.id from engagements r join engagements e on e.account = r.account and e.incident_arn = r.incident_arn
       and e.incident_id = r.incident_id and e.parent_id is null and (e.status in ('engaging', 'ended') or e.repage_at is not null)
     where r.id = any($1::uuid[]) order by id`,
  ),
  /** The parts of a tree, locked one by one: for a tree whose root is not there to be locked. */
  lockParts: statement<EngagementRow>(
    'engagements.lockParts',
    `select ${COLUMNS} from engagements e where e.root_id = $1 order by e.id for update`,
  ),
  rootsOfIncident: statement<{ id: string }>(
    'engagements.rootsOfIncident',
    `select e.id from engagements e where e.account = $1 and e.incident_arn = $2 and e.parent_id is null
     and (e.status in ('engaging', 'ended') or e.repage_at is not null) order by e.id`,
  ),
  /** Of the next $2 parts of trees that run, or wait after an acknowledgement, the incidents of ours that they are about. */
  liveIncidents: statement<{
    root_id: string;
    account: string;
    incident_id: string | null;
    incident_arn: string | null;
  }>(
    'engagements.liveIncidents',
    `select e.root_id, e.account, e.incident_id, e.incident_arn from (
       (select e.root_id, e.id from engagements e where e.status = 'engaging' and e.root_id > $1::uuid
        order by e.root_id, e.id limit $2)
       union all
       (select e.root_id, e.id from engagements e where e.repage_at is not null and e.root_id > $1::uuid
        order by e.root_id, e.id limit $2)
     ) part join engagements e on e.id = part.id order by part.root_id, part.id limit $2`,
  ),
  /** The roots of what runs by a contact's plan. */
  rootsFollowing: statement<{ id: string }>(
    'engagements.rootsFollowing',
    `select distinct e.root_id as id from engagements e
     where e.account = $1 and e.region = $2 and e.alias = $3 and e.status = 'engaging'`,
  ),
  /** Of these roots those of whose tree anything still runs. */
  runningRoots: statement<Pick<EngagementRow, 'id' | 'severity' | 'request_id'>>(
    'engagements.runningRoots',
    `select r.id, r.severity, r.request_id from engagements r where r.id = any($1::uuid[])
       and exists (select 1 from engagements e where e.root_id = r.id and e.status = 'engaging') order by r.id`,
  ),
  /** What an incident's engagements began with, settled ones too. */
  rootsAbout: statement<Pick<EngagementRow, 'account' | 'region' | 'alias' | 'status' | 'started_at'>>(
    'engagements.rootsAbout',
    `select e.account, e.region, e.alias, e.status, e.started_at from engagements e
     where e.account = $1 and e.incident_arn = $2 and e.parent_id is null order by e.id`,
  ),
  logDecisions: statement(
    'engagements.logDecisions',
    `insert into engagement_decisions (root_id, id, at, input, why, effects, asked)
     select n.root_id, n.id, $2, n.input, n.why, n.effects, n.asked
     from json_to_recordset($1::json) as n(root_id uuid, id uuid, input jsonb, why text, effects jsonb, asked jsonb)`,
  ),
  get: statement<EngagementRow>(
    'engagements.get',
    `select ${COLUMNS} from engagements e where e.id = $1 and e.account = $2 and e.region = $3`,
  ),
  byId: statement<EngagementRow>(
    'engagements.byId',
    `select ${COLUMNS} from engagements e where e.account = $1 and e.id = $2`,
  ),
  /** An engagement and those above it, from the root down to it. */
  chain: statement<ChainRow>(
    'engagements.chain',
    `with recursive chain as (
       select e.id, e.parent_id, e.account, e.region, e.alias, e.contact_type, e.parent_stage, 0 as above
       from engagements e where e.id = $1
       union all
       select e.id, e.parent_id, e.account, e.region, e.alias, e.contact_type, e.parent_stage, c.above + 1
       from engagements e join chain c on e.id = c.parent_id
     )
     select c.account, c.region, c.alias, c.contact_type, c.parent_stage from chain c order by c.above desc`,
  ),
  /** Of an incident: whole trees, found by their roots. */
  list: statement<EngagementRow>(
    'engagements.list',
    `select ${COLUMNS} from engagements e where e.account = $1 and ($2::text is null or e.region = $2)
       and ($3::text is null or e.root_id = any(array(
         select r.id from engagements r where r.account = $1 and r.incident_arn = $3 and r.parent_id is null)))
       and ($4::timestamptz is null or e.started_at >= $4) and ($5::timestamptz is null or e.started_at <= $5)
       and ($6::timestamptz is null or (e.started_at, e.id) < ($6, $7::uuid))
     order by e.started_at desc, e.id desc limit $8`,
  ),
};
