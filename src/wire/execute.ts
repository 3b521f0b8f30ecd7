import { once, type TokenUse } from '#domain/accounts';
import type { Trail, Call as TrailEntry } from '#domain/audit';
import { redact } from '#kernel/shape';
import { type Db, readOnly, type Tx } from '#storage/db';
import type { GatewayOptions, Outcome } from './gateway.ts';
import type { AnyHandler, CallInfo, Operation } from './service.ts';

/**
 * Calls that share a transaction with others that arrive together, and so open none of their own. What they bring is kept for
 * itself: of them the trail has only how much there was.
 */
const GROUPED = new Map<string, (input: Record<string, unknown[] | undefined>) => object>([
  ['events:PutEvents', ({ Entries }) => ({ entries: Entries?.length })],
  [
    'cloudwatch:PutMetricData',
    ({ Namespace, MetricData, EntityMetricData }) => ({
      namespace: Namespace,
      data: (MetricData?.length ?? 0) + (EntityMetricData?.length ?? 0),
    }),
  ],
]);

/**
 * The dispatch step: a call that changes something runs in one transaction, together with the memory of its idempotency
 * token and its entry in the audit trail. A call that reads runs on the database as it is.
 */
export function executeWith(db: Db, trail: Trail): GatewayOptions<Tx>['execute'] {
  return async (call, operation, input, handler) => {
    if (operation.access === 'read' || GROUPED.has(operation.action)) return run(call, readOnly(db), input, handler);
    return db.tx(async (tx) => {
      const result = await withToken(tx, call, operation, input, () => run(call, tx, input, handler));
      await trail.write(tx, entryOf(call, redact(operation.input, input)));
      return result;
    });
  };
}

/** The record step: what was not written with its change is written soon; changes that succeeded are there already. */
export function recordWith(trail: Trail): GatewayOptions<Tx>['record'] {
  return async (outcome) => {
    const { call, failure } = outcome;
    const written = !failure && call.operation.access === 'write' && !GROUPED.has(call.operation.action);
    if (!written) trail.writeSoon(outcomeEntry(outcome));
  };
}

const run = (call: CallInfo, context: Tx, input: unknown, handler: AnyHandler<Tx>) =>
  handler({ ...call, context }, input);

function withToken(
  tx: Tx,
  call: CallInfo,
  operation: Operation,
  input: unknown,
  work: () => Promise<unknown>,
): Promise<unknown> {
  // As it was sent: what a name of people's means may have changed by the time of a repetition.
  const use = tokenUse(call, operation, call.sent ?? input);
  return use ? once(tx, call.now, use, work) : work();
}

/** What a call's idempotency token stands for; undefined where it has none. */
export function tokenUse({ actor }: CallInfo, operation: Operation, sent: unknown): TokenUse | undefined {
  const member = operation.idempotencyToken;
  const { [member ?? '']: token, ...request } = sent as Record<string, unknown>;
  if (!member || typeof token !== 'string' || token === '') return undefined;
  return { account: actor.account, region: actor.region, operation: operation.action, token, request };
}

function outcomeEntry({ call, input, failure }: Outcome): TrailEntry {
  return {
    ...entryOf(call, summaryOf(call, input)),
    ...(failure ? { error: { code: failure.code, message: failure.message } } : {}),
  };
}

function summaryOf({ operation }: CallInfo, input: unknown): unknown {
  const summary = GROUPED.get(operation.action);
  return summary ? summary((input ?? {}) as Record<string, unknown[] | undefined>) : input;
}

function entryOf(call: CallInfo, parameters: unknown): TrailEntry {
  return {
    actor: call.actor,
    accessKeyId: call.accessKeyId,
    at: call.now,
    eventSource: call.service.eventSource,
    eventName: call.operation.name,
    readOnly: call.operation.access === 'read',
    sourceIp: call.sourceIp,
    userAgent: call.userAgent,
    parameters,
  };
}
