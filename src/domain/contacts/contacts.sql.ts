import type { ContactChannelType } from '#domain/channels';
import { statement } from '#storage/statement';
import type { ContactChannel, ContactType, Stage } from './contact.ts';

export interface ContactRow {
  account: string;
  region: string;
  alias: string;
  type: ContactType;
  display_name: string | null;
  stages: Stage[];
  rotation_ids: string[];
  repeats: number;
  acknowledgement_minutes: number;
  tags: Record<string, string>;
}

export interface ChannelRow {
  id: string;
  account: string;
  region: string;
  alias: string;
  name: string;
  type: ContactChannelType;
  address: string;
  /** Of a push channel its subscription, of a webhook what its messages are signed with. */
  sealed: Buffer | null;
  activated_at: Date | null;
  code_serial: number;
  code_expires_at: Date | null;
  code_tries: number;
  codes_sent: number;
  codes_since: Date | null;
  /** What is in doubt of it, and since when; times as JSON has them. */
  flag: { since: string; reason: string; what_to_do: string } | null;
}

const CONTACT =
  'c.account, c.region, c.alias, c.type, c.display_name, c.stages, c.rotation_ids, c.repeats, c.acknowledgement_minutes, c.tags';
const CHANNEL = `h.id, h.account, h.region, h.alias, h.name, h.type, h.address, h.sealed, h.activated_at, h.code_serial,
  h.code_expires_at, h.code_tries, h.codes_sent, h.codes_since, (select jsonb_build_object('since', f.since, 'reason', f.reason,
    'what_to_do', f.what_to_do) from channel_flags f where f.channel_id = h.id and f.since is not null) as flag`;

