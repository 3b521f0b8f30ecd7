import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import { authenticate } from './authenticate.ts';
import { etagOf, holds } from './etag.ts';
import type { LiveAsked } from './live/asked.ts';
import type { Streams } from './live/streams.ts';
import { openApi } from './openapi.ts';
import { type PipelineOptions, run, type Served } from './pipeline.ts';
import { type Problem, problemOf, problems, problemType } from './problem.ts';
import { referenceHeaders, referencePage } from './reference-page.ts';
import { table } from './table.ts';

export interface V1Options extends PipelineOptions {
  log: Log;
  served: readonly Served[];
  streams: Streams;
  /** Told of each call that was answered, refused or not. */
  onCall: (operation: string, status: number, milliseconds: number) => void;
  /** Muster's version, for the document. */
  version: string;
}

const PREFIX = '/api/v1';
/** The largest body, in bytes. */
const BODY_LIMIT = 262_144;

/** `private`: of an account, for nobody in between; `no-cache`: asked about again before it is used again. */
const HEADERS = {
  'cache-control': 'private, no-cache',
  'x-content-type-options': 'nosniff',
  vary: 'authorization, x-muster-region',
};

const PUBLIC = { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' };

/** Puts the native API's routes below `/api/v1` of `app`, each behind the pipeline. */
export async function addV1(app: FastifyInstance, options: V1Options): Promise<void> {
  await app.register(
    async (scope) => {
      // The pipeline reads the body: a signature is over its very bytes.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
        done(null, body),
      );
      scope.setErrorHandler((error, request, reply) => fail(options, error, request, reply));
      scope.setNotFoundHandler((request, reply) => nothingHere(options, request, reply));
      for (const served of options.served) addRoute(scope, options, served);
      addDocument(scope, options);
    },
    { prefix: PREFIX },
  );
}

function addRoute(scope: FastifyInstance, options: V1Options, served: Served): void {
  const { method, path } = served.route;
  scope.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    exposeHeadRoute: false,
    bodyLimit: BODY_LIMIT,
    onResponse: async (_request, reply) => {
      if (!served.route.stream) options.onCall(served.name, reply.statusCode, reply.elapsedTime);
    },
    handler: async (request, reply) => {
      const answer = await run(options, served, {
        message: request.raw,
        params: request.params as Record<string, string>,
        query: queryOf(request),
        body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
        contentType: request.headers['content-type'],
        requestId: request.id,
      });
      if (served.route.stream) return openStream(options, answer as LiveAsked, request, reply);
      if (served.route.access === 'write') options.streams.hint();
      return send(options, served, answer, request, reply);
    },
  });
}

/** The description of it all. It tells nothing of any account, and is there for everybody. */
function addDocument(scope: FastifyInstance, { version }: V1Options): void {
  const document = JSON.stringify(openApi(table, { version, server: PREFIX }));
  scope.get('/openapi.json', { exposeHeadRoute: false }, (_request, reply) =>
    reply.headers(PUBLIC).type('application/json; charset=utf-8').send(document),
  );
  const page = referencePage(table, { version, server: PREFIX });
  scope.get('/', { exposeHeadRoute: false }, (_request, reply) => reply.headers(referenceHeaders).send(page));
}

const queryOf = ({ url }: FastifyRequest) => (url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');

function send(
  { clock }: V1Options,
  { route }: Served,
  answer: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  // Clients that sign set their clock by it: it must be the clock by which signatures are judged.
  reply.headers({ ...HEADERS, 'x-request-id': request.id, date: clock.now().toUTCString() });
  if (!route.answer) return reply.code(204).send();
  if (route.location) reply.header('location', `${PREFIX}${route.location(answer as never)}`);
  if (route.versioned) {
    const etag = etagOf(answer);
    reply.header('etag', etag);
    const seen = request.headers['if-none-match'];
    if (route.method === 'GET' && seen !== undefined && holds(seen, etag)) return reply.code(304).send();
  }
  return reply
    .code(route.status ?? 200)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(answer));
}

async function openStream(
  { streams, clock, credentials }: V1Options,
  asked: LiveAsked,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const lastEventId = request.headers['last-event-id'];
  const headers = { ...HEADERS, 'cache-control': 'no-store', 'x-request-id': request.id };
  // A signature is good for a quarter of an hour, and a stream for less; a token may be revoked at any moment.
  const isSigned = request.headers.authorization?.startsWith('AWS4-') ?? false;
  const recheck = async () => isSigned || authenticate(credentials, request.raw, Buffer.alloc(0), clock.now());
  await streams.open({ asked, lastEventId: lastEventId?.toString(), recheck, headers }, reply.raw);
  return reply.hijack();
}

function fail({ log, clock }: V1Options, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const thrown = ofFastify(error);
  const problem = problemOf(thrown, request.id);
  if (!(thrown instanceof Refusal)) {
    const where = { err: thrown, requestId: request.id, method: request.method, route: request.routeOptions.url };
    log.error(where, 'a call of the native API failed');
  }
  const retryAfter = thrown instanceof Refusal ? thrown.details.retryAfter : undefined;
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="muster"');
  if (problem.etag !== undefined) reply.header('etag', problem.etag);
  reply.header('date', clock.now().toUTCString());
  return tell(problem, reply);
}

/** What the framework itself refuses, before the pipeline is asked. */
function ofFastify(error: unknown): unknown {
  const { statusCode, code } = error as { statusCode?: number; code?: string };
  if (error instanceof Refusal || statusCode === undefined || statusCode >= 500) return error;
  if (statusCode === 413) return new Refusal('tooLarge', `The body: wanted at most ${BODY_LIMIT} bytes, got more.`);
  return new Refusal('validation', `The request could not be read (${code ?? statusCode}).`, {}, { cause: error });
}

function nothingHere({ served }: V1Options, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const path = request.url.split('?', 1)[0]!.slice(PREFIX.length);
  const methods = served.filter(({ route }) => pathPattern(route.path).test(path)).map(({ route }) => route.method);
  if (methods.length === 0) {
    const detail = `There is nothing at ${request.method} ${path.slice(0, 200)}. ${PREFIX}/openapi.json lists what there is.`;
    return tell(problemOf(new Refusal('notFound', detail), request.id), reply);
  }
  const problem: Problem = {
    type: problemType('methodNotAllowed'),
    title: problems.methodNotAllowed.title,
    status: 405,
    detail: `Wanted one of ${methods.join(', ')}, got ${request.method}.`,
    requestId: request.id,
  };
  return tell(problem, reply.header('allow', methods.join(', ')));
}

const pathPattern = (path: string) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`);

function tell(problem: Problem, reply: FastifyReply): FastifyReply {
  return reply
    .code(problem.status)
    .headers({ ...HEADERS, 'cache-control': 'no-store', 'x-request-id': problem.requestId })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem));
}
