import { statement } from '#storage/statement';

export const receivedSql = {
  /** Of these names those that came for the first time. */
  seen: statement<{ signature: string }>(
    'chat.received',
    `insert into chat_received (signature, at) select n.name, $2 from unnest($1::text[]) as n(name) order by n.name
     on conflict do nothing returning signature`,
  ),
  /** What nobody could send again any more. */
  forget: statement('chat.forgetReceived', 'delete from chat_received r where r.at < $1'),
};
