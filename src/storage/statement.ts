/** One SQL statement of a room: its name (prepared under it, once a connection) and the type of its rows. */
export interface Statement<Row> {
  readonly name: string;
  readonly text: string;
  /** Carries the type; never set. */
  readonly row?: Row;
}

const all = new Map<string, Statement<unknown>>();

/**
 * Declares a statement. `name` is `<room>.<what>`, unique and at most 63 bytes (PostgreSQL cuts longer ones).
 * A test prepares every declared statement against the migrated schema.
 */
export function statement<Row = never>(name: string, text: string): Statement<Row> {
  if (all.has(name)) throw new Error(`two statements are called ${name}`);
  if (name.length > 63) throw new Error(`the name of statement ${name} is longer than 63`);
  const declared: Statement<Row> = { name, text };
  all.set(name, declared);
  return declared;
}

export function allStatements(): Statement<unknown>[] {
  return [...all.values()];
}
