import { statement } from '#storage/statement';

/** An event as it was recorded. */
export interface RecordedRow {
  id: string;
  accepted_at: Date;
  source: string;
  detail_type: string;
  /** The whole envelope, as JSON. */
  body: string;
}

export const replaysSql = {
  /** Those of a bus after one and before another, oldest first: ids tell when. */
  recorded: statement<RecordedRow>(
    'insight.recorded',
    `select v.id, v.accepted_at, v.source, v.detail_type, v.body from events v
     where v.account = $1 and v.region = $2 and v.id > $3::uuid and v.id < $4::uuid and v.bus = $5 order by v.id limit $6`,
  ),
};
