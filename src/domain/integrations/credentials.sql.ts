import { statement } from '#storage/statement';

interface CredentialProbeRow {
  account: string;
  service: string;
  target: string;
  secret_id: string;
  ok: boolean;
  since: Date;
  reason: string | null;
  todo: string | null;
}

export const credentialsSql = {
  /** Of integrations; of one account, where $1 names it. */
  named: statement<{ account: string; kind: string; secret_id: string; name: string }>(
    'integrations.namedCredentials',
    `select i.account, i.kind, i.secret_id, i.name from integrations i
     where $1::text is null or i.account = $1 order by i.account, i.name limit $2`,
  ),
  ofAccount: statement<CredentialProbeRow>(
    'integrations.credentialsOfAccount',
    `select c.account, c.service, c.target, c.secret_id, c.ok, c.since, c.reason, c.todo from credential_probes c
     where c.account = $1 order by c.service, c.target, c.secret_id`,
  ),
  save: statement(
    'integrations.saveCredential',
    `insert into credential_probes as c (account, service, target, secret_id, ok, since, at, reason, todo)
     select n.account, n.service, n.target, n.secret_id, n.ok, $2, $2, n.reason, n.todo
     from json_to_recordset($1::json) as n(account text, service text, target text, secret_id text, ok boolean, reason text, todo text)
     order by n.account, n.service, n.target, n.secret_id
     on conflict (account, service, target, secret_id) do update set ok = excluded.ok, at = excluded.at,
       since = case when c.ok = excluded.ok then c.since else excluded.since end, reason = excluded.reason, todo = excluded.todo`,
  ),
  /** What nobody names any more was not looked at. */
  forget: statement(
    'integrations.forgetCredentials',
    'delete from credential_probes c where c.service = $1 and c.at < $2',
  ),
};
