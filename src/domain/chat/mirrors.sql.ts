import { statement } from '#storage/statement';
import type { MirrorKind } from './mirror.ts';

export interface MirrorRow {
  id: string;
  account: string;
  region: string;
  kind: MirrorKind;
  subject: string;
  target: string;
  sealed: Buffer | null;
  told: string[] | null;
  leaving: string[] | null;
  told_at: Date | null;
  fault: string | null;
  created_at: Date;
  created_by: string;
}

const COLUMNS = `m.id, m.account, m.region, m.kind, m.subject, m.target, m.sealed, m.told, m.leaving, m.told_at, m.fault,
  m.created_at, m.created_by`;

export const mirrorsSql = {
  insert: statement(
    'chat.insertMirror',
    `insert into oncall_mirrors (id, account, region, kind, subject, target, sealed, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
  ),
  /** Those that are kept at a target. */
  at: statement<MirrorRow>(
    'chat.mirrorsAt',
    `select ${COLUMNS} from oncall_mirrors m where m.account = $1 and m.kind = $2 and m.target = $3 order by m.id limit 100`,
  ),
  byId: statement<MirrorRow>('chat.mirrorById', `select ${COLUMNS} from oncall_mirrors m where m.id = $1`),
  lock: statement<MirrorRow>('chat.lockMirror', `select ${COLUMNS} from oncall_mirrors m where m.id = $1 for update`),
  /** All of an account: there are as many as its quota allows. */
  list: statement<MirrorRow>(
    'chat.listMirrors',
    `select ${COLUMNS} from oncall_mirrors m where m.account = $1 order by m.id limit 1000`,
  ),
  count: statement<{ count: number }>(
    'chat.countMirrors',
    'select count(*)::int as count from (select 1 from oncall_mirrors m where m.account = $1 limit $2) as found',
  ),
  fault: statement('chat.mirrorFault', 'update oncall_mirrors set fault = $2 where id = $1'),
  leaving: statement('chat.mirrorLeaving', 'update oncall_mirrors set leaving = $2 where id = $1'),
  arrived: statement(
    'chat.mirrorArrived',
    'update oncall_mirrors set told = leaving, leaving = null, told_at = $2, fault = null where id = $1',
  ),
  delete: statement<{ id: string }>(
    'chat.deleteMirror',
    'delete from oncall_mirrors m where m.account = $1 and m.id = $2 returning m.id',
  ),
  /** The part after $1, for the auditor. */
  part: statement<{ id: string; account: string }>(
    'chat.partOfMirrors',
    'select m.id, m.account from oncall_mirrors m where m.id > $1 order by m.id limit $2',
  ),
  erase: statement<{ id: string }>(
    'chat.eraseMirrors',
    'delete from oncall_mirrors m where m.account = $1 returning m.id',
  ),
};
