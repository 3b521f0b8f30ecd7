import type { IncomingHttpHeaders } from 'node:http';
import type { Alert, IntakeKey, SourceName } from '#domain/intake';

/** What was sent to a door, after its key was found good. */
export interface Sent {
  /** The parsed JSON; of a door that takes bytes, these. */
  body: unknown;
  headers: IncomingHttpHeaders;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  key: IntakeKey;
  now: Date;
  requestId: string;
}

/** What a door makes of it. */
export interface Told {
  alerts: Alert[];
  /** What is answered once the alerts are stored; absent: nothing. */
  answer?: unknown;
}

/** One address at which other systems bring alerts, as data and a translation. */
export interface Door {
  readonly source: SourceName;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters as `:alias`. */
  readonly path: string;
  /** Of what is answered when all is well. */
  readonly status: 200 | 202;
  /** Translates, and decides nothing. Refuses (validation) what is not as its sender documents it, naming the field. */
  read(sent: Sent): Told;
}
