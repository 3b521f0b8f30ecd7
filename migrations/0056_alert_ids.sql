-- An alert is known by one number instead of five texts: a hash of account, region, source, name of the key and fingerprint, as the
-- program makes it; so is its sender, a hash of all of these but the last. No index on when it changed: what nobody sends any more is looked for once an hour, and each alert would pay.
alter table alerts add column id uuid, add column sender uuid;
update alerts set id = encode(substring(sha256(convert_to(
  account || E'\n' || region || E'\n' || source || E'\n' || name || E'\n' || fingerprint, 'UTF8')) for 16), 'hex')::uuid,
  sender = encode(substring(sha256(convert_to(
  account || E'\n' || region || E'\n' || source || E'\n' || name, 'UTF8')) for 16), 'hex')::uuid;
drop index alerts_by_change;
alter table alerts drop constraint alerts_pkey, drop column region, drop column name, drop column fingerprint;
alter table alerts add constraint alerts_pkey primary key (id);
