/**
 * Sets the clock of a database, and of every node on it, `offsetMs` before (−) or after (+) the machine's. Nodes that run
 * are told; their time never goes back, so moving back is for nodes that are started afterwards.
 */
export async function moveClock(query: (sql: string) => Promise<unknown>, offsetMs: number): Promise<void> {
  if (!Number.isSafeInteger(offsetMs)) throw new RangeError(`wanted whole milliseconds, got ${offsetMs}`);
  await query(
    `create or replace function muster_now() returns timestamptz language sql volatile
     as 'select clock_timestamp() + interval ''${offsetMs} milliseconds'''`,
  );
  await query('notify muster_clock');
}
