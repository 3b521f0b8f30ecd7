import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Trail } from '#domain/audit';
import { CALL_SECONDS, type Confirmations } from '#domain/channels';
import type { Replied, Replies } from '#domain/engagements';
import type { Clock } from '#kernel/clock';
import { after, SECOND } from '#kernel/clock';
import { isUuid } from '#kernel/ids';
import type { Log } from '#kernel/log';
import { type FormFields, isSigned, keysTwiml, sayTwiml, textTwiml } from '#providers/twilio';
import type { Db, Tx } from '#storage/db';
import { answerCall, answerFrom, testAnswerCall } from '../answer-call.ts';
import { fateOf, isMachine } from './fate.ts';

/** What doors to answers from phones need. */
export interface PhoneDoors {
  db: Db;
  clock: Clock;
  log: Log;
  trail: Trail;
  rooms: { replies: Replies };
  confirmations: Confirmations;
  publicUrl: string;
}

export interface TwilioDoors extends PhoneDoors {
  twilioAuthToken?: string | undefined;
}

type Form = ReadonlyMap<string, string>;
type KeyParams = { Params: { key: string } };

/** Twilio's forms have some dozen short fields; a text message has 1,600 characters at most. */
const BODY_LIMIT = 32_768;
/** After a call's longest time its end is told at once. */
const CALL_MS = (CALL_SECONDS + 30) * SECOND;

/**
 * Where Twilio tells us what became of messages, and what people answered. Every request carries its signature over the public
 * address and the form; without it, or where Twilio is not set up, nothing is looked at.
 */
export function addTwilio(app: FastifyInstance, doors: TwilioDoors): void {
  if (!doors.twilioAuthToken) return;
  const { db, clock, confirmations, rooms } = doors;
  app.register(async (scope) => {
    scope.removeContentTypeParser('application/x-www-form-urlencoded');
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_LIMIT },
      (_request, body, done) => done(null, [...new URLSearchParams(String(body))]),
    );
    scope.addHook('preHandler', async (request, reply) => {
      if (!isTwilios(request, doors)) {
        doors.log.warn(
          { requestId: request.id, route: request.routeOptions.url },
          'a request was not signed by Twilio',
        );
        return reply.code(403).send({ title: 'Forbidden', status: 403, detail: 'It is not signed by Twilio.' });
      }
    });
    scope.post<KeyParams>('/twilio/status/:key', async (request, reply) => {
      const form = formOf(request);
      const { key } = request.params;
      const fate = fateOf(form);
      if (fate && isUuid(key)) {
        const now = clock.now();
        const id = form.get('MessageSid') ?? form.get('CallSid') ?? '';
        await db.tx((tx) =>
          fate === 'underWay'
            ? confirmations.underWay(tx, now, key, after(now, CALL_MS))
            : confirmations.record(tx, now, key, id, fate),
        );
      }
      return reply.code(204).send();
    });
    scope.post('/twilio/sms', async (request, reply) => {
      const form = formOf(request);
      const [from = '', id = '', text = ''] = ['From', 'MessageSid', 'Body'].map((name) => form.get(name));
      const replied = await act(doors, request, 'text message', (tx, now) =>
        rooms.replies.byText(tx, now, { from, id, text, requestId: request.id }),
      );
      return xml(reply, textTwiml(replied.say));
    });
    scope.post<KeyParams>('/twilio/voice/:key', async (request, reply) => {
      const form = formOf(request);
      const { key: messageId } = request.params;
      const [to = '', callId = '', key = ''] = ['To', 'CallSid', 'Digits'].map((name) => form.get(name));
      if (!isUuid(messageId)) return xml(reply, textTwiml());
      const replied = await act(doors, request, 'key pressed on the phone', (tx, now) =>
        rooms.replies.byKey(tx, now, { messageId, to, callId, key, machine: isMachine(form) }),
      );
      if (replied.say === undefined) return xml(reply, textTwiml());
      const url = `${doors.publicUrl}${request.raw.url}`;
      return xml(reply, replied.did === 'nothing' ? keysTwiml(replied.say, url) : sayTwiml(replied.say));
    });
  });
}

/** What somebody answered takes effect, and stands in the trail, in one transaction. */
export async function act(
  { db, clock, log, trail }: Pick<PhoneDoors, 'db' | 'clock' | 'log' | 'trail'>,
  request: FastifyRequest,
  by: string,
  work: (tx: Tx, now: Date) => Promise<Replied>,
): Promise<Replied> {
  const now = clock.now();
  const replied = await db.tx(async (tx) => {
    const done = await work(tx, now);
    if (done.acknowledged) await trail.write(tx, answerCall(answerFrom(request), done.acknowledged, now, by));
    if (done.answered) await trail.write(tx, testAnswerCall(answerFrom(request), done.answered, now, by));
    return done;
  });
  log.info({ requestId: request.id, did: replied.did }, `an answer came by ${by}`);
  return replied;
}

const formOf = (request: FastifyRequest): Form => new Map((request.body ?? []) as [string, string][]);

function isTwilios(request: FastifyRequest, { publicUrl, twilioAuthToken }: TwilioDoors): boolean {
  const signature = request.headers['x-twilio-signature'];
  const fields = (request.body ?? []) as FormFields;
  // A field that came twice could be read in two ways: Twilio sends none.
  const names = new Set(fields.map(([name]) => name));
  if (typeof signature !== 'string' || names.size !== fields.length) return false;
  return isSigned(twilioAuthToken!, `${publicUrl}${request.raw.url}`, fields, signature);
}

const xml = (reply: FastifyReply, text: string) => reply.code(200).type('text/xml; charset=utf-8').send(text);
