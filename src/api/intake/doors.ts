import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AlertIntake, IntakeKey, IntakeKeys, KnownAlerts } from '#domain/intake';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { isUnavailable, Refusal, refusals } from '#kernel/refusal';
import { messageOf } from '#kernel/text';
import { nestsDeeper } from '../nesting.ts';
import type { Door } from './door.ts';
import { keyIn } from './key-in.ts';
import { rateLimit } from './rate.ts';
import { wanted } from './read.ts';
import { doors } from './table.ts';

export interface IntakeLimits {
  /** The largest body, in bytes. */
  bodyBytes: number;
  /** Requests of one key on one node; 0: any number. */
  perSecond: number;
}

export interface IntakeDoors {
  clock: Clock;
  log: Log;
  rooms: { intakeKeys: IntakeKeys; alertIntake: AlertIntake; knownAlerts: KnownAlerts };
  intakeLimits: IntakeLimits;
}

/** The addresses at which other systems bring alerts. Each needs a key of its source, and answers when all is stored. */
export function addIntake(app: FastifyInstance, options: IntakeDoors): void {
  const limit = rateLimit(options.intakeLimits.perSecond);
  const bodyLimit = options.intakeLimits.bodyBytes;
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Senders name what they send as they like.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_request, body, done) => done(null, body));
    for (const door of doors)
      scope.route({
        method: door.method,
        url: door.path,
        exposeHeadRoute: false,
        bodyLimit,
        errorHandler: (error, request, reply) => void refuse(options, door, error, request, reply),
        handler: (request, reply) => serve(options, door, limit, request, reply),
      });
  });
}

type Limit = ReturnType<typeof rateLimit>;

/** How deep a body may nest: what goes through it later does so by calling itself. */
const DEPTH = 64;
const NO_QUERY = new URLSearchParams();

async function serve(
  { clock, rooms }: IntakeDoors,
  door: Door,
  limit: Limit,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const now = clock.now();
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const params = request.params as Record<string, string>;
  // Where the key stands in the body, it is read before it is known who sends: bounded by the limit of bodies.
  const early = door.keyIn === undefined ? undefined : bodyOf(door, bytes);
  const text = keyIn(request.headers, params) ?? door.keyIn?.(early) ?? nobody(door);
  const key = await rooms.intakeKeys.identify(now, text);
  checkSource(door, key);
  const wait = limit(key.id, now);
  if (wait !== undefined) throw tooFast(wait);
  const body = early ?? bodyOf(door, bytes);
  const { url, headers, id: requestId } = request;
  const query = url.includes('?') ? new URLSearchParams(url.slice(url.indexOf('?'))) : NO_QUERY;
  const sent = { body, bytes, headers, params, query, key, now, requestId };
  if (door.ask) return reply.code(door.status).send(await door.ask(sent, rooms.knownAlerts.of(key)));
  const { alerts, remarks = [], answer, headers: told = {} } = door.read(sent);
  if (alerts.length + remarks.length > 0)
    await rooms.alertIntake.take(now, key, { alerts, remarks, requestId, bytes: bytes.length });
  return reply.headers(told).code(door.status).send(answer);
}

function nobody({ source }: Door): never {
  const message = `Wanted an intake key, as "Authorization: Bearer mik…" or as the password of basic authentication, got none. Make one with: muster intake create-key --source ${source}`;
  throw new Refusal('unauthenticated', message);
}

function checkSource({ source }: Door, key: IntakeKey): void {
  if (key.source === source) return;
  const message = `This door is for alerts from ${source}, and the key is for ${key.source}. Make one with: muster intake create-key --source ${source}`;
  throw new Refusal('accessDenied', message);
}

function tooFast(retryAfter: number): Refusal {
  const message = 'Too many requests with this intake key in one second (MUSTER_INTAKE_PER_SECOND). Try again later.';
  return new Refusal('throttled', message, { retryAfter });
}

/** What was got is not told: the key may stand in it. */
function bodyOf({ method, bodiless, anyContent }: Door, body: Buffer): unknown {
  if (method !== 'POST' || (bodiless && body.length === 0)) return undefined;
  if (nestsDeeper(body, DEPTH)) throw wanted('body', `at most ${DEPTH} levels of nesting`, 'more');
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    if (error instanceof SyntaxError && anyContent) return undefined;
    if (error instanceof SyntaxError) throw wanted('body', 'JSON, whole', body.length === 0 ? undefined : 'other');
    throw error;
  }
}

/** As everywhere on our face; nothing of the body and no address with a key in it is told or logged. */
function refuse(
  { log, intakeLimits }: IntakeDoors,
  door: Door,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const tell = (to: FastifyReply, problem: Problem) => to.code(problem.status).send(door.refusal?.(problem) ?? problem);
  const about = { requestId: request.id, method: request.method, route: request.routeOptions.url };
  if (isUnavailable(error))
    return tell(reply.header('retry-after', '1'), { title: 'Unavailable', status: 503, detail: messageOf(error) });
  if (error instanceof Refusal) {
    const { status } = refusals[error.kind];
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (error.details.retryAfter !== undefined) reply.header('retry-after', String(error.details.retryAfter));
    const [field] = error.details.fields ?? [];
    log.warn({ ...about, reason: error.message }, 'alerts were not taken');
    return tell(reply, {
      title: 'Refused',
      status,
      detail: error.message,
      ...(field ? { field: field.name } : {}),
    });
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status === 413) {
    log.warn({ ...about, reason: 'too large' }, 'alerts were not taken');
    const detail = `The body: wanted at most ${intakeLimits.bodyBytes} bytes (MUSTER_INTAKE_BODY_BYTES), got more.`;
    return tell(reply, { title: 'Too large', status, detail });
  }
  if (status < 500) return tell(reply, { title: 'Refused', status, detail: 'The request could not be read.' });
  log.error({ ...about, err: error }, 'a request failed');
  return tell(reply, { title: 'Internal error', status: 500, detail: `Look for ${request.id} in Muster's log.` });
}

interface Problem {
  title: string;
  status: number;
  detail: string;
  field?: string;
}
