import { statement } from '#storage/statement';
import type { ProbeResult } from './probe.ts';

interface ProbeRow {
  provider: string;
  ok: boolean;
  since: Date;
  at: Date;
  last_ok_at: Date | null;
  reason: string | null;
  todo: string | null;
}

const ROW = 'p.provider, p.ok, p.since, p.at, p.last_ok_at, p.reason, p.todo';

export const probesSql = {
  all: statement<ProbeRow>('probes.all', `select ${ROW} from probes p order by p.provider`),
  lock: statement<ProbeRow>('probes.lock', `select ${ROW} from probes p where p.provider = $1 for update`),
  save: statement(
    'probes.save',
    `insert into probes as p (provider, ok, since, at, last_ok_at, reason, todo) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (provider) do update set ok = excluded.ok, since = excluded.since, at = excluded.at,
       last_ok_at = excluded.last_ok_at, reason = excluded.reason, todo = excluded.todo`,
  ),
  clocks: statement<{ node: string; seen_at: Date; ahead_ms: number }>(
    'probes.nodeClocks',
    'select c.node, c.seen_at, c.ahead_ms from node_clocks c where c.seen_at > $1 order by c.node limit 1000',
  ),
  saveClock: statement(
    'probes.saveNodeClock',
    `insert into node_clocks as c (node, seen_at, ahead_ms) values ($1, $2, $3)
     on conflict (node) do update set seen_at = excluded.seen_at, ahead_ms = excluded.ahead_ms`,
  ),
  forgetClocks: statement('probes.forgetNodeClocks', 'delete from node_clocks c where c.seen_at < $1'),
};

export const toResult = (row: ProbeRow): ProbeResult => ({
  provider: row.provider,
  ok: row.ok,
  since: row.since,
  at: row.at,
  ...(row.last_ok_at ? { lastOkAt: row.last_ok_at } : {}),
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.todo === null ? {} : { todo: row.todo }),
});
