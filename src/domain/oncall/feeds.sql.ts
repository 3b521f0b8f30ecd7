import { statement } from '#storage/statement';

export interface FeedRow {
  id: string;
  account: string;
  region: string;
  subject: string;
  name: string;
  token_hash: Buffer;
  created_at: Date;
  created_by: string;
  revoked_at: Date | null;
}

const FEED = 'f.id, f.account, f.region, f.subject, f.name, f.token_hash, f.created_at, f.created_by, f.revoked_at';

export const feedsSql = {
  insert: statement<FeedRow>(
    'oncall.insertFeed',
    `insert into calendar_feeds as f (id, account, region, subject, name, token_hash, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${FEED}`,
  ),
  countLive: statement<{ count: number }>(
    'oncall.countFeeds',
    'select count(*)::int as count from calendar_feeds f where f.account = $1 and f.region = $2 and f.revoked_at is null',
  ),
  /** By the id in an address, whatever its account: the address is all that its reader has. */
  open: statement<FeedRow>('oncall.openFeed', `select ${FEED} from calendar_feeds f where f.id = $1`),
  find: statement<FeedRow>(
    'oncall.findFeed',
    `select ${FEED} from calendar_feeds f where f.account = $1 and f.region = $2 and f.id = $3`,
  ),
  /** Newest first, those before an id. */
  list: statement<FeedRow>(
    'oncall.listFeeds',
    `select ${FEED} from calendar_feeds f where f.account = $1 and f.region = $2 and ($3::uuid is null or f.id < $3)
     order by f.id desc limit $4`,
  ),
  revoke: statement<FeedRow>(
    'oncall.revokeFeed',
    `update calendar_feeds f set revoked_at = coalesce(f.revoked_at, $4) where f.account = $1 and f.region = $2 and f.id = $3
     returning ${FEED}`,
  ),
  erase: statement('oncall.eraseFeeds', 'delete from calendar_feeds f where f.account = $1'),
};
