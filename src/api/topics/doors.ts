import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Trail } from '#domain/audit';
import type { ByLink, SigningKey, SubscriptionsByLink } from '#domain/topics';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import type { Db, Tx } from '#storage/db';
import { pageHeaders } from '../page.ts';
import { donePage, questionPage, unknownSubscriptionPage } from './pages.ts';
import { confirmedXml, endedXml, refusedXml } from './xml.ts';

/** What those meet who have a link, and no key. */
export interface ByPublicLink {
  subscriptionsByLink: SubscriptionsByLink;
  signing: SigningKey;
}

export interface TopicDoors {
  db: Db;
  clock: Clock;
  log: Log;
  trail: Trail;
  rooms: ByPublicLink;
}

type Action = 'confirm' | 'end';
type Follow = (request: FastifyRequest, action: Action, token: string) => Promise<ByLink | undefined>;

/** A token has 92 characters at most. */
const LONGEST_TOKEN = 200;
const CERTIFICATE_AGE_S = 86_400;
const ACTIONS: Readonly<Record<string, Action>> = { ConfirmSubscription: 'confirm', Unsubscribe: 'end' };

/**
 * `/sns/`: the links in messages of topics. Those for machines work by a GET, as AWS's do; those in mails open a page with a
 * button, since programs that look through mails open every link.
 */
export function addTopicDoors(app: FastifyInstance, doors: TopicDoors): void {
  const follow: Follow = (request, action, token) => followed(doors, request, action, token);
  addMachineDoor(app, follow);
  addPages(app, doors, follow);
  app.get<{ Params: { file: string } }>('/sns/:file', async ({ params }, reply) => {
    const certificate = await doors.rooms.signing.certificate(`/sns/${params.file}`);
    if (certificate === undefined) return reply.code(404).send({ title: 'Not found', status: 404 });
    return reply
      .type('application/x-pem-file')
      .header('cache-control', `public, max-age=${CERTIFICATE_AGE_S}`)
      .send(certificate);
  });
}

function addMachineDoor(app: FastifyInstance, follow: Follow): void {
  app.get<{ Querystring: Record<string, unknown> }>('/sns/', async (request, reply) => {
    const { Action: name, Token: token, TopicArn: topic, SubscriptionArn: named } = request.query;
    const action = typeof name === 'string' && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (!action || typeof token !== 'string')
      return xml(reply, 400, refusedXml(request.id, 'wanted the whole link of a message: its Action and its Token'));
    const done = await follow(request, action, token);
    // The link names what its token is of; a link that was put together from two is none.
    const same = done && (topic ?? done.subscription.topicArn) === done.subscription.topicArn;
    if (!done || !same || (named ?? done.subscription.arn) !== done.subscription.arn)
      return xml(reply, 400, refusedXml(request.id, 'the token names no subscription, or is older than two days'));
    if (done.did === 'guarded')
      return xml(reply, 403, refusedXml(request.id, 'this subscription is ended by a signed call only'));
    return xml(
      reply,
      200,
      done.did === 'confirmed' ? confirmedXml(request.id, done.subscription.arn) : endedXml(request.id),
    );
  });
}

function addPages(app: FastifyInstance, { db, clock, rooms }: TopicDoors, follow: Follow): void {
  for (const [path, action] of [
    ['/sns/confirm/:token', 'confirm'],
    ['/sns/unsubscribe/:token', 'end'],
  ] as const) {
    app.get<{ Params: { token: string } }>(path, async ({ params }, reply) => {
      const seen = await rooms.subscriptionsByLink.look(db, clock.now(), action, short(params.token));
      if (!seen) return html(reply, 404, unknownSubscriptionPage());
      return html(reply, 200, questionPage(action, seen));
    });
    app.post<{ Params: { token: string } }>(path, async (request, reply) => {
      const done = await follow(request, action, request.params.token);
      return done ? html(reply, 200, donePage(done)) : html(reply, 404, unknownSubscriptionPage());
    });
  }
}

/** What is longer is no token. */
const short = (token: string) => (token.length <= LONGEST_TOKEN ? token : '');

/** Does what a link says. The change and its entry in the trail are one transaction. */
async function followed(
  { db, clock, log, trail, rooms }: TopicDoors,
  request: FastifyRequest,
  action: Action,
  token: string,
): Promise<ByLink | undefined> {
  const now = clock.now();
  const { subscriptionsByLink: links } = rooms;
  const act = (tx: Tx) => (action === 'confirm' ? links.confirm(tx, now, short(token)) : links.end(tx, short(token)));
  const done = await db.tx(async (tx) => {
    const did = await act(tx);
    if (did?.changed) await trail.write(tx, callOf(request, did, now));
    return did;
  });
  log.info({ requestId: request.id, did: done?.did ?? 'nothing' }, 'a link of a topic was followed');
  return done;
}

/** Whoever has the link acts for the endpoint that got it. */
function callOf(request: FastifyRequest, { subscription, did }: ByLink, at: Date): Call {
  const { account, region, arn, topicArn } = subscription;
  return {
    actor: { account, region, principal: arn, requestId: request.id },
    accessKeyId: '',
    at,
    eventSource: 'sns.amazonaws.com',
    eventName: did === 'confirmed' ? 'ConfirmSubscription' : 'Unsubscribe',
    readOnly: false,
    sourceIp: request.socket.remoteAddress ?? '',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
    parameters: { topicArn, subscriptionArn: arn, by: 'link' },
  };
}

const html = (reply: FastifyReply, status: number, text: string) => reply.code(status).headers(pageHeaders).send(text);

/** The address is the credential: nothing may keep it. */
const xml = (reply: FastifyReply, status: number, text: string) =>
  reply
    .code(status)
    .headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' })
    .type('text/xml; charset=utf-8')
    .send(text);
