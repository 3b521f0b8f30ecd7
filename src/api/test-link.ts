import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Trail } from '#domain/audit';
import type { TestAnswers, TestLinkView } from '#domain/test-pages';
import type { Clock } from '#kernel/clock';
import type { Log } from '#kernel/log';
import { escapeHtml } from '#kernel/text';
import type { Db } from '#storage/db';
import { unknownLinkPage } from './ack-page.ts';
import { answerFrom, testAnswerCall } from './answer-call.ts';
import { page, pageHeaders } from './page.ts';

export interface TestLinkOptions {
  db: Db;
  clock: Clock;
  log: Log;
  trail: Trail;
  rooms: { testAnswers: TestAnswers };
}

type Token = { Params: { token: string } };

/** The link in a test page: what it shows, and its one button. Following it changes nothing, as of an acknowledgement. */
export function addTestLink(app: FastifyInstance, { db, clock, log, trail, rooms }: TestLinkOptions): void {
  app.get<Token>('/test/:token', async ({ params }, reply) => {
    return shown(reply, await rooms.testAnswers.lookUpLink(db, clock.now(), params.token));
  });
  app.post<Token>('/test/:token', async (request, reply) => {
    const now = clock.now();
    const view = await db.tx(async (tx) => {
      const answered = await rooms.testAnswers.answerByLink(tx, now, request.params.token);
      if (answered?.changed)
        await trail.write(tx, testAnswerCall(answerFrom(request), answered.page, now, 'test link'));
      return answered;
    });
    if (view) log.info({ requestId: request.id, testPage: view.page.id, state: view.state }, 'test link used');
    return shown(reply, view);
  });
}

const shown = (reply: FastifyReply, view: TestLinkView | undefined) =>
  reply
    .code(view ? 200 : 404)
    .headers(pageHeaders)
    .send(view ? testPage(view) : unknownLinkPage());

const STATES: Readonly<Record<TestLinkView['state'], string>> = {
  open: '<form method="post"><p><button type="submit" autofocus>It reached me</button></p></form>',
  answered: '<p class="state" role="status">Thank you: it reached you.</p>',
  over: '<p role="status">This test is over. There is nothing for you to do.</p>',
};

function testPage({ page: { contact, origin }, state }: TestLinkView): string {
  const title = origin === 'drill' ? 'A drill: nothing is wrong' : 'A test: nothing is wrong';
  return page(title, `<p class="soft">For: ${escapeHtml(contact.alias)}</p><h1>${title}</h1>${STATES[state]}`);
}
