import { statement } from '#storage/statement';

/** All that an account has of people goes: with its replication set. */
export const eraseSql = {
  channels: statement('contacts.eraseChannels', 'delete from contact_channels h where h.account = $1'),
  contacts: statement('contacts.erase', 'delete from contacts c where c.account = $1'),
};
