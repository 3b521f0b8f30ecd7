import { statement } from '#storage/statement';
import { SECRET, type SecretRow } from './secrets.sql.ts';

/** What a list is sorted by ($4), as a text of which the bytes are in order. */
const KEY = `case $4::text when 'name' then s.name
    when 'last-accessed-date' then coalesce(to_char(s.accessed_on at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), '')
    when 'last-changed-date' then to_char(s.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')
    else to_char(s.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') end collate "C"`;

/** All that "all" looks at, as one text. */
const WORDS = `lower(concat_ws(' ', s.name, s.description,
    (select string_agg(t.key || ' ' || t.value, ' ') from jsonb_each_text(s.tags) as t)))`;

/** Whether one value of a filter says what the secret is. Nothing here has a primary Region or an owning service. */
const SAYS = `case f.key when 'name' then starts_with(s.name, v.text)
    when 'description' then starts_with(lower(coalesce(s.description, '')), lower(v.text))
    when 'tag-key' then exists (select 1 from jsonb_object_keys(s.tags) as k where starts_with(k, v.text))
    when 'tag-value' then exists (select 1 from jsonb_each_text(s.tags) as t where starts_with(t.value, v.text))
    when 'all' then not exists (select 1 from unnest(string_to_array(lower(v.text), ' ')) as w where position(w in ${WORDS}) = 0)
    else false end`;

/** Every filter ($3) has a value that says so; one that is negated, that does not. */
const FILTERED = `not exists (select 1 from jsonb_to_recordset($3::jsonb) as f(key text, "values" jsonb) where not exists
    (select 1 from jsonb_to_recordset(f."values") as v(text text, negated boolean) where (${SAYS}) <> v.negated))`;

const list = (name: string, after: string, order: string) =>
  statement<SecretRow & { sort_key: string }>(
    name,
    `select * from
       (select ${SECRET}, ${KEY} as sort_key
        from secrets s where s.account = $1 and s.region = $2 and ($5 or s.delete_after is null) and ${FILTERED}) as found
     where $6::text is null or (found.sort_key, found.id) ${after} ($6::text, $7::uuid)
     order by found.sort_key ${order}, found.id ${order} limit $8`,
  );

export const listSql = {
  ascending: list('secrets.listAscending', '>', 'asc'),
  descending: list('secrets.listDescending', '<', 'desc'),
};
