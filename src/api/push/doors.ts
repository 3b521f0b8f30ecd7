import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call, Trail } from '#domain/audit';
import {
  type Confirmation,
  type ContactChannel,
  type ContactChannels,
  channelArn,
  contactArn,
  type PushLinks,
} from '#domain/contacts';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { invalid } from '#kernel/refusal';
import type { Db } from '#storage/db';
import { unknownLinkPage } from '../ack-page.ts';
import { pageHeaders } from '../page.ts';
import { wantsJson } from '../wants-json.ts';
import { confirmPage } from './confirm-page.ts';
import { manifest, pushPage, pushPageHeaders, scriptHeaders } from './push-page.ts';
import { subscribeText } from './subscribe-script.ts';
import { workerText } from './worker.ts';

export interface PushDoors {
  db: Db;
  clock: Clock;
  log: Log;
  trail: Trail;
  rooms: { pushLinks: PushLinks; contactChannels: ContactChannels };
}

type Token = { Params: { token: string } };

/** Where browsers subscribe, and where addresses in activation messages lead: without a key, by what only their holder has. */
export function addPush(app: FastifyInstance, { db, clock, log, trail, rooms }: PushDoors): void {
  const { pushLinks, contactChannels } = rooms;
  const [script, worker] = [subscribeText(), workerText()];
  app.get('/push', async (_request, reply) => reply.headers(pushPageHeaders).send(pushPage(pushLinks.publicKey)));
  app.get('/push-page.js', async (_request, reply) => reply.headers(scriptHeaders).send(script));
  app.get('/push-worker.js', async (_request, reply) => reply.headers(scriptHeaders).send(worker));
  app.get('/push.webmanifest', async (_request, reply) =>
    reply.type('application/manifest+json').send(JSON.stringify(manifest)),
  );
  app.post('/push/subscribe', async (request, reply) => {
    const now = clock.now();
    const asked = { ...readSubscribe(request.body), requestId: request.id };
    const channel = await db.tx(async (tx) => {
      const made = await pushLinks.subscribe(tx, now, asked);
      await trail.write(tx, callOf(request, made.channel, now, 'SubscribeToPush'));
      return made.channel;
    });
    log.info({ requestId: request.id, channel: channel.id }, 'a browser was subscribed by a link');
    return reply
      .code(201)
      .header('cache-control', 'no-store')
      .send({ contact: channel.contact.alias, name: channel.name });
  });
  app.get<Token>('/confirm/:token', async (request, reply) => {
    const found = await contactChannels.lookUpConfirmation(db, clock.now(), request.params.token);
    return answer(request, reply, found);
  });
  app.post<Token>('/confirm/:token', async (request, reply) => {
    const now = clock.now();
    const found = await db.tx(async (tx) => {
      const done = await contactChannels.confirm(tx, now, request.params.token);
      if (done?.changed) await trail.write(tx, callOf(request, done.channel, now, 'ActivateContactChannel'));
      return done;
    });
    return answer(request, reply, found);
  });
}

function answer(request: FastifyRequest, reply: FastifyReply, found: Confirmation | undefined): FastifyReply {
  reply.code(found ? 200 : 404).headers(pageHeaders);
  if (!wantsJson(request)) return reply.send(found ? confirmPage(found) : unknownLinkPage());
  reply.type('application/json; charset=utf-8');
  if (!found) return reply.send({ title: 'Not found', status: 404, detail: 'This address is not known here.' });
  const { state, channel } = found;
  return reply.send({ state, contact: channel.contact.alias, name: channel.name });
}

const NAME = /^[\p{L}\p{Z}\p{N}_.-]{1,255}$/u;

function readSubscribe(body: unknown): { token: string; subscription: string; name: string } {
  const { token, subscription, name } =
    typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  if (typeof token !== 'string' || typeof subscription !== 'string' || typeof name !== 'string')
    throw invalid('wanted JSON with the texts token, subscription and name');
  if (NAME.test(name)) return { token, subscription, name };
  throw invalid('name: wanted 1 to 255 letters, digits, spaces, dots, hyphens and underscores');
}

/** For the trail: whoever has the link acts for the person whose it is. */
function callOf(request: FastifyRequest, channel: ContactChannel, at: Date, eventName: string): Call {
  const { account, region } = channel.contact;
  return {
    actor: { account, region, principal: contactArn(channel.contact), requestId: request.id },
    accessKeyId: '',
    at,
    eventSource: eventName === 'SubscribeToPush' ? 'muster' : 'ssm-contacts.amazonaws.com',
    eventName,
    readOnly: false,
    sourceIp: request.socket.remoteAddress ?? '',
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 512),
    parameters: { contactChannelId: channelArn(channel.contact, channel.id), by: 'link' },
  };
}
