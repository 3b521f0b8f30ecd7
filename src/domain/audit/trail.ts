import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { messageOf } from '#kernel/text';
import type { Db, Queries, Tx } from '#storage/db';
import { auditSql } from './audit.sql.ts';

/** One call, as the trail keeps it. */
export interface Call {
  actor: Actor;
  accessKeyId: string;
  at: Date;
  /** E.g. `ssm-incidents.amazonaws.com`. */
  eventSource: string;
  eventName: string;
  readOnly: boolean;
  sourceIp: string;
  userAgent: string;
  /** Without secrets. */
  parameters: unknown;
  error?: { code: string; message: string };
}

export interface Trail {
  /** In the transaction of the change itself: no change without its entry. */
  write(tx: Tx, call: Call): Promise<void>;
  /** For calls that change nothing, and failed ones: written together with others, within a second. */
  writeSoon(call: Call): void;
  /** Writes what waits. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

/** A call under the id of its entry: written again after a lost answer, it is the same entry. */
type Kept = Call & { id: string };

const keep = (call: Call): Kept => ({ ...call, id: newId(call.at) });

const FLUSH_MS = 500;
/** Entries kept while the database is away; beyond, the oldest go, loudly. */
const MAX_WAITING = 20_000;

export function createTrail(db: Db, log: Log): Trail {
  let waiting: Kept[] = [];
  let flushing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();

  const insert = (on: Queries, calls: Kept[]) => on.rows(auditSql.insert, [storable(calls.map(toRow))]);

  async function flushNow(): Promise<void> {
    const calls = waiting;
    if (calls.length === 0) return;
    waiting = [];
    try {
      await insert(db, calls);
    } catch (error) {
      waiting = [...calls, ...waiting];
      log.warn(
        { reason: messageOf(error), waiting: waiting.length },
        'the audit trail could not be written; it is kept and tried again',
      );
    }
  }

  function flush(): Promise<void> {
    flushing = flushing.then(flushNow);
    return flushing;
  }

  return {
    write: async (tx, call) => void (await insert(tx, [keep(call)])),
    writeSoon(call) {
      waiting.push(keep(call));
      if (waiting.length > MAX_WAITING) {
        waiting.splice(0, waiting.length - MAX_WAITING);
        log.error({ kept: MAX_WAITING }, 'audit entries were lost: the database has been away for too long');
      }
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}

/** JSON text that jsonb takes: what a caller typed must not keep the trail from being written. */
function storable(rows: unknown): string {
  const text = JSON.stringify(rows);
  if (!/\\u(0000|d[89a-f])/i.test(text)) return text;
  return JSON.stringify(rows, (_key, value: unknown) => {
    if (typeof value === 'string') return clean(value);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    // Names, too, are what a caller typed: a map's keys.
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [clean(name), member]));
  });
}

const clean = (text: string) => text.replaceAll('\0', '\ufffd').toWellFormed();

/** Larger parameters are left out of the trail: an event's own record has them. */
const MAX_PARAMETERS = 8_192;

function bounded(parameters: unknown): unknown {
  const text = JSON.stringify(parameters ?? null);
  return text.length > MAX_PARAMETERS ? { omitted: `${text.length} characters` } : (parameters ?? null);
}

/** CloudTrail's form of an event. */
function toRow({ id, ...call }: Kept) {
  const { actor, at, error } = call;
  const event = {
    eventVersion: '1.11',
    userIdentity: identityOf(call),
    eventTime: `${at.toISOString().slice(0, 19)}Z`,
    eventSource: call.eventSource,
    eventName: call.eventName,
    awsRegion: actor.region,
    sourceIPAddress: call.sourceIp,
    userAgent: call.userAgent,
    ...(error ? { errorCode: error.code, errorMessage: error.message } : {}),
    requestParameters: bounded(call.parameters),
    requestID: actor.requestId,
    eventID: id,
    readOnly: call.readOnly,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: actor.account,
    eventCategory: 'Management',
  };
  return { account: actor.account, id, region: actor.region, at, event };
}

function identityOf({ actor, accessKeyId }: Call) {
  const { account: accountId, principal: arn, session } = actor;
  if (session) {
    const { roleArn, roleId, name, startedAt, sourceIdentity } = session;
    return {
      type: 'AssumedRole',
      principalId: `${roleId}:${name}`,
      ...{ arn, accountId, accessKeyId },
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: roleId,
          arn: roleArn,
          accountId,
          userName: roleArn.split('/').at(-1),
        },
        attributes: { creationDate: `${startedAt.toISOString().slice(0, 19)}Z`, mfaAuthenticated: 'false' },
        ...(sourceIdentity === undefined ? {} : { sourceIdentity }),
      },
    };
  }
  // Whoever answers by a link has no key of ours: the link stands for the contact it was sent to.
  return { type: accessKeyId ? 'IAMUser' : 'Unknown', arn, accountId, accessKeyId, userName: arn.split('/').at(-1) };
}
