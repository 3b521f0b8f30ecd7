import pg from 'pg';
import type { Connection } from '#storage/db';

/** Where the schema is kept for readers, from the root. */
export const SCHEMA_FILE = 'schema.sql';

const HEAD = `-- The schema after all migrations, read from PostgreSQL's catalogue by \`npm run schema\`. For reading and for reviews:
-- what is run are the files in migrations/.
`;

const TABLES = `
  select c.oid, c.relname as name, pg_get_partkeydef(c.oid) as partition_key,
    (select pg_get_expr(c.relpartbound, c.oid)) as bound, i.inhparent::regclass::text as parent
  from pg_class c left join pg_inherits i on i.inhrelid = c.oid and c.relispartition
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and c.relname not like 'kysely_%'
  order by c.relname`;

const COLUMNS = `
  select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as required,
    a.attgenerated as generated, a.attidentity as identity, pg_get_expr(d.adbin, d.adrelid) as fallback
  from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped order by a.attnum`;

/** Not-null constraints (PostgreSQL 18 lists them) are told with their columns. */
const CONSTRAINTS = `
  select k.conname as name, pg_get_constraintdef(k.oid) as definition from pg_constraint k
  where k.conrelid = $1 and k.contype <> 'n' and k.conislocal
  order by position(k.contype::text in 'pufcx'), k.conname`;

/** Those that no constraint brings along. */
const INDEXES = `
  select pg_get_indexdef(i.indexrelid) as definition from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1 and not c.relispartition
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by c.relname`;

const OPTIONS = `select unnest(c.reloptions) as option from pg_class c where c.oid = $1 order by 1`;

const TRIGGERS = `
  select pg_get_triggerdef(t.oid) as definition from pg_trigger t
  where t.tgrelid = $1 and not t.tgisinternal order by t.tgname`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as definition from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind = 'f' order by p.proname, p.oid::regprocedure::text`;

const SEQUENCES = `
  select s.sequencename as name from pg_sequences s where s.schemaname = 'public' order by s.sequencename`;

interface Table {
  oid: number;
  name: string;
  partition_key: string | null;
  bound: string | null;
  parent: string | null;
}

interface Column {
  name: string;
  type: string;
  required: boolean;
  generated: string;
  identity: string;
  fallback: string | null;
}

/** The schema of a database as SQL: tables by name; columns in their order; constraints, indexes and triggers by name. */
export async function schemaOf(connection: Connection): Promise<string> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    // Whatever the search path is, names of our own schema are printed without it.
    await client.query('set search_path to public');
    const rows = async <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) =>
      (await client.query<Row>(text, values)).rows;
    const parts = [HEAD];
    for (const { definition } of await rows<{ definition: string }>(FUNCTIONS)) {
      parts.push(`${ours(definition).trimEnd()};\n`);
    }
    for (const { name } of await rows<{ name: string }>(SEQUENCES)) parts.push(`create sequence ${name};\n`);
    for (const table of await rows<Table>(TABLES)) parts.push(await tableText(table, rows));
    return parts.join('\n');
  } finally {
    await client.end();
  }
}

type Rows = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

async function tableText(table: Table, rows: Rows): Promise<string> {
  const columns = await rows<Column>(COLUMNS, [table.oid]);
  const constraints = await rows<{ name: string; definition: string }>(CONSTRAINTS, [table.oid]);
  const indexes = await rows<{ definition: string }>(INDEXES, [table.oid]);
  const options = await rows<{ option: string }>(OPTIONS, [table.oid]);
  const triggers = await rows<{ definition: string }>(TRIGGERS, [table.oid]);
  const width = Math.max(0, ...columns.map(({ name }) => name.length));
  const lines = [
    ...columns.map((column) => `  ${column.name.padEnd(width)} ${columnText(column)}`),
    ...constraints.map(({ name, definition }) => `  constraint ${name} ${ours(definition)}`),
  ];
  const head = table.parent
    ? `create table ${table.name} partition of ${table.parent} ${table.bound};`
    : `create table ${table.name} (\n${lines.join(',\n')}\n)${tail(table, options)};`;
  const after = [...indexes, ...triggers].map(({ definition }) => `${ours(definition)};`);
  return `${[head, ...after].join('\n')}\n`;
}

function columnText({ type, required, generated, identity, fallback }: Column): string {
  const value =
    generated === 's' ? ` generated always as (${fallback}) stored` : fallback ? ` default ${ours(fallback)}` : '';
  const counted = identity ? ` generated ${identity === 'a' ? 'always' : 'by default'} as identity` : '';
  return `${type}${required ? ' not null' : ''}${value}${counted}`;
}

function tail({ partition_key }: Table, options: { option: string }[]): string {
  const partition = partition_key ? ` partition by ${partition_key.toLowerCase()}` : '';
  const storage = options.length > 0 ? ` with (${options.map(({ option }) => option).join(', ')})` : '';
  return partition + storage;
}

/** Without the name of the schema that everything is in. */
const ours = (text: string) => text.replaceAll(/\bpublic\./g, '');
