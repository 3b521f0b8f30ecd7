import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Trail } from '#domain/audit';
import type { PagerDutyCalls } from '#domain/integrations';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { isSignedByPagerDuty } from '#providers/pagerduty';
import type { Db } from '#storage/db';
import { readEvent } from './event.ts';

export interface PagerDutyDoor {
  db: Db;
  clock: Clock;
  log: Log;
  trail: Trail;
  rooms: { pagerDutyCalls: PagerDutyCalls };
}

/** An event is some kilobytes; it carries the incident with all who are assigned. */
const BODY_LIMIT = 262_144;

/**
 * Where PagerDuty's webhooks (v3) tell what was done there. Each is signed with the webhook's secret, which stands in the secret of
 * the integration; what is not signed so changes nothing, and learns nothing.
 */
export function addPagerDuty(app: FastifyInstance, door: PagerDutyDoor): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/inbound/pagerduty', async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const signature = request.headers['x-pagerduty-signature'];
      const event = typeof signature === 'string' ? readEvent(body) : undefined;
      if (!event || !(await take(door, request, event, (secret) => isSigned(secret, body, signature)))) {
        door.log.warn({ requestId: request.id }, 'a request was not signed by a PagerDuty webhook that is known here');
        const detail = 'It is not signed with the pagerDutyWebhookSecret of an integration whose incident it is about.';
        return reply.code(403).send({ title: 'Forbidden', status: 403, detail });
      }
      return reply.code(202).send();
    });
  });
}

const isSigned = (secret: string, body: Buffer, signature: unknown) =>
  typeof signature === 'string' && isSignedByPagerDuty(secret, body, signature);

/** Whether it was signed. What it does, and its entry in the trail, commit together. */
async function take(
  { db, clock, log, trail, rooms }: PagerDutyDoor,
  request: FastifyRequest,
  event: NonNullable<ReturnType<typeof readEvent>>,
  signed: (secret: string) => boolean,
): Promise<boolean> {
  const now = clock.now();
  return db.tx(async (tx) => {
    const taken = await rooms.pagerDutyCalls.take(tx, now, event, signed);
    if (taken.resolved) {
      const { account, incidentId } = taken.resolved;
      await trail.write(tx, {
        actor: { account, region: '', principal: 'pagerduty.muster', requestId: request.id },
        accessKeyId: '',
        at: now,
        eventSource: 'ssm-incidents.amazonaws.com',
        eventName: 'UpdateIncidentRecord',
        readOnly: false,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
        parameters: { incidentId, status: 'RESOLVED', by: 'PagerDuty webhook', event: event.id },
      });
      log.info({ requestId: request.id, incident: incidentId }, 'an incident was resolved at PagerDuty');
    }
    return taken.signed;
  });
}
