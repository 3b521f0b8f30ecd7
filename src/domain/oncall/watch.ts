import { type Contacts, contactArn } from '#domain/contacts';
import { after, DAY } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db, Queries, Tx } from '#storage/db';
import type { Due, DueWork, Job } from '#storage/due';
import { GAP_HORIZON_MS, gapsOf } from './gaps.ts';
import type { NamedRota } from './reading.ts';
import { isRotationArn, type RotationRef, rotationArn } from './rotation.ts';
import { rotasIfThere } from './subject.ts';
import { type Look, lookAt } from './warnings.ts';
import { toWarning, watchSql } from './watch.sql.ts';

export const WATCH_QUEUE = 'oncall.watch';

/** Told, in the transaction of the look, of times in which nobody will be on call. */
export interface GapListener {
  tell(
    tx: Tx,
    now: Date,
    about: { account: string; region: string; subject: string } & Omit<Look, 'kept'>,
  ): Promise<void>;
}

export interface Watch {
  /** The rotation is looked at once this has committed, and daily from then on. */
  soon(tx: Tx, now: Date, rotation: Pick<RotationRef, 'account' | 'region' | 'id'>): Promise<void>;
  /** A schedule was made or edited: the same. */
  soonOf(tx: Tx, now: Date, subject: { account: string; region: string; arn: string }): Promise<void>;
}

export function createWatch(due: DueWork): Watch {
  const soonOf: Watch['soonOf'] = (tx, now, { account, region, arn }) =>
    due.put(tx, now, [lookDue(account, region, arn, now)]);
  return {
    soonOf,
    soon: (tx, now, { account, region, id }) =>
      soonOf(tx, now, { account, region, arn: rotationArn({ account, region, id }) }),
  };
}

export interface WarningQuery {
  account: string;
  region: string;
  now: Date;
  limit: number;
  after?: { start: Date; id: string };
}

/** The warnings that are not over, by when nobody will be on call. */
export async function listWarnings(on: Queries, { account, region, now, limit, after: last }: WarningQuery) {
  const rows = await on.rows(watchSql.list, [account, region, now, last?.start ?? null, last?.id ?? null, limit]);
  return rows.map(toWarning);
}

export interface WatchMaterials {
  db: Db;
  due: DueWork;
  now: () => Date;
  log: Log;
  contacts: Contacts;
  listeners: () => readonly GapListener[];
}

/** Looks at one rotation or schedule: what gaps the next 90 days have. Looks again after a day. */
export function watchHandler({ db, due, now, log, contacts, listeners }: WatchMaterials) {
  return {
    queue: WATCH_QUEUE,
    concurrency: 1,
    async handle(job: Job): Promise<void> {
      const [subject, { account }, region] = [job.key, job, (job.payload as { region: string }).region];
      const look = await db.tx(async (tx) => {
        const at = now();
        await due.finish(tx, job);
        const rotas = await rotasIfThere(tx, contacts, subject);
        const seen = rotas ? await lookOn(tx, at, { account, region, subject }, rotas) : undefined;
        if (!seen) {
          await tx.rows(watchSql.forget, [account, region, subject]);
          return undefined;
        }
        const news = { account, region, subject, found: seen.found, near: seen.near };
        if (news.found.length + news.near.length > 0) for (const each of listeners()) await each.tell(tx, at, news);
        const next = await schedulesWith(tx, contacts, { account, subject });
        const work = next.map((arn) => lookDue(account, region, arn, at));
        await due.put(tx, at, [...work, lookDue(account, region, subject, after(at, DAY))]);
        return seen;
      });
      if (look) tellLog(log, subject, look);
    },
  };
}

const lookDue = (account: string, region: string, key: string, runAt: Date): Due => ({
  queue: WATCH_QUEUE,
  key,
  account,
  runAt,
  priority: 5,
  payload: { region },
});

async function lookOn(
  tx: Tx,
  now: Date,
  { account, region, subject }: { account: string; region: string; subject: string },
  rotas: readonly NamedRota[],
): Promise<Look> {
  const known = (await tx.rows(watchSql.ofSubject, [account, region, subject])).map(toWarning);
  const gaps = gapsOf(rotas, now, after(now, GAP_HORIZON_MS));
  const look = lookAt(now, subject, known, gaps, !isRotationArn(subject));
  const rows = look.kept.map((warning) => ({
    id: warning.id,
    account,
    region,
    subject,
    start_at: warning.start,
    end_at: warning.end,
    causes: warning.causes,
    found_at: warning.foundAt,
    reminded_at: warning.remindedAt,
  }));
  await tx.rows(watchSql.forget, [account, region, subject]);
  await tx.rows(watchSql.replace, [JSON.stringify(rows)]);
  return look;
}

/** A rotation that was edited changes the gaps of the schedules that name it. */
async function schedulesWith(
  tx: Tx,
  contacts: Contacts,
  { account, subject }: { account: string; subject: string },
): Promise<string[]> {
  return isRotationArn(subject) ? (await contacts.withRotation(tx, account, subject)).map(contactArn) : [];
}

function tellLog(log: Log, subject: string, { found: fresh, near }: Look): void {
  const [first] = [...fresh, ...near];
  if (!first) return;
  const about = {
    subject,
    gaps: fresh.length + near.length,
    from: first.start,
    until: first.end,
    causes: first.causes,
  };
  log.warn(about, 'nobody will be on call for a time; add an override, or edit rotation or schedule');
}
