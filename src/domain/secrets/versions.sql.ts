import { statement } from '#storage/statement';

export interface VersionRow {
  id: string;
  sealed_key: Buffer;
  sealed_value: Buffer;
  created_at: Date;
}

/** A version without its value. */
export interface VersionView {
  id: string;
  serial: number;
  created_at: Date;
  accessed_on: Date | null;
  labels: string[];
}

export const versionsSql = {
  insert: statement(
    'secrets.insertVersion',
    `insert into secret_versions (secret, id, account, sealed_key, sealed_value, created_at, serial)
     select $1, $2, $3, $4, $5, $6, coalesce(max(v.serial), 0) + 1 from secret_versions v where v.secret = $1`,
  ),
  find: statement<VersionRow>(
    'secrets.findVersion',
    `select v.id, v.sealed_key, v.sealed_value, v.created_at from secret_versions v where v.secret = $1 and v.id = $2`,
  ),
  clearStages: statement('secrets.clearStages', 'delete from secret_stages where secret = $1'),
  setStages: statement(
    'secrets.setStages',
    `insert into secret_stages (secret, account, stage, version)
     select $1, $2, e.key, e.value from jsonb_each_text($3::jsonb) as e order by e.key`,
  ),
  /** Drops the oldest versions without a label as far as there are more than $2 versions. */
  dropDeprecated: statement(
    'secrets.dropDeprecated',
    `delete from secret_versions where secret = $1 and id in
       (select d.id from secret_versions d where d.secret = $1
          and not exists (select 1 from secret_stages g where g.secret = d.secret and g.version = d.id)
        order by d.serial
        limit greatest(0, (select count(*) from secret_versions c where c.secret = $1) - $2::int))`,
  ),
  count: statement<{ count: number }>(
    'secrets.countVersions',
    'select count(*)::int as count from secret_versions v where v.secret = $1',
  ),
  /** The newest first, before a serial; those without a label where $2 says so. */
  list: statement<VersionView>(
    'secrets.listVersions',
    `select * from
       (select v.id, v.serial, v.created_at, v.accessed_on,
          array(select g.stage from secret_stages g where g.secret = v.secret and g.version = v.id
            order by g.stage collate "C") as labels
        from secret_versions v where v.secret = $1 and ($3::bigint is null or v.serial < $3)) as w
     where $2 or cardinality(w.labels) > 0
     order by w.serial desc limit $4`,
  ),
  touchSecret: statement(
    'secrets.touch',
    'update secrets set accessed_on = $2 where id = $1 and accessed_on is distinct from $2',
  ),
  touchVersion: statement(
    'secrets.touchVersion',
    'update secret_versions set accessed_on = $3 where secret = $1 and id = $2 and accessed_on is distinct from $3',
  ),
};
