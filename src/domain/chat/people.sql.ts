import { statement } from '#storage/statement';

export interface PersonRow {
  team: string;
  user_id: string;
  account: string;
  region: string;
  alias: string;
  linked_at: Date;
}

const PERSON = 'p.team, p.user_id, p.account, p.region, p.alias, p.linked_at';

export const peopleSql = {
  who: statement<PersonRow>('chat.who', `select ${PERSON} from chat_people p where p.team = $1 and p.user_id = $2`),
  of: statement<PersonRow>(
    'chat.linksOfContact',
    `select ${PERSON} from chat_people p where p.account = $1 and p.region = $2 and p.alias = $3
     order by p.team, p.user_id limit 50`,
  ),
  /** Whoever was linked to somebody else is that no more. */
  link: statement(
    'chat.link',
    `insert into chat_people as p (team, user_id, account, region, alias, linked_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (team, user_id) do update set account = excluded.account, region = excluded.region,
       alias = excluded.alias, linked_at = excluded.linked_at`,
  ),
  unlink: statement<{ alias: string }>(
    'chat.unlink',
    'delete from chat_people p where p.team = $1 and p.user_id = $2 returning p.alias',
  ),
  unlinkContact: statement(
    'chat.unlinkContact',
    'delete from chat_people p where p.account = $1 and p.region = $2 and p.alias = $3',
  ),
  /** One at a time: a new code voids the one before. */
  dropCodes: statement(
    'chat.dropLinkCodes',
    'delete from chat_link_codes c where c.account = $1 and c.region = $2 and c.alias = $3',
  ),
  putCode: statement(
    'chat.putLinkCode',
    'insert into chat_link_codes (hash, account, region, alias, expires_at) values ($1, $2, $3, $4, $5)',
  ),
  /** Good once. */
  takeCode: statement<{ account: string; region: string; alias: string }>(
    'chat.takeLinkCode',
    'delete from chat_link_codes c where c.hash = $1 and c.expires_at > $2 returning c.account, c.region, c.alias',
  ),
};