export const contactsSql = {
  insert: statement<{ alias: string }>(
    'contacts.insert',
    `insert into contacts (account, region, alias, type, display_name, stages, rotation_ids, repeats,
       acknowledgement_minutes, tags, created_at, created_by, modified_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11) on conflict do nothing returning alias`,
  ),
  /** How many contacts there are in a Region; $3 stands for all beyond it. */
  count: statement<{ count: number }>(
    'contacts.count',
    `select count(*)::int as count from
       (select 1 from contacts c where c.account = $1 and c.region = $2 limit $3) as found`,
  ),
  /** How many channels a contact has. */
  countChannels: statement<{ count: number }>(
    'contacts.countChannels',
    'select count(*)::int as count from contact_channels h where h.account = $1 and h.region = $2 and h.alias = $3',
  ),
  update: statement(
    'contacts.update',
    `update contacts set display_name = $4, stages = $5, rotation_ids = $6, repeats = $7, acknowledgement_minutes = $8, modified_at = $9
     where account = $1 and region = $2 and alias = $3`,
  ),
  lock: statement<ContactRow>(
    'contacts.lock',
    `select ${CONTACT} from contacts c where c.account = $1 and c.region = $2 and c.alias = $3 for update`,
  ),
  /** Those of the named contacts that exist, held so that none is deleted until the transaction ends. */
  holdNamed: statement<ContactRow>(
    'contacts.holdNamed',
    `select ${CONTACT} from contacts c
     join json_to_recordset($1::json) as n(account text, region text, alias text)
       on c.account = n.account and c.region = n.region and c.alias = n.alias
     order by c.account, c.region, c.alias for key share of c`,
  ),
  delete: statement('contacts.delete', 'delete from contacts where account = $1 and region = $2 and alias = $3'),
  /** The escalation plans of an account whose stages hold $2; no more than an error can name. */
  plansWith: statement<ContactRow>(
    'contacts.plansWith',
    `select ${CONTACT} from contacts c where c.account = $1 and c.type = 'ESCALATION' and c.stages @> $2::jsonb
     order by c.region, c.alias collate "C" limit 25`,
  ),
  list: statement<ContactRow>(
    'contacts.list',
    `select ${CONTACT} from contacts c where c.account = $1 and c.region = $2
       and ($3::text is null or starts_with(c.alias, $3)) and ($4::text is null or c.type = $4)
       and ($5::text is null or c.alias collate "C" > $5)
     order by c.alias collate "C" limit $6`,
  ),
  schedules: statement<{ account: string; region: string; alias: string }>(
    'contacts.schedules',
    `select c.account, c.region, c.alias from contacts c where c.account = $1 and c.type = 'ONCALL_SCHEDULE'
     order by c.region, c.alias`,
  ),
  withRotation: statement<{ account: string; region: string; alias: string }>(
    'contacts.withRotation',
    `select c.account, c.region, c.alias from contacts c where c.account = $1 and c.rotation_ids @> array[$2::text]
     order by c.region, c.alias`,
  ),
  /** Takes a rotation out of every schedule of an account that names it. */
  dropRotation: statement(
    'contacts.dropRotation',
    `update contacts c set rotation_ids = array_remove(c.rotation_ids, $2), modified_at = $3
     from (select x.account, x.region, x.alias from contacts x where x.account = $1 and x.rotation_ids @> array[$2::text]
       order by x.account, x.region, x.alias for update) mine
     where c.account = mine.account and c.region = mine.region and c.alias = mine.alias`,
  ),
  tags: statement<{ tags: Record<string, string> }>(
    'contacts.tags',
    'select c.tags from contacts c where c.account = $1 and c.region = $2 and c.alias = $3',
  ),
  lockTags: statement<{ tags: Record<string, string> }>(
    'contacts.lockTags',
    'select c.tags from contacts c where c.account = $1 and c.region = $2 and c.alias = $3 for update',
  ),
  setTags: statement(
    'contacts.setTags',
    'update contacts set tags = $4 where account = $1 and region = $2 and alias = $3',
  ),
  policy: statement<{ policy: string | null }>(
    'contacts.policy',
    'select c.policy from contacts c where c.account = $1 and c.region = $2 and c.alias = $3',
  ),
  setPolicy: statement<{ alias: string }>(
    'contacts.setPolicy',
    'update contacts set policy = $4 where account = $1 and region = $2 and alias = $3 returning alias',
  ),
  find: statement<ContactRow>(
    'contacts.find',
    `select ${CONTACT} from contacts c
     join json_to_recordset($1::json) as n(account text, region text, alias text)
       on c.account = n.account and c.region = n.region and c.alias = n.alias`,
  ),
  /** The channels of these contacts. */
  channelsOf: statement<ChannelRow>(
    'contacts.channelsOf',
    `select ${CHANNEL} from contact_channels h
     join json_to_recordset($1::json) as n(account text, region text, alias text)
       on h.account = n.account and h.region = n.region and h.alias = n.alias`,
  ),
  /** The channels of one contact, in the order in which they were made. */
  listChannels: statement<ChannelRow>(
    'contacts.listChannels',
    `select ${CHANNEL} from contact_channels h where h.account = $1 and h.region = $2 and h.alias = $3
       and ($4::uuid is null or h.id > $4) order by h.id limit $5`,
  ),
  channelsById: statement<ChannelRow>(
    'contacts.channelsById',
    `select ${CHANNEL} from contact_channels h where h.id = any($1::uuid[])`,
  ),
  channelsAt: statement<ChannelRow>(
    'contacts.channelsAt',
    `select ${CHANNEL} from contact_channels h where h.type = $1 and h.address = $2 order by h.id limit 50`,
  ),
  lockChannel: statement<ChannelRow>(
    'contacts.lockChannel',
    `select ${CHANNEL} from contact_channels h where h.id = $1 and h.account = $2 for update`,
  ),
  insertChannel: statement<{ id: string }>(
    'contacts.insertChannel',
    `insert into contact_channels (id, account, region, alias, name, type, address, sealed, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (account, region, alias, type, address) do nothing returning id`,
  ),
  newCode: statement(
    'contacts.newCode',
    `update contact_channels set code_serial = $2, code_expires_at = $3, code_tries = 0, codes_sent = $4, codes_since = $5 where id = $1`,
  ),
  triedCode: statement('contacts.triedCode', 'update contact_channels set code_tries = code_tries + 1 where id = $1'),
  activate: statement(
    'contacts.activate',
    'update contact_channels set activated_at = $2, code_expires_at = null where id = $1',
  ),
  /** A code that was sent before is void, too: whoever wants the channel back proves again that it is theirs. */
  deactivate: statement(
    'contacts.deactivate',
    'update contact_channels set activated_at = null, code_expires_at = null where id = $1',
  ),
  /** Nothing where the contact has another channel of this type and address. A new address is nobody's yet. */
  updateChannel: statement<{ id: string }>(
    'contacts.updateChannel',
    `update contact_channels h set name = $2, address = $3, sealed = coalesce($4, h.sealed),
       activated_at = case when h.address = $3 then h.activated_at end,
       code_expires_at = case when h.address = $3 then h.code_expires_at end
     where h.id = $1 and not exists (select 1 from contact_channels x
       where x.account = h.account and x.region = h.region and x.alias = h.alias and x.type = h.type and x.address = $3
         and x.id <> h.id)
     returning h.id`,
  ),
  seal: statement('contacts.seal', 'update contact_channels set sealed = $2 where id = $1'),
  deleteChannel: statement('contacts.deleteChannel', 'delete from contact_channels where id = $1'),
};

export function toChannel(row: ChannelRow): ContactChannel {
  const { id, account, region, alias, name, type, address, flag } = row;
  const doubt = flag && { since: new Date(flag.since), reason: flag.reason, whatToDo: flag.what_to_do };
  return {
    ...{ id, contact: { account, region, alias }, name, type, address, activated: row.activated_at !== null },
    ...(doubt ? { flag: doubt } : {}),
  };
}
