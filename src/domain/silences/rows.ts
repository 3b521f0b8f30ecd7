import type { Scope, Silence, SilenceStatus } from './silence.ts';
import type { SilenceRow } from './silences.sql.ts';

/** A silence as it stands at an instant. */
export function toSilence(row: SilenceRow & { silenced?: number }, now: Date): Silence {
  return {
    id: row.id,
    account: row.account,
    scope: scopeOf(row),
    reason: row.reason,
    from: row.starts_at,
    until: row.ends_at,
    includeCritical: row.include_critical,
    status: statusOf(row, now),
    silenced: row.silenced ?? 0,
    createdAt: row.created_at,
    createdBy: row.created_by,
    modifiedAt: row.modified_at,
    modifiedBy: row.modified_by,
  };
}

function scopeOf({ scope, target }: SilenceRow): Scope {
  if (scope === 'everything' || target === null) return { of: 'everything' };
  return scope === 'pattern' ? { of: scope, pattern: target } : { of: scope, arn: target };
}

function statusOf({ over_at, starts_at, ends_at }: SilenceRow, now: Date): SilenceStatus {
  if (over_at !== null || ends_at <= now) return 'over';
  return starts_at > now ? 'planned' : 'active';
}
