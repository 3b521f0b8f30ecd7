import type { Queries } from '#storage/db';
import { responsePlansSql } from './response-plans.sql.ts';

/** A PagerDuty service that a plan passes its incidents on to. */
export interface PlanService {
  account: string;
  /** The plan's. */
  name: string;
  secretId: string;
  serviceId: string;
}

const MOST = 5_000;

/** All that plans name, of one account or of every one; 5,000 at most. */
export async function planServices(on: Queries, account?: string): Promise<PlanService[]> {
  const rows = await on.rows(responsePlansSql.services, [account ?? null, MOST]);
  return rows.map(({ secret_id, service_id, ...plan }) => ({ ...plan, secretId: secret_id, serviceId: service_id }));
}
