import { statement } from '#storage/statement';
import type { GapCause } from './gaps.ts';
import type { Warning } from './warnings.ts';

export interface WarningRow {
  id: string;
  account: string;
  region: string;
  subject: string;
  start_at: Date;
  end_at: Date;
  causes: GapCause[];
  found_at: Date;
  reminded_at: Date | null;
}

const WARNING = 'w.id, w.account, w.region, w.subject, w.start_at, w.end_at, w.causes, w.found_at, w.reminded_at';

export const watchSql = {
  ofSubject: statement<WarningRow>(
    'oncall.warningsOfSubject',
    `select ${WARNING} from oncall_warnings w where w.account = $1 and w.region = $2 and w.subject = $3 order by w.start_at`,
  ),
  /** Of an account and region, by their start, after a position; those that are over left out. */
  list: statement<WarningRow>(
    'oncall.warnings',
    `select ${WARNING} from oncall_warnings w where w.account = $1 and w.region = $2 and w.end_at > $3
       and ($4::timestamptz is null or (w.start_at, w.id) > ($4, $5::uuid)) order by w.start_at, w.id limit $6`,
  ),
  /** What is known of a subject becomes what was found now: rows as jsonb. */
  replace: statement(
    'oncall.putWarnings',
    `insert into oncall_warnings (id, account, region, subject, start_at, end_at, causes, found_at, reminded_at)
     select w.id, w.account, w.region, w.subject, w.start_at, w.end_at, w.causes, w.found_at, w.reminded_at
     from jsonb_to_recordset($1::jsonb) as w(id uuid, account text, region text, subject text, start_at timestamptz,
       end_at timestamptz, causes text[], found_at timestamptz, reminded_at timestamptz)`,
  ),
  forget: statement(
    'oncall.forgetWarnings',
    'delete from oncall_warnings w where w.account = $1 and w.region = $2 and w.subject = $3',
  ),
  erase: statement('oncall.eraseWarnings', 'delete from oncall_warnings w where w.account = $1'),
};

export const toWarning = (row: WarningRow): Warning => ({
  id: row.id,
  subject: row.subject,
  start: row.start_at,
  end: row.end_at,
  causes: row.causes,
  foundAt: row.found_at,
  ...(row.reminded_at ? { remindedAt: row.reminded_at } : {}),
});
