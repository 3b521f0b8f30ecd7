import type { IncomingMessage } from 'node:http';
import { once } from '#domain/accounts';
import type { Trail, Call as TrailEntry } from '#domain/audit';
import type { Clock } from '#kernel/clock';
import { Refusal } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import { type Db, readOnly, type Tx } from '#storage/db';
import { authenticate, authorise, type Credentials } from './authenticate.ts';
import { checkMatch } from './etag.ts';
import { judgeRole, type RoleJudge } from './judge-role.ts';
import { faulty } from './problem.ts';
import { type Raw, readInput } from './read.ts';
import { redacted } from './redact.ts';
import type { AnyHandler, Call, Caller, Input, Route } from './route.ts';

export interface PipelineOptions {
  db: Db;
  clock: Clock;
  trail: Trail;
  credentials: Credentials;
  /** Asks what roles may. */
  judge: RoleJudge;
}

/** One request, as it came. */
export interface Exchange extends Raw {
  message: IncomingMessage;
  requestId: string;
}

/** A route with its name and handler. */
export interface Served {
  name: string;
  route: Route;
  handler: AnyHandler;
}

/**
 * The way of every call: authenticate, authorise, read and validate, run, record. A call that changes something runs in one
 * transaction, with the memory of its Idempotency-Key and its entry in the trail; a read on the database as it is. Answers
 * what the handler answered; throws refusals, which are recorded too once it is known who called.
 */
export async function run(options: PipelineOptions, served: Served, exchange: Exchange): Promise<unknown> {
  const now = options.clock.now();
  const caller = await authenticate(options.credentials, exchange.message, exchange.body, now);
  const call = callOf(caller, served, exchange, now);
  let parameters: Record<string, unknown> = { ...exchange.params };
  try {
    authorise(caller, served.route.access);
    await judgeRole(options.judge, options.db, call, served, exchange);
    const input = readInput(served.route, exchange);
    parameters = redacted(served.route, input);
    if (served.route.access !== 'read') return await change(options, served, exchange, call, input, parameters);
    const answer = await runHandler(served, { ...call, context: readOnly(options.db) }, input, exchange);
    options.trail.writeSoon(entryOf(served, exchange, call, parameters));
    return answer;
  } catch (error) {
    options.trail.writeSoon({ ...entryOf(served, exchange, call, parameters), error: errorOf(error) });
    throw error;
  }
}

function change(
  { db, trail }: PipelineOptions,
  served: Served,
  exchange: Exchange,
  call: CallWithout,
  input: Input,
  parameters: Record<string, unknown>,
): Promise<unknown> {
  return db.tx(async (context) => {
    const work = () => runHandler(served, { ...call, context }, input, exchange);
    const answer = await withKey(context, served, exchange, call, input, work);
    await trail.write(context, entryOf(served, exchange, call, parameters));
    return answer;
  });
}

async function runHandler({ route, handler }: Served, call: Call, input: Input, { message }: Exchange) {
  if (typeof handler === 'function') return handler(call, input);
  checkMatch(message.headers['if-match'], route.match!, await handler.current(call, input));
  return handler.run(call, input);
}

type CallWithout = Omit<Call, 'context'>;

function callOf(caller: Caller, { name }: Served, { requestId }: Exchange, now: Date): CallWithout {
  const { account, region, principal, session } = caller;
  const actor = { account, region, principal, requestId, ...(session ? { session } : {}) };
  return { caller, now, operation: name, actor };
}

/** A POST under a known Idempotency-Key gets the first one's answer, and does nothing. */
function withKey(
  tx: Tx,
  { name, route }: Served,
  { message }: Exchange,
  { actor, now }: CallWithout,
  { params, query, body }: Input,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const token = message.headers['idempotency-key'];
  if (token === undefined || route.method !== 'POST') return work();
  const fault = (wanted: string) => faulty([{ field: 'Idempotency-Key', wanted, got: String(token).slice(0, 100) }]);
  if (route.unrepeatable) throw fault('none: the answer holds a secret, which is kept nowhere');
  if (typeof token !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(token)) throw fault('1 to 255 visible characters');
  const { account, region } = actor;
  return once(tx, now, { account, region, operation: `muster:${name}`, token, request: { params, query, body } }, work);
}

function entryOf({ name, route }: Served, { message }: Exchange, call: CallWithout, parameters: unknown): TrailEntry {
  return {
    actor: call.actor,
    accessKeyId: call.caller.credential,
    at: call.now,
    eventSource: 'muster',
    eventName: name[0]!.toUpperCase() + name.slice(1),
    readOnly: route.access === 'read',
    sourceIp: message.socket.remoteAddress ?? '',
    userAgent: (message.headers['user-agent'] ?? '').slice(0, 512),
    parameters,
  };
}

const errorOf = (error: unknown) =>
  error instanceof Refusal
    ? { code: error.kind, message: messageOf(error) }
    : { code: 'internal', message: 'A fault of Muster' };
