import type { Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import type { Input } from './execution.ts';
import { executionsSql } from './executions.sql.ts';
import { toRecord } from './rows.ts';
import { inputWork } from './work.ts';

/** An alarm has gone into ALARM: the executions that it watches are stopped, each in a transaction of its own. */
export async function stopWatched(
  tx: Tx,
  now: Date,
  due: DueWork,
  { account, region, name }: { account: string; region: string; name: string },
): Promise<void> {
  const rows = await tx.rows(executionsSql.watching, [account, region, name]);
  const reason = `alarm ${name}, which went into ALARM`;
  const input: Input = { kind: 'stopped', by: 'cloudwatch.amazonaws.com', how: 'Cancel', reason };
  await due.put(
    tx,
    now,
    rows.map((row) => inputWork(toRecord(row), row.id, 'alarm', input, now)),
  );
}
