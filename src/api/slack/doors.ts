import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ChatPeople, Inbox } from '#domain/chat';
import type { Incidents } from '#domain/incidents';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { Refusal } from '#kernel/refusal';
import { noteView, type SlackClient, signatureFault } from '#providers/slack';
import type { Db } from '#storage/db';
import { readSent, type Sent } from './read.ts';

export interface SlackDoor {
  db: Db;
  clock: Clock;
  log: Log;
  rooms: { inbox: Inbox; chatPeople: ChatPeople; incidents: Incidents };
  /** What Slack signs with; unset: the door is shut. */
  slackSigningSecret?: string | undefined;
  slack?: SlackClient | undefined;
}

/** A form with what stood in it has some kilobytes; a message with its blocks some more. */
const BODY_LIMIT = 262_144;
/** Slack waits 3 seconds for an answer, and takes a trigger for as long. */
const FORM_MS = 2_000;

/**
 * Where Slack tells us what people press and type: one address for interactivity, the slash command and events. Every request
 * carries its signature over the raw body and its time; without it, too old, or where Slack is not set up, nothing is looked at.
 * What is taken is stored, answered, and done right after that.
 */
export function addSlack(app: FastifyInstance, door: SlackDoor): void {
  const { slackSigningSecret: secret, clock, log } = door;
  if (!secret) return;
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );
    scope.post('/inbound/slack', async (request, reply) => {
      const body = typeof request.body === 'string' ? request.body : '';
      const signature = textOf(request.headers['x-slack-signature']);
      const timestamp = textOf(request.headers['x-slack-request-timestamp']);
      const fault = signatureFault(secret, { timestamp, signature, body }, clock.now());
      if (fault) {
        log.warn({ requestId: request.id, fault }, 'a request was not signed by Slack, or is too old');
        return reply.code(403).send({ title: 'Forbidden', status: 403, detail: REASONS[fault] });
      }
      const sent = readSent(request.headers['content-type'] ?? '', body);
      if (!sent) return reply.code(200).send();
      if ('challenge' in sent) return reply.code(200).send({ challenge: sent.challenge });
      if (!(await openForm(door, request, sent))) await take(door, request, sent, signature!);
      return empty(reply);
    });
  });
}

const REASONS = {
  unsigned: 'It is not signed by Slack.',
  forged: 'It is not signed by Slack with the signing secret of this app.',
  old: 'It is older than 5 minutes, or this server’s clock is wrong.',
} as const;

const textOf = (header: string | string[] | undefined) => (typeof header === 'string' ? header : undefined);

/** Nothing in it: Slack shows an answer's text to the room, and ours come by themselves. */
const empty = (reply: FastifyReply) => reply.code(200).send();

/** Stored before it is answered: what Slack heard 200 for is done, whatever happens to this node. */
async function take({ db, clock, log, rooms }: SlackDoor, request: FastifyRequest, sent: Sent, signature: string) {
  const now = clock.now();
  const { user, deed, responseUrl } = sent;
  const received = {
    user,
    deed,
    ...(responseUrl ? { responseUrl } : {}),
    sourceIp: request.socket.remoteAddress ?? '',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
    requestId: request.id,
  };
  const fresh = await db.tx((tx) => rooms.inbox.receive(tx, now, [signature, ...sent.names], received));
  log.info({ requestId: request.id, deed: deed.kind, fresh }, 'something came from Slack');
}

/** The form for a note needs an answer within seconds: it is opened at once, for people who are known. */
async function openForm({ db, log, rooms, slack }: SlackDoor, request: FastifyRequest, sent: Sent): Promise<boolean> {
  const { deed, triggerId } = sent;
  if (deed.kind !== 'press' || deed.act !== 'note' || !triggerId || !slack) return false;
  const title = await titleFor({ db, rooms }, sent);
  if (title === undefined) return false;
  const body = { trigger_id: triggerId, view: noteView(deed.incidentId, title) };
  const opened = await slack.call(
    'views.open',
    { room: 'views.open', message: '' },
    body,
    AbortSignal.timeout(FORM_MS),
  );
  if (!opened.ok) log.warn({ requestId: request.id, reason: opened.reason }, 'the form for a note could not be opened');
  return opened.ok;
}

async function titleFor(
  { db, rooms }: Pick<SlackDoor, 'db' | 'rooms'>,
  { user, deed }: Sent,
): Promise<string | undefined> {
  const person = await rooms.chatPeople.who(db, user);
  if (!person || deed.kind !== 'press') return undefined;
  try {
    return (await rooms.incidents.byId(db, person.account, deed.incidentId)).title;
  } catch (error) {
    // What is wrong is told as for every other button.
    if (error instanceof Refusal && error.kind === 'notFound') return undefined;
    throw error;
  }
}
