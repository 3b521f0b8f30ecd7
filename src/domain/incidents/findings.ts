import type { BusEvent, EventObserver } from '#domain/events';
import { MINUTE } from '#kernel/clock';
import { isUuid, newId } from '#kernel/ids';
import type { Queries, Tx } from '#storage/db';
import { type DeploymentKind, type DeploymentNews, deploymentNews } from './deployment.ts';
import { type DeploymentRow, findingsSql } from './findings.sql.ts';
import type { Incident, IncidentRef } from './incident.ts';
import { incidentsSql } from './incidents.sql.ts';
import { known, toIncident } from './rows.ts';

/** A deployment near the start of an incident, which may have caused it. */
export interface Finding {
  id: string;
  kind: DeploymentKind;
  arn: string;
  /** CodeDeploy's. */
  deploymentId: string;
  startedAt: Date;
  endedAt?: Date;
  /** When it became a finding of this incident. */
  createdAt: Date;
  modifiedAt: Date;
}

export interface Findings {
  /** Oldest deployment first. */
  list(
    on: Queries,
    incident: IncidentRef,
    page: { limit: number; position?: { startedAt: Date; id: string } },
  ): Promise<Finding[]>;
  /** Those of `ids` that are findings of the incident. */
  some(on: Queries, incident: IncidentRef, ids: string[]): Promise<Finding[]>;
}

/** A deployment counts that had not ended an hour before the incident was opened, and began at most 15 minutes after. */
const BEFORE_MS = 60 * MINUTE;
const AFTER_MS = 15 * MINUTE;

export function createFindings(): Findings {
  return {
    async list(on, ref, { limit, position }) {
      const incident = await read(on, ref);
      const from = [position?.startedAt ?? null, position?.id ?? null];
      const rows = await on.rows(findingsSql.list, [...near(incident), ...from, limit]);
      return rows.map((row) => toFinding(incident, row));
    },
    async some(on, ref, ids) {
      const incident = await read(on, ref);
      const rows = await on.rows(findingsSql.some, [...near(incident), ids.filter(isUuid)]);
      return rows.map((row) => toFinding(incident, row));
    },
  };
}

/** Learns of deployments from the events that AWS's services, or a build pipeline in their form, send. */
export const deploymentObserver: EventObserver = {
  wants: ({ source }) => source === 'aws.codedeploy' || source === 'aws.cloudformation',
  async observe(tx, now, events: BusEvent[]) {
    for (const event of events) {
      const news = deploymentNews(event);
      if (news) await keep(tx, now, news);
    }
  },
};

async function keep(tx: Tx, now: Date, news: DeploymentNews): Promise<void> {
  const { account, arn, at, kind, phase } = news;
  const run = news.deploymentId ?? (await runOfStack(tx, news));
  const statement = phase === 'began' ? findingsSql.began : findingsSql.ended;
  await tx.rows(statement, [account, newId(now), kind, arn, run, at, now]);
}

/** Which of a stack's updates it is. One that begins as the last one ended is another; the same end told twice is not. */
async function runOfStack(tx: Tx, { account, arn, at, phase }: DeploymentNews): Promise<string> {
  const notEndedBy = new Date(at.getTime() + (phase === 'began' ? 1 : 0));
  return (await tx.first(findingsSql.runOfStack, [account, arn, notEndedBy]))?.run ?? at.toISOString();
}

async function read(on: Queries, ref: IncidentRef): Promise<Incident> {
  return toIncident(known(await on.first(incidentsSql.get, [ref.account, ref.id]), ref));
}

function near({ account, createdAt }: Incident): [string, Date, Date] {
  return [account, new Date(createdAt.getTime() - BEFORE_MS), new Date(createdAt.getTime() + AFTER_MS)];
}

function toFinding({ createdAt }: Incident, row: DeploymentRow): Finding {
  return {
    id: row.id,
    kind: row.kind,
    arn: row.arn,
    deploymentId: row.run,
    startedAt: row.started_at,
    ...(row.ended_at ? { endedAt: row.ended_at } : {}),
    createdAt: row.seen_at > createdAt ? row.seen_at : createdAt,
    modifiedAt: row.modified_at > createdAt ? row.modified_at : createdAt,
  };
}
