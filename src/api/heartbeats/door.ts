import type { FastifyInstance } from 'fastify';
import type { Beat, Beats } from '#domain/monitors';

export interface HeartbeatDoor {
  rooms: { beats: Beats };
}

/** What jobs send along (their output, a form) is not looked at. */
const BODY_LIMIT = 65_536;

/** The address is the credential: nothing may keep it or pass it on. */
const HEADERS = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' };

const ANSWERS: Readonly<Record<Beat, [status: number, text: string]>> = {
  heard: [200, 'heard\n'],
  soon: [200, 'heard\n'],
  disabled: [200, 'disabled\n'],
  unknown: [404, 'no such heartbeat\n'],
};

/** `/heartbeat/<secret>`: jobs call it by GET, POST or HEAD, as `curl` in a crontab does. */
export function addHeartbeats(app: FastifyInstance, { rooms }: HeartbeatDoor): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
    scope.route<{ Params: { secret: string } }>({
      method: ['GET', 'HEAD', 'POST'],
      url: '/heartbeat/:secret',
      bodyLimit: BODY_LIMIT,
      handler: async ({ params }, reply) => {
        const [status, text] = ANSWERS[await rooms.beats.beat(params.secret)];
        return reply.code(status).headers(HEADERS).type('text/plain; charset=utf-8').send(text);
      },
    });
  });
}
