import type { Matter } from './apply.ts';
import type { Engagement, EngagementTree } from './engagement.ts';
import type { EngagementRow } from './engagements.sql.ts';

function toEngagement(row: EngagementRow): Engagement {
  return {
    id: row.id,
    contact: { account: row.account, region: row.region, alias: row.alias },
    contactType: row.contact_type,
    ...(row.parent_id ? { parentId: row.parent_id } : {}),
    ...(row.parent_stage === null ? {} : { parentStage: row.parent_stage }),
    essential: row.essential,
    status: row.status,
    stage: row.stage,
    stageStartedAt: row.stage_started_at,
    cycle: row.cycle,
    round: row.round,
    attempts: row.attempts,
    attemptedAt: row.attempted_at,
    startedAt: row.started_at,
    ...(row.stopped_at ? { stoppedAt: row.stopped_at } : {}),
    ...(row.stop_reason ? { stopReason: row.stop_reason } : {}),
    ...(row.repage_at ? { repageAt: row.repage_at } : {}),
  };
}

/** Rows of one tree; undefined where there are none. The root comes first whatever the order of the ids. */
export function toTree(rows: EngagementRow[]): EngagementTree | undefined {
  const root = rows.find((row) => row.parent_id === null);
  if (!root) return undefined;
  const first = toEngagement(root);
  return { root: first, all: [first, ...rows.filter((row) => row !== root).map(toEngagement)] };
}

export function toMatter(row: EngagementRow): Matter {
  return {
    account: row.account,
    region: row.region,
    ...(row.incident_arn
      ? { incident: { arn: row.incident_arn, ...(row.incident_id ? { id: row.incident_id } : {}) } }
      : {}),
    severity: row.severity,
    sender: row.sender,
    subject: row.subject,
    content: row.content,
    ...(row.public_subject ? { publicSubject: row.public_subject } : {}),
    ...(row.public_content ? { publicContent: row.public_content } : {}),
    ...(row.request_id ? { requestId: row.request_id } : {}),
  };
}
