import type { Db } from '#storage/db';
import { statement } from '#storage/statement';

/** Open engagements by the ten thousand, written as the rooms would have, but at once. */

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

const people = statement(
  'bench.people',
  `insert into contacts (account, region, alias, type, stages, tags, created_at, created_by, modified_at)
   select '${ACCOUNT}', '${REGION}', 'person-' || n, 'PERSONAL', jsonb_build_array(jsonb_build_object('minutes', 30, 'targets',
     jsonb_build_array(jsonb_build_object('kind', 'channel', 'channelId', md5('channel' || n)::uuid, 'retryMinutes', 0)))),
     '{}', now(), 'bench', now() from generate_series(1, $1::int) n`,
);
const channels = statement(
  'bench.channels',
  `insert into contact_channels (id, account, region, alias, name, type, address, created_at, activated_at)
   select md5('channel' || n)::uuid, '${ACCOUNT}', '${REGION}', 'person-' || n, 'mail', 'EMAIL', 'person-' || n || '@example.com',
     now(), now() from generate_series(1, $1::int) n`,
);
/** Nobody for 30 minutes, then the person. */
const plans = statement(
  'bench.plans',
  `insert into contacts (account, region, alias, type, stages, tags, created_at, created_by, modified_at)
   select '${ACCOUNT}', '${REGION}', 'plan-' || n, 'ESCALATION', jsonb_build_array(
     jsonb_build_object('minutes', 30, 'targets', '[]'::jsonb),
     jsonb_build_object('minutes', 30, 'targets', jsonb_build_array(jsonb_build_object('kind', 'contact', 'essential', true, 'contact',
       jsonb_build_object('account', '${ACCOUNT}', 'region', '${REGION}', 'alias', 'person-' || n))))), '{}', now(), 'bench', now()
   from generate_series(1, $1::int) n`,
);
/** Each in its first stage, which ends at some moment within $4 milliseconds of $3, of any severity. */
const engagements = statement(
  'bench.engagements',
  `insert into engagements (id, account, region, alias, contact_type, root_id, essential, status, stage, stage_started_at, attempts,
     started_at, incident_id, incident_arn, severity, sender, subject, content, created_at)
   select u.id, '${ACCOUNT}', '${REGION}', 'plan-' || (1 + n % $2::int), 'ESCALATION', u.id, true, 'engaging', 0, u.at, '{}', u.at,
     u.incident, 'arn:aws:ssm-incidents::${ACCOUNT}:incident-record/bench/' || u.incident, 1 + n % 5, 'Incident Manager',
     'Severity: the payment service answers slowly', 'p99 over 2 s. Opened by a load test.', now()
   from (select n, gen_random_uuid() as id, gen_random_uuid() as incident,
     date_trunc('milliseconds', $3::timestamptz - interval '30 minutes' + random() * $4::float8 * interval '1 millisecond') as at
     from generate_series(1, $1::int) n) u`,
);
const heads = statement(
  'bench.heads',
  `insert into timeline_heads (account, incident_id, seq, hash)
   select e.account, e.incident_id, 0, decode(repeat('00', 32), 'hex') from engagements e where e.status = 'engaging'`,
);
const timers = statement(
  'bench.timers',
  `insert into due (id, queue, key, account, run_at, due_at, priority, payload)
   select gen_random_uuid(), 'engagement', e.id::text, e.account, e.stage_started_at + interval '30 minutes',
     e.stage_started_at + interval '30 minutes', e.severity, '{}' from engagements e where e.status = 'engaging'`,
);
/** What has been: the tables that grow have grown, as everywhere but on the first day, and are planned for as such. */
const history = [
  `insert into engagements (id, account, region, alias, contact_type, root_id, essential, status, stage, stage_started_at, attempts,
     started_at, stopped_at, severity, sender, subject, content, created_at)
   select md5('past' || n)::uuid, '${ACCOUNT}', '${REGION}', 'person-' || (1 + n % $2::int), 'PERSONAL', md5('past' || n)::uuid, true,
     'stopped', 0, now(), '{}', now(), now(), 3, 'Incident Manager', 'Long ago', 'Over.', now() from generate_series(1, $1::int) n`,
  `insert into messages (id, account, channel_id, channel_type, kind, status, due_at, created_at, settled_at, payload)
   select md5('message' || n)::uuid, '${ACCOUNT}', md5('channel' || (1 + n % $2::int))::uuid, 'EMAIL', 'page', 'sent', now(), now(),
     now(), '{}' from generate_series(1, $1::int) n`,
  `insert into pages (id, account, region, alias, engagement_id, root_id, channel_id, channel_type, stage, attempt, due_at, created_at,
     message_id, sent_at)
   select md5('page' || n)::uuid, '${ACCOUNT}', '${REGION}', 'person-' || (1 + n % $2::int), md5('past' || n)::uuid,
     md5('past' || n)::uuid, md5('channel' || (1 + n % $2::int))::uuid, 'EMAIL', 0, 1, now(), now(), md5('message' || n)::uuid, now()
   from generate_series(1, $1::int) n`,
  `insert into page_receipts (page_id, seq, type, at) select p.id, 1, 'SENT', now() from pages p, (values ($1::int, $2::int)) v`,
].map((text, index) => statement(`bench.history_${index}`, text));
const PAST = 20_000;
const grown = [
  'due',
  'engagements',
  'contacts',
  'contact_channels',
  'timeline_heads',
  'messages',
  'pages',
  'page_receipts',
];
const tidy = grown.map((name) => statement(`bench.vacuum_${name}`, `vacuum analyze ${name}`));

export interface Filling {
  count: number;
  people: number;
  /** When the first timer is due. */
  from: Date;
  /** Over how long they are spread, in milliseconds. */
  spreadMs: number;
}

export async function fillEngagements(db: Db, { count, people: number, from, spreadMs }: Filling): Promise<void> {
  for (const one of [people, channels, plans]) await db.rows(one, [number]);
  for (const one of history) await db.rows(one, [PAST, number]);
  await db.rows(engagements, [count, number, from, spreadMs]);
  await db.rows(heads);
  await db.rows(timers);
  for (const one of tidy) await db.rows(one);
}
