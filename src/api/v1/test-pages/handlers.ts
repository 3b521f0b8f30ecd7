import { type TestPage as DomainTestPage, isOver } from '#domain/test-pages';
import { paged } from '../paged.ts';
import type { ApiRooms } from '../rooms.ts';
import type { Call, Handlers } from '../route.ts';
import type { Static } from '../schema.ts';
import type { testRoutes } from './routes.ts';
import type { TestPage } from './schemas.ts';

export function testHandlers({ contacts, testPages, cursors }: ApiRooms): Handlers<typeof testRoutes> {
  const ownerOf = ({ actor }: Call, { contact }: { contact: string }) => {
    return { account: actor.account, region: actor.region, alias: contact };
  };
  const refOf = (call: Call, params: { contact: string; testPageId: string }) => {
    return { ...ownerOf(call, params), id: params.testPageId.toLowerCase() };
  };
  return {
    testChannel: async (call, { params }) => {
      const ref = { ...ownerOf(call, params), id: params.channelId.toLowerCase() };
      return testPageView(call.now, await testPages.ask(call.context, call.now, call.actor, ref));
    },
    listTestPages: async (call, { params, query }) => {
      const owner = await contacts.get(call.context, ownerOf(call, params));
      const fetch = (limit: number, before: unknown) =>
        testPages.list(call.context, owner, limit, before as string | undefined);
      const view = (page: DomainTestPage) => testPageView(call.now, page);
      return paged(call, cursors, { ...query, owner: owner.alias }, fetch, ({ id }) => id, view);
    },
    getTestPage: async (call, { params }) =>
      testPageView(call.now, await testPages.get(call.context, refOf(call, params))),
    answerTestPage: async (call, { params, body }) => {
      const page = await testPages.answer(call.context, call.now, call.actor, refOf(call, params), body.code);
      return testPageView(call.now, page);
    },
  };
}

const at = (instant: Date | undefined) => instant?.toISOString() ?? null;

function testPageView(now: Date, page: DomainTestPage): Static<typeof TestPage> {
  const left = ['sent', 'unconfirmed', 'delivered'].includes(page.status);
  return {
    id: page.id,
    contact: page.contact.alias,
    channel: page.channelId,
    channelType: page.channelType.toLowerCase(),
    origin: page.origin,
    requestedBy: page.requestedBy,
    createdAt: page.createdAt.toISOString(),
    answerBy: page.answerBy.toISOString(),
    status: left && isOver(now, page) ? 'unanswered' : page.status,
    attempts: page.attempts.map((attempt) => ({
      number: attempt.number,
      at: attempt.at,
      provider: attempt.provider,
      outcome: attempt.outcome,
      reason: attempt.reason ?? null,
      providerId: attempt.providerId ?? null,
    })),
    info: page.info ?? null,
    sentAt: at(page.sentAt),
    deliveredAt: at(page.deliveredAt),
    answeredAt: at(page.answeredAt),
    answeredBy: page.answeredBy ?? null,
  };
}
