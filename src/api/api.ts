import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Trail } from '#domain/audit';
import type { Confirmations, Route } from '#domain/channels';
import type { Inbox } from '#domain/chat';
import type { Acknowledging, LinkView, PageRow, Replies } from '#domain/engagements';
import type { AlertIntake, KnownAlerts } from '#domain/intake';
import type { PagerDutyCalls } from '#domain/integrations';
import type { TestAnswers } from '#domain/test-pages';
import type { Clock } from '#kernel/clock';
import { randomId } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { isUnavailable, Refusal, refusals } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import { messageOf } from '#kernel/text';
import type { SlackClient } from '#providers/slack';
import type { Db } from '#storage/db';
import { ackPage, tryAgainPage, unknownLinkPage } from './ack-page.ts';
import { answerCall, answerFrom } from './answer-call.ts';
import { type AwsSmsEvents, addAwsSms } from './aws-sms/door.ts';
import { addCalendarFeed } from './calendar-feed.ts';
import { channelStates, readiness } from './health.ts';
import { addHeartbeats, type HeartbeatDoor } from './heartbeats/door.ts';
import { homePage } from './home-page.ts';
import { addInboundMail } from './inbound/mail-door.ts';
import type { TakeMail } from './inbound/take-mail.ts';
import { addIntake, type IntakeLimits } from './intake/doors.ts';
import type { Metrics } from './metrics.ts';
import { pageHeaders } from './page.ts';
import { addPagerDuty } from './pagerduty/door.ts';
import { addPush } from './push/doors.ts';
import { routeGauges } from './route-metrics.ts';
import { addSlack } from './slack/doors.ts';
import { addSmsGateway } from './sms-gateway/doors.ts';
import { addTestLink } from './test-link.ts';
import { addTopicDoors, type ByPublicLink } from './topics/doors.ts';
import { addTwilio } from './twilio/doors.ts';
import type { CheckSignature } from './v1/authenticate.ts';
import { createStreams } from './v1/live/streams.ts';
import type { ApiRooms } from './v1/rooms.ts';
import { servedBy } from './v1/table.ts';
import { addV1, type V1Options } from './v1/v1.ts';
import { wantsJson } from './wants-json.ts';

export interface ApiOptions {
  db: Db;
  clock: Clock;
  log: Log;
  rooms: ApiRooms &
    HeartbeatDoor['rooms'] &
    ByPublicLink & {
      acknowledging: Acknowledging;
      alertIntake: AlertIntake;
      knownAlerts: KnownAlerts;
      replies: Replies;
      pagerDutyCalls: PagerDutyCalls;
      inbox: Inbox;
      testAnswers: TestAnswers;
    };
  confirmations: Confirmations;
  /** What Twilio's requests are signed with; unset: its doors are shut. */
  twilioAuthToken?: string | undefined;
  /** What Slack's requests are signed with; unset: its door is shut. */
  slackSigningSecret?: string | undefined;
  /** With it forms are opened in Slack. */
  slack?: SlackClient | undefined;
  takeMail: TakeMail;
  /** What mails that are handed on are signed with; unset: that door is shut. */
  inboundMailSecret?: string | undefined;
  /** Where AWS tells what became of its text messages; unset: that door is shut. */
  awsSmsEvents?: AwsSmsEvents | undefined;
  /** What an SMS gateway shows; unset: its doors are shut. */
  gatewayToken?: string | undefined;
  /** What is taken of other systems' alerts. */
  intakeLimits: IntakeLimits;
  signature: CheckSignature;
  metrics: Metrics;
  trail: Trail;
  channels: readonly Route[];
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
    // An alias of Opsgenie's has up to 512 characters, each of which may take up several.
    routerOptions: { maxParamLength: 2_048 },
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
  routeGauges(options.metrics.registry, options.channels);
  addHealth(app, options);
  addMetrics(app, options);
  addAcknowledgement(app, options);
  addTestLink(app, options);
  addCalendarFeed(app, options);
  addHeartbeats(app, options);
  addTopicDoors(app, options);
  addPush(app, options);
  addTwilio(app, options);
  addPagerDuty(app, options);
  addSlack(app, options);
  addInboundMail(app, options);
  addSmsGateway(app, options);
  addAwsSms(app, options);
  addIntake(app, options);
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
  publicUrl,
  region,
  version,
}: ApiOptions): Omit<V1Options, 'streams'> {
  const credentials = { signature, tokens: rooms.apiTokens, defaultRegion: region };
  const judge = { permissions: rooms.permissions, isSecure: publicUrl.startsWith('https:') };
  return { db, clock, log, trail, credentials, judge, served: servedBy(rooms), version, onCall: metrics.onApiCall };
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
  const answer = (request: FastifyRequest, reply: FastifyReply, view: LinkView | undefined) => {
    if (wantsJson(request)) return linkJson(reply, view);
    return view ? html(reply, 200, ackPage(view)) : html(reply, 404, unknownLinkPage());
  };
  app.get<{ Params: { token: string } }>('/ack/:token', async (request, reply) =>
    answer(request, reply, await acknowledging.lookUpLink(db, clock.now(), request.params.token)),
  );
  app.post<{ Params: { token: string } }>('/ack/:token', async (request, reply) => {
    const now = clock.now();
    const view = await db.tx(async (tx) => {
      const answered = await acknowledging.acknowledgeByLink(tx, now, request.params.token);
      if (answered?.changed)
        await trail.write(tx, answerCall(answerFrom(request), answered.page, now, doorOf(answered.page)));
      return answered;
    });
    if (view) log.info({ requestId: request.id, page: view.page.id, state: view.state }, 'acknowledgement link used');
    return answer(request, reply, view);
  });
}

/** How a link reached whoever used it, for the trail. */
function doorOf({ channel_type }: PageRow): string {
  if (channel_type === 'PUSH') return 'web push';
  return channel_type === 'WEBHOOK' ? 'webhook' : 'acknowledgement link';
}

/** The same as the page of a link says, for a program. */
function linkJson(reply: FastifyReply, view: LinkView | undefined): FastifyReply {
  reply.headers({ ...pageHeaders, 'content-type': 'application/json; charset=utf-8' });
  if (!view) return reply.code(404).send({ title: 'Not found', status: 404, detail: 'This link is not known here.' });
  const { state, matters, page } = view;
  return reply.send({ state, matters, subject: page.subject, acknowledgedAt: page.read_at?.toISOString() ?? null });
}

const html = (reply: FastifyReply, status: number, text: string) => reply.code(status).headers(pageHeaders).send(text);

/** Foreseen errors say what they are; a bug says nothing outside but the id under which the log has it. */
function onError({ log }: ApiOptions, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isUnavailable(error)) {
    if (request.url.startsWith('/ack/') && !wantsJson(request)) return html(reply, 503, tryAgainPage());
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
