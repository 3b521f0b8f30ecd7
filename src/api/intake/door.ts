import type { IncomingHttpHeaders } from 'node:http';
import type { Alert, OfKey, Remark, ShownKey, SourceName } from '#domain/intake';

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
  headers?: Readonly<Record<string, string>>;
}

/** One address at which other systems bring alerts, as data and a translation. */
export interface Door {
  readonly source: SourceName;
  readonly method: 'GET' | 'OPTIONS' | 'POST';
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
  /** Of an address at which nothing is brought: answers from what the key's holder brought before. */
  ask?(sent: Sent, known: OfKey): Promise<unknown>;
}

/** An address at which is asked, and nothing brought. */
export const asking = (
  source: SourceName,
  path: string,
  ask: NonNullable<Door['ask']>,
  more: Partial<Door> = {},
): Door => ({
  ...{ source, method: 'GET', path, status: 200, read: () => ({ alerts: [] }), ask },
  ...more,
});

/** The addresses of a webhook: the key in a header, or, for senders that can set none, in the path. */
export const webhook = (source: SourceName, read: Door['read']): Door[] =>
  [`/intake/${source}`, `/intake/${source}/:key`].map((path) => ({ source, method: 'POST', path, status: 202, read }));
