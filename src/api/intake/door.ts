import type { IncomingHttpHeaders } from 'node:http';
import type { Alert, Remark, ShownKey, SourceName } from '#domain/intake';

/** What was sent to a door, after its key was found good. */
export interface Sent {
  /** The parsed JSON. */
  body: unknown;
  /** The same as it came. */
  bytes: Buffer;
  headers: IncomingHttpHeaders;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  key: Pick<ShownKey, 'mapping' | 'signingSecret'>;
  now: Date;
  requestId: string;
}

/** What a door makes of it. */
export interface Told {
  alerts: Alert[];
  remarks?: Remark[];
  /** What is answered once all is stored; absent: nothing. */
  answer?: unknown;
}

/** One address at which other systems bring alerts, as data and a translation. */
export interface Door {
  readonly source: SourceName;
  readonly method: 'GET' | 'POST';
  /** With parameters as `:alias`. */
  readonly path: string;
  /** Of what is answered when all is well. */
  readonly status: 200 | 202;
  /** Where the key stands in the body, if it does. */
  keyIn?(body: unknown): string | undefined;
  /** How a refusal is told to clients that read it; absent: as everywhere. */
  refusal?(problem: { status: number; detail: string }): object;
  /** There may be no body. */
  readonly bodiless?: true;
  /** What is not JSON is good, too: then there is no parsed body. */
  readonly anyContent?: true;
  /** Translates, and decides nothing. Refuses (validation) what is not as its sender documents it, naming the field. */
  read(sent: Sent): Told;
}

/** The addresses of a webhook: the key in a header, or, for senders that can set none, in the path. */
export const webhook = (source: SourceName, read: Door['read']): Door[] =>
  [`/intake/${source}`, `/intake/${source}/:key`].map((path) => ({ source, method: 'POST', path, status: 202, read }));
