import type { ReplicationSets } from '#domain/accounts';
import type { Queries } from '#storage/db';
import type { Check, Finding, Patient, Severity } from './check.ts';

type Diagnosis = Finding & {
  /** The id of the check that found it. */
  check: string;
};

export interface Report {
  /** The gravest first; at most 1,000. */
  findings: Diagnosis[];
  /** How many more there were. */
  omitted: number;
  checks: { id: string; title: string }[];
}

export interface Doctor {
  /** Looks through what an account has, in `region` and in those of its replication set. Changes nothing. */
  examine(on: Queries, now: Date, account: string, region: string): Promise<Report>;
}

/** More than this nobody reads at once. */
const MOST = 1_000;
const GRAVITY: Record<Severity, number> = { fault: 0, warning: 1, note: 2 };

export function createDoctor(replicationSets: ReplicationSets, checks: () => readonly Check[]): Doctor {
  return {
    async examine(on, now, account, region) {
      const set = await replicationSets.find(on, now, account);
      const regions = [...new Set([region, ...(set?.regions ?? []).map(({ name }) => name)])];
      const patient: Patient = { account, regions };
      const found: Diagnosis[] = [];
      // One after the other: an examination must not take all connections of a node.
      for (const check of checks()) {
        for (const finding of await check.run(on, now, patient)) found.push({ ...finding, check: check.id });
      }
      found.sort(byGravity);
      return {
        findings: found.slice(0, MOST),
        omitted: Math.max(0, found.length - MOST),
        checks: checks().map(({ id, title }) => ({ id, title })),
      };
    },
  };
}

function byGravity(one: Diagnosis, other: Diagnosis): number {
  const graver = GRAVITY[one.severity] - GRAVITY[other.severity];
  return graver || (one.subject < other.subject ? -1 : one.subject > other.subject ? 1 : 0);
}
