import type { Fate, Message, MessageSource, Outcome, Prepared } from '#domain/channels';
import type { ContactChannels } from '#domain/contacts';
import type { Tx } from '#storage/db';
import { type RenderContext, renderTest } from './render.ts';
import { type Attempt, after, type News } from './test-page.ts';
import { saved, testPagesSql, toTestPage } from './test-pages.sql.ts';

/** The kind of message that carries a test page. */
export const TEST = 'test';

export interface TestMessageRooms extends RenderContext {
  contactChannels: ContactChannels;
}

/** Renders test pages when they leave, and records what became of them. */
export function testMessages(rooms: TestMessageRooms): MessageSource {
  return {
    kind: TEST,
    async prepare(tx: Tx, now: Date, message: Message, folded: Message[]): Promise<Prepared> {
      // Late ones come together; one of them proves the channel.
      for (const { id } of folded)
        await heard(tx, now, id, { kind: 'cancelled', info: 'a later test page went instead' });
      const row = await tx.first(testPagesSql.lock, [message.id]);
      const page = row && toTestPage(row);
      const channel = (await rooms.contactChannels.byId(tx, [message.channelId])).get(message.channelId);
      const against = !page || !channel ? 'the channel was deleted' : whyNot(now, channel.activated, page.answerBy);
      if (!page || !channel || against) return cancelled(tx, now, message.id, against ?? 'it is gone', page?.attempts);
      return { send: renderTest(page, channel, rooms) };
    },
    settled: (tx, now, message, outcome) => heard(tx, now, message.id, newsOf(now, outcome)),
    async fated(tx, now, message, fate) {
      await heard(tx, now, message.id, fateNews(fate));
      // What became of it is what was asked: nobody else is tried.
      return false;
    },
  };
}

function whyNot(now: Date, activated: boolean, answerBy: Date): string | undefined {
  if (!activated) return 'the channel is not activated any more: send a code and give it back';
  return now > answerBy ? 'it could not leave in time' : undefined;
}

async function cancelled(tx: Tx, now: Date, id: string, why: string, attempts: Attempt[] = []): Promise<Prepared> {
  const last = attempts.at(-1)?.reason;
  await heard(tx, now, id, { kind: 'cancelled', info: last === undefined ? why : `${why}: ${last}` });
  return { cancel: why };
}

/** Takes news of a test page; of one that is gone, nothing. */
async function heard(tx: Tx, now: Date, id: string, news: News): Promise<void> {
  const row = await tx.first(testPagesSql.lock, [id]);
  if (row) await tx.rows(testPagesSql.save, saved(after(now, toTestPage(row), news)));
}

function newsOf(now: Date, outcome: Outcome): News {
  const attempt: Attempt = {
    number: outcome.attempt,
    at: now.toISOString(),
    provider: outcome.provider,
    outcome: outcome.kind,
    ...(outcome.kind === 'sent' ? { providerId: outcome.providerId } : { reason: outcome.reason }),
  };
  return { kind: outcome.kind, attempt };
}

function fateNews(fate: Fate): News {
  switch (fate.kind) {
    case 'delivered':
      return { kind: 'delivered' };
    case 'failed':
      return { kind: 'undelivered', info: fate.info };
    case 'unconfirmed':
      return {
        kind: 'unconfirmed',
        info: `its provider did not say within ${Math.round(fate.withinMs / 1_000)} s that it had arrived`,
      };
  }
}
