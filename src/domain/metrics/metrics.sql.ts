import { statement } from '#storage/statement';
import type { PointColumns } from './point.ts';

export interface MetricRow {
  id: string;
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
}

export interface BinRow {
  /** The place of the question in the list. */
  q: number;
  bin: number;
  unit: number;
  samples: number;
  sum: number;
  min: number;
  max: number;
}

export interface ValueRow extends PointColumns {
  at: Date;
  unit: number;
}

export interface StoredRow extends PointColumns {
  account: string;
  metric: string;
  unit: number;
  at: Date;
}

const COLUMNS = 'account, metric, unit, at, samples, sum, min, max, vals, counts';
const RESOLUTIONS = [1, 60, 300, 3600] as const;

/** A statement for each of the four tables, by resolution. */
function each<Row>(name: string, text: (table: string) => string) {
  const [one, two, three, four] = RESOLUTIONS.map((resolution, index) =>
    statement<Row>(`metrics.${name}${'ABCD'[index]}`, text(`metric_points_${resolution}`)),
  );
  return { 1: one!, 60: two!, 300: three!, 3600: four! };
}

/**
 * All rows of a metric in a span, whatever the table. Coarse rows count only where the period is a multiple of theirs; those of a
 * minute also for shorter periods, as long as nothing was rolled up into them.
 */
const rowsOf = (columns: string, { metric, account, from, to, period, rolled }: Record<string, string>) =>
  [
    [1, 'true'],
    [60, `(${period} % 60 = 0 or d.at >= ${rolled})`],
    [300, `${period} % 300 = 0`],
    [3600, `${period} % 3600 = 0`],
  ]
    .map(
      ([resolution, counts]) =>
        `select ${columns} from metric_points_${resolution} d
         where d.account = ${account} and d.metric = ${metric} and d.at >= ${from} and d.at < ${to} and ${counts}`,
    )
    .join(' union all ');

export const metricsSql = {
  /** New metrics, and the time of known ones. Rows are sorted by id. */
  touch: statement(
    'metrics.touch',
    `insert into metrics as m (account, id, region, namespace, name, dimensions, first_at, last_at)
     select $1, n.id, n.region, n.namespace, n.name, n.dimensions, $3, $3
     from jsonb_to_recordset($2::jsonb) as n(id uuid, region text, namespace text, name text, dimensions jsonb) order by n.id
     on conflict (account, id) do update set last_at = greatest(m.last_at, excluded.last_at)`,
  ),
  put: each(
    'put',
    (table) =>
      `insert into ${table} (${COLUMNS})
       select n.account, n.metric, n.unit, n.at, n.samples, n.sum, n.min, n.max, n.vals::float8[], n.counts::float8[]
       from unnest($1::text[], $2::uuid[], $3::smallint[], $4::timestamptz[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
         $9::text[], $10::text[]) as n(account, metric, unit, at, samples, sum, min, max, vals, counts)`,
  ),
  /** Several questions at once: each a metric, perhaps a unit (-1: any), a period in seconds and where its bins begin. */
  bins: statement<BinRow>(
    'metrics.bins',
    `select a.q, floor(extract(epoch from d.at - a.start) / a.period)::bigint as bin, d.unit::integer as unit,
       sum(d.samples) as samples, sum(d.sum) as sum, min(d.min) as min, max(d.max) as max
     from unnest($2::integer[], $3::uuid[], $4::integer[], $5::integer[], $6::timestamptz[])
       as a(q, metric, unit, period, start)
     cross join lateral (${rowsOf('d.at, d.unit, d.samples, d.sum, d.min, d.max', {
       account: '$1',
       metric: 'a.metric',
       from: 'a.start',
       to: '$7',
       period: 'a.period',
       rolled: '$8',
     })}) d
     where a.unit < 0 or d.unit = a.unit
     group by 1, 2, 3 order by 1, 2, 3 limit $9`,
  ),
  /** The rows themselves with their values, in parts: the oldest first, all of one instant together. */
  values: statement<ValueRow>(
    'metrics.values',
    `select d.* from (${rowsOf('d.at, d.unit::integer as unit, d.samples, d.sum, d.min, d.max, d.vals, d.counts', {
      account: '$1',
      metric: '$2',
      from: '$4',
      to: '$5',
      period: '$6::integer',
      rolled: '$7',
    })}) d
     where $3::integer < 0 or d.unit = $3 order by d.at fetch first ($8::integer) rows with ties`,
  ),
  list: statement<MetricRow>(
    'metrics.list',
    `select m.id, m.namespace, m.name, m.dimensions from metrics m
     where m.account = $1 and m.region = $2 and m.last_at >= $3
       and ($4::text is null or m.namespace = $4) and ($5::text is null or m.name = $5)
       and m.dimensions @> $6::jsonb and m.dimensions ?& $7::text[]
       and ($8::text is null or (m.namespace, m.name, m.id) > ($8, $9, $10::uuid))
     order by m.namespace, m.name, m.id limit $11`,
  ),
  forget: statement<{ id: string }>(
    'metrics.forget',
    `delete from metrics m using (select o.account, o.id from metrics o where o.last_at < $1 order by o.account, o.id limit $2
       for update skip locked) old
     where m.account = old.account and m.id = old.id returning m.id`,
  ),
  makePart: statement('metrics.makePart', 'select metric_part_make($1::integer, $2, $3)'),
  dropPart: statement<{ dropped: boolean }>(
    'metrics.dropPart',
    'select metric_part_drop($1::integer, $2, $3) as dropped',
  ),
  /** The parts of a table, oldest first: their names end in the time of their beginning. */
  parts: statement<{ part: string }>(
    'metrics.parts',
    `select c.relname as part from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where p.relname = format('metric_points_%s', $1::integer) order by 1`,
  ),
  /** Whose rows come next in a span, in the order of metrics and of time. */
  oldest: each<{ account: string; metric: string; at: Date }>(
    'oldest',
    (table) =>
      `select account, metric, at from ${table} where at >= $1 and at < $2 order by account, metric, at limit $3`,
  ),
  /** Takes all rows of these metrics of an account out of a span. */
  take: each<StoredRow>(
    'take',
    (table) =>
      `delete from ${table} where account = $1 and metric = any($2::uuid[]) and at >= $3 and at < $4 returning ${COLUMNS}`,
  ),
};
