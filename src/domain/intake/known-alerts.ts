import type { Db } from '#storage/db';
import { alertsSql, type HeldRow } from './alerts.sql.ts';
import type { IntakeKey } from './keys.ts';

/** An alert as a key may read it back: those of its own source, name and region. */
export interface KnownAlert {
  fingerprint: string;
  status: 'firing' | 'resolved';
  startsAt: Date;
  /** Of one that fires: how long it does so without being sent again, where its sender said so. */
  endsAt?: Date;
  /** When it was last heard of, to the minute. */
  updatedAt: Date;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  /** What was sent of it. */
  raw: unknown;
}

/** What became of a request: the event that it made. */
export interface KnownRequest {
  /** As the event's detail-type: `Alert Firing`. */
  made: string;
  fingerprint: string;
  at: Date;
}

/** What the holder of a key brought, and may read. */
export interface OfKey {
  /** What fires, by fingerprint; 10,000 at most. */
  firing(): Promise<KnownAlert[]>;
  one(fingerprint: string): Promise<KnownAlert | undefined>;
  /** Of Opsgenie's requests alone. */
  request(id: string): Promise<KnownRequest | undefined>;
}

export interface KnownAlerts {
  of(key: IntakeKey): OfKey;
}

const MOST = 10_000;

export const createKnownAlerts = (db: Db): KnownAlerts => ({
  of({ account, region, source, name }) {
    const key = [account, region, source, name];
    return {
      firing: async () => (await db.rows(alertsSql.firing, [...key, MOST])).map(toKnown),
      async one(fingerprint) {
        const row = await db.first(alertsSql.one, [...key, fingerprint]);
        return row && toKnown(row);
      },
      async request(id) {
        const row = await db.first(alertsSql.ofRequest, [account, region, id]);
        if (!row) return undefined;
        const { fingerprint } = detailIn(row.body);
        const prefix = `${name}/`;
        if (name !== 'default' && !fingerprint.startsWith(prefix)) return undefined;
        const own = name === 'default' ? fingerprint : fingerprint.slice(prefix.length);
        return { made: row.detail_type, fingerprint: own, at: row.accepted_at };
      },
    };
  },
});

interface Detail {
  fingerprint: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: string | null;
  raw: unknown;
}

const detailIn = (body: string) => (JSON.parse(body) as { detail: Detail }).detail;

function toKnown({ fingerprint, status, changed_at, ends_at, seen_at, body }: HeldRow): KnownAlert {
  const { labels, annotations, startsAt, raw } = detailIn(body);
  return {
    ...{ fingerprint, status, labels, annotations, raw, updatedAt: seen_at },
    startsAt: startsAt === null ? changed_at : new Date(startsAt),
    ...(ends_at ? { endsAt: ends_at } : {}),
  };
}
