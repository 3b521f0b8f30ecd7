import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Trail } from '#domain/audit';
import type { Channel, Confirmations } from '#domain/channels';
import type { Acknowledging, Replies } from '#domain/engagements';
import type { PagerDutyCalls } from '#domain/integrations';
import type { TestAnswers } from '#domain/test-pages';
import type { Clock } from '#kernel/clock';
import { randomId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { isUnavailable, Refusal, refusals } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import { messageOf } from '#kernel/text';
import type { Db } from '#storage/db';
import { ackPage, tryAgainPage, unknownLinkPage } from './ack-page.ts';
import { answerCall } from './answer-call.ts';
import { addCalendarFeed } from './calendar-feed.ts';
import { channelStates, readiness } from './health.ts';
import { homePage } from './home-page.ts';
import type { Metrics } from './metrics.ts';
import { pageHeaders } from './page.ts';
import { addPagerDuty } from './pagerduty/door.ts';
import { addTestLink } from './test-link.ts';
import { addTwilio } from './twilio/doors.ts';
import type { CheckSignature } from './v1/authenticate.ts';
import { createStreams } from './v1/live/streams.ts';
import type { ApiRooms } from './v1/rooms.ts';
import { servedBy } from './v1/table.ts';
import { addV1, type V1Options } from './v1/v1.ts';

export interface ApiOptions {
  db: Db;
  clock: Clock;
  log: Log;
  rooms: ApiRooms & {
    acknowledging: Acknowledging;
    replies: Replies;
    testAnswers: TestAnswers;
    pagerDutyCalls: PagerDutyCalls;
  };
  confirmations: Confirmations;
  /** What Twilio's requests are signed with; unset: its doors are shut. */
  twilioAuthToken?: string | undefined;
  signature: CheckSignature;
  metrics: Metrics;
  trail: Trail;
  channels: readonly Channel[];
  /** Unset: only direct loopback requests may read the metrics. */
  metricsToken: string | undefined;
  /** How often live views show that they live, in milliseconds; 15 s unless given. */
  beatMs?: number;
  publicUrl: string;
  region: string;
  version: string;
}

/** Our own face: what is not an AWS call. */
export interface Api {
  handle: RequestListener;
  /** Something may have changed: live views look soon. */
  hint(): void;
  /** Ends what would go on for ever: live views. Before the listener closes, which waits for its connections. */
  drain(): void;
  close(): Promise<void>;
}

/** A form has one button and no fields. */
const BODY_LIMIT = 4_096;

export async function createApi(options: ApiOptions): Promise<Api> {
  let handle: RequestListener = () => {};
  const app = fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: () => randomId(),
    // The listener belongs to the composition root, which shares it between the two faces.
    serverFactory: (handler) => {
      handle = handler as (message: IncomingMessage, response: ServerResponse) => void;
      return createServer();
    },
  });
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, _body, done) =>
    done(null, {}),
  );
  app.setErrorHandler((error, request, reply) => onError(options, error, request, reply));
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ title: 'Not found', status: 404 }));
  addHealth(app, options);
  addMetrics(app, options);
  addAcknowledgement(app, options);
  addTestLink(app, options);
  addCalendarFeed(app, options);
  addTwilio(app, options);
  addPagerDuty(app, options);
  const streams = createStreams({ ...options, timeline: options.rooms.timeline });
  await addV1(app, { ...v1Options(options), streams });
  await app.ready();
  return {
    handle: (message, response) => handle(message, response),
    hint: streams.hint,
    drain: streams.close,
    close: async () => {
      streams.close();
      await app.close();
    },
  };
}

function v1Options({
  db,
  clock,
  log,
  trail,
  rooms,
  metrics,
  signature,
  region,
  version,
}: ApiOptions): Omit<V1Options, 'streams'> {
  const credentials = { signature, tokens: rooms.apiTokens, defaultRegion: region };
  return { db, clock, log, trail, credentials, served: servedBy(rooms), version, onCall: metrics.onApiCall };
}

function addHealth(app: FastifyInstance, { db, channels, publicUrl, region, version }: ApiOptions): void {
  app.get('/healthz', async () => ({ status: 'ok', version }));
  app.get('/readyz', async (_request, reply) => {
    const state = await readiness(db);
    return reply.code(state.ready ? 200 : 503).send({ ...state, channels: channelStates(channels) });
  });
  app.get('/', async (_request, reply) => {
    const { ready } = await readiness(db);
    return html(reply, ready ? 200 : 503, homePage({ ready, publicUrl, region, version }));
  });
}

function addMetrics(app: FastifyInstance, { metrics, metricsToken }: ApiOptions): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, metricsToken)) {
      const detail = metricsToken
        ? 'Send the bearer token of MUSTER_METRICS_TOKEN.'
        : 'Set MUSTER_METRICS_TOKEN to read the metrics from elsewhere.';
      return reply.code(401).header('www-authenticate', 'Bearer').send({ title: 'Unauthorized', status: 401, detail });
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) return sameSecret(request.headers.authorization ?? '', `Bearer ${token}`);
  // Behind a proxy on this machine every request comes from loopback: what was forwarded is not direct.
  const forwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some(
    (name) => request.headers[name] !== undefined,
  );
  return !forwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '');
}

function addAcknowledgement(app: FastifyInstance, { db, clock, rooms, log, trail }: ApiOptions): void {
  const { acknowledging } = rooms;
  app.get<{ Params: { token: string } }>('/ack/:token', async ({ params }, reply) => {
    const view = await acknowledging.lookUpLink(db, clock.now(), params.token);
    return view ? html(reply, 200, ackPage(view)) : html(reply, 404, unknownLinkPage());
  });
  app.post<{ Params: { token: string } }>('/ack/:token', async (request, reply) => {
    const now = clock.now();
    const view = await db.tx(async (tx) => {
      const answered = await acknowledging.acknowledgeByLink(tx, now, request.params.token);
      if (answered?.changed) await trail.write(tx, answerCall(request, answered.page, now, 'acknowledgement link'));
      return answered;
    });
    if (!view) return html(reply, 404, unknownLinkPage());
    log.info({ requestId: request.id, page: view.page.id, state: view.state }, 'acknowledgement link used');
    return html(reply, 200, ackPage(view));
  });
}

const html = (reply: FastifyReply, status: number, text: string) => reply.code(status).headers(pageHeaders).send(text);

/** Foreseen errors say what they are; a bug says nothing outside but the id under which the log has it. */
function onError({ log }: ApiOptions, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isUnavailable(error)) {
    if (request.url.startsWith('/ack/')) return html(reply, 503, tryAgainPage());
    return reply
      .code(503)
      .header('retry-after', '1')
      .send({ title: 'Unavailable', status: 503, detail: messageOf(error) });
  }
  const status =
    error instanceof Refusal ? refusals[error.kind].status : ((error as { statusCode?: number }).statusCode ?? 500);
  if (status < 500) return reply.code(status).send({ title: 'Refused', status, detail: (error as Error).message });
  log.error(
    { err: error, requestId: request.id, method: request.method, route: request.routeOptions.url },
    'a request failed',
  );
  return reply
    .code(500)
    .send({ title: 'Internal error', status: 500, detail: `Look for ${request.id} in Muster's log.` });
}
