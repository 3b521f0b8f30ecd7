import type { ChatType } from '#domain/channels';
import { statement } from '#storage/statement';

export interface ChatChannelRow {
  id: string;
  account: string;
  topic: string;
  label: string;
  type: ChatType;
  address: Buffer | null;
  secret: string | null;
  shown: string;
  created_at: Date;
  created_by: string;
}

const COLUMNS = 'c.id, c.account, c.topic, c.label, c.type, c.address, c.secret, c.shown, c.created_at, c.created_by';

export const chatChannelsSql = {
  /** Nothing where the topic has a room of that label. */
  insert: statement<ChatChannelRow>(
    'chat.insertChannel',
    `insert into chat_channels as c (id, account, topic, label, type, address, secret, shown, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (account, topic, label) do nothing returning ${COLUMNS}`,
  ),
  get: statement<ChatChannelRow>(
    'chat.getChannel',
    `select ${COLUMNS} from chat_channels c where c.account = $1 and c.id = $2`,
  ),
  /** How many there are; $2 stands for all beyond it. */
  count: statement<{ count: number }>(
    'chat.countChannels',
    'select count(*)::int as count from (select 1 from chat_channels c where c.account = $1 limit $2) as found',
  ),
  /** Newest first, those before an id. */
  list: statement<ChatChannelRow>(
    'chat.listChannels',
    `select ${COLUMNS} from chat_channels c where c.account = $1 and ($2::uuid is null or c.id < $2)
     order by c.id desc limit $3`,
  ),
  ofTopics: statement<ChatChannelRow>(
    'chat.channelsOfTopics',
    `select ${COLUMNS} from chat_channels c where c.account = $1 and c.topic = any($2::text[]) order by c.id`,
  ),
  delete: statement<{ id: string }>(
    'chat.deleteChannel',
    'delete from chat_channels c where c.account = $1 and c.id = $2 returning c.id',
  ),
  erase: statement('chat.eraseChannels', 'delete from chat_channels c where c.account = $1'),
};
