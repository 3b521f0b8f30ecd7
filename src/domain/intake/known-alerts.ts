import type { Db } from '#storage/db';
import { alertId, ownFingerprint, senderId } from './alert.ts';
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
  of(key) {
    const { account, region } = key;
    return {
      async firing() {
        const rows = await db.rows(alertsSql.firing, [account, region, senderId(key), MOST]);
        return rows.map((row) => toKnown(row, key)).sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
      },
      async one(fingerprint) {
        const row = await db.first(alertsSql.one, [account, region, alertId({ ...key, fingerprint })]);
        return row && toKnown(row, key);
      },
      async request(id) {
        const row = await db.first(alertsSql.ofRequest, [account, region, id]);
        if (!row) return undefined;
        const fingerprint = ownFingerprint(detailIn(row.body).fingerprint, key);
        return fingerprint === undefined ? undefined : { made: row.detail_type, fingerprint, at: row.accepted_at };
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

function toKnown({ status, changed_at, ends_at, seen_at, body }: HeldRow, key: IntakeKey): KnownAlert {
  const { fingerprint: named, labels, annotations, startsAt, raw } = detailIn(body);
  return {
    ...{ fingerprint: ownFingerprint(named, key) ?? named, status, labels, annotations, raw, updatedAt: seen_at },
    startsAt: startsAt === null ? changed_at : new Date(startsAt),
    ...(ends_at ? { endsAt: ends_at } : {}),
  };
}
