import type { FastifyInstance } from 'fastify';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { readMail, signatureFault } from '#providers/mailbox';
import { answerFrom } from '../answer-call.ts';
import type { TakeMail } from './take-mail.ts';

export interface MailDoor {
  clock: Clock;
  log: Log;
  takeMail: TakeMail;
  /** What deliveries are signed with; unset: the door is shut. */
  inboundMailSecret?: string | undefined;
}

/** What people attach to a reply is not read, but may come along. */
const BODY_LIMIT = 5_242_880;

/**
 * `/inbound/mail`: a mail server that takes mails for the reply address hands each on, as it is. The signature over body and time
 * says that it does; what the mail itself says counts only by the token in the address that it went to.
 */
export function addInboundMail(app: FastifyInstance, { clock, log, takeMail, inboundMailSecret }: MailDoor): void {
  if (inboundMailSecret === undefined) return;
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/inbound/mail', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const [timestamp = '', signature = ''] = ['x-muster-timestamp', 'x-muster-signature'].map((name) =>
        String(request.headers[name] ?? ''),
      );
      const fault = signatureFault(inboundMailSecret, clock.now(), { timestamp, signature, body });
      if (fault !== undefined) {
        log.warn({ requestId: request.id, reason: fault }, 'a mail was not delivered with a right signature');
        return reply.code(403).send({
          title: 'Forbidden',
          status: 403,
          detail: `${fault}, under the secret of MUSTER_INBOUND_MAIL_SECRET`,
        });
      }
      const mail = await readMail(body);
      if (!mail)
        return reply.code(400).send({
          title: 'No mail',
          status: 400,
          detail: 'Send the mail as it came, with its headers (message/rfc822).',
        });
      const { did, why } = await takeMail(mail, answerFrom(request));
      return reply.send({ did, ...(why === undefined ? {} : { why }) });
    });
  });
}
