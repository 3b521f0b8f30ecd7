import type { Tags } from '#kernel/tags';
import { statement } from '#storage/statement';
import type { TopicAttributes } from './topic-attributes.ts';

export interface TopicRow {
  id: string;
  account: string;
  region: string;
  name: string;
  attributes: TopicAttributes;
  tags: Tags;
  deleted: number;
}

const TOPIC = 't.id, t.account, t.region, t.name, t.attributes, t.tags, t.deleted';
const NAMED = 't.account = $1 and t.region = $2 and t.name = $3';

export const topicsSql = {
  insert: statement<{ id: string }>(
    'topics.insert',
    `insert into topics (id, account, region, name, attributes, tags, created_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (account, region, name) do nothing returning id`,
  ),
  count: statement<{ count: number }>(
    'topics.count',
    `select count(*)::int as count from
       (select 1 from topics t where t.account = $1 and t.region = $2 limit $3) as found`,
  ),
  find: statement<TopicRow>('topics.find', `select ${TOPIC} from topics t where ${NAMED}`),
  /** For changes of what is in it; publishing goes on meanwhile. */
  lock: statement<TopicRow>('topics.lock', `select ${TOPIC} from topics t where ${NAMED} for no key update`),
  /** It stays until the transaction ends; its attributes may change. */
  hold: statement<TopicRow>('topics.hold', `select ${TOPIC} from topics t where ${NAMED} for key share`),
  list: statement<{ name: string }>(
    'topics.list',
    `select t.name from topics t
     where t.account = $1 and t.region = $2 and ($3::text is null or t.name > $3::text collate "C")
     order by t.name collate "C" limit $4`,
  ),
  /** Of an account's topics those that are named, as region and name. */
  named: statement<{ region: string; name: string }>(
    'topics.named',
    `select t.region, t.name from topics t
     join jsonb_to_recordset($2::jsonb) as n(region text, name text) on n.region = t.region and n.name = t.name
     where t.account = $1`,
  ),
  setAttributes: statement('topics.setAttributes', 'update topics set attributes = $2 where id = $1'),
  setTags: statement('topics.setTags', 'update topics set tags = $2 where id = $1'),
  countDeleted: statement('topics.countDeleted', 'update topics set deleted = deleted + $2 where id = $1'),
  delete: statement<{ id: string }>(
    'topics.delete',
    'delete from topics where account = $1 and region = $2 and name = $3 returning id',
  ),
};
