import type { FastifyInstance } from 'fastify';
import type { Fate } from '#domain/channels';
import { isUuid } from '#kernel/ids';
import { sameSecret } from '#kernel/seal';
import { act, type PhoneDoors } from '../twilio/doors.ts';

export interface GatewayDoors extends Omit<PhoneDoors, 'publicUrl'> {
  /** What the gateway shows; unset: its doors are shut. */
  gatewayToken?: string | undefined;
}

/** A text message has 1,600 characters at most. */
const BODY_LIMIT = 16_384;
const MOST = 2_000;

/**
 * Where an SMS gateway tells what became of a message, and what people replied: JSON under a bearer token. A token proves who
 * speaks and not when, so that all it says comes to the same the second time: a message is judged once, a reply counts by its id.
 */
export function addSmsGateway(app: FastifyInstance, doors: GatewayDoors): void {
  const { gatewayToken: token, db, clock, confirmations, rooms } = doors;
  if (!token) return;
  app.register(async (scope) => {
    scope.addHook('preHandler', async (request, reply) => {
      if (sameSecret(request.headers.authorization ?? '', `Bearer ${token}`)) return;
      doors.log.warn({ requestId: request.id, route: request.routeOptions.url }, 'a request was not the SMS gateway’s');
      return reply
        .code(403)
        .send({ title: 'Forbidden', status: 403, detail: 'It does not carry the gateway’s token.' });
    });
    scope.post<{ Params: { key: string } }>(
      '/sms-gateway/status/:key',
      { bodyLimit: BODY_LIMIT },
      async (request, reply) => {
        const { key } = request.params;
        const { status, id, reason, permanent } = textsIn(request.body);
        const fate = fateOf(status, reason, permanent === 'true');
        if (!fate)
          return reply.code(400).send(wanted('status: delivered or failed; what comes before that is not told'));
        // Without an id of the gateway's own, our key is what it took the message under.
        if (isUuid(key)) await db.tx((tx) => confirmations.record(tx, clock.now(), key, id ?? key, fate));
        return reply.code(204).send();
      },
    );
    scope.post('/sms-gateway/replies', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const { from, id, text } = textsIn(request.body);
      if (from === undefined || id === undefined || text === undefined)
        return reply.code(400).send(wanted('from, id and text'));
      const replied = await act(doors, request, 'text message', (tx, now) =>
        rooms.replies.byText(tx, now, { from, id, text, requestId: request.id }),
      );
      return reply.send({ reply: replied.say ?? null });
    });
  });
}

const wanted = (what: string) => ({ title: 'Bad request', status: 400, detail: `Wanted a JSON object with ${what}.` });

/** The members of a JSON object as texts, those that are texts, numbers or yes and no. */
function textsIn(body: unknown): Partial<Record<string, string>> {
  if (typeof body !== 'object' || body === null) return {};
  const texts = Object.entries(body).flatMap(([name, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[name, String(value).slice(0, MOST)] as const] : [],
  );
  return Object.fromEntries(texts);
}

function fateOf(status: string | undefined, reason: string | undefined, permanent: boolean): Fate | undefined {
  if (status === 'delivered') return { kind: 'delivered', info: 'the SMS gateway: delivered' };
  if (status !== 'failed') return undefined;
  const info = `the SMS gateway could not deliver it${reason ? `: ${reason}` : ''}`;
  return { kind: 'failed', info, ...(permanent ? { permanent } : {}) };
}
