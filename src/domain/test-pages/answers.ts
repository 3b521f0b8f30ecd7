import { type ContactChannels, type ContactRef, contactArn } from '#domain/contacts';
import { HOUR } from '#kernel/clock';
import { sameSecret } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { ANSWERABLE_MS, after, isAnswerable, type TestPage } from './test-page.ts';
import { saved, testPagesSql, toTestPage } from './test-pages.sql.ts';
import type { TestSecrets } from './test-secrets.ts';

/** An answer without a code means a test page no older than this. */
const RECENT_MS = HOUR;

/** What a link shows. */
export interface TestLinkView {
  page: TestPage;
  state: 'open' | 'answered' | 'over';
}

/** A test page that was answered where it arrived, and what is said to whoever did. */
export interface AnsweredTest {
  id: string;
  contact: ContactRef;
  say: string;
}

/** Answers that come back by the channel itself: links, replies, keys. */
export interface TestAnswers {
  /** What a link's token stands for; undefined for one that was not made here. Changes nothing: mail scanners follow links. */
  lookUpLink(on: Queries, now: Date, token: string): Promise<TestLinkView | undefined>;
  /** A second time, or too late, changes nothing. */
  answerByLink(tx: Tx, now: Date, token: string): Promise<(TestLinkView & { changed: boolean }) | undefined>;
  /** By its code; without one, the newest of the last hour. Undefined: none of these channels' is meant. */
  byText(tx: Tx, now: Date, channelIds: string[], code: string | undefined): Promise<AnsweredTest | undefined>;
  /** A key was pressed in the call with this message to this number. */
  byKey(tx: Tx, now: Date, call: { messageId: string; to: string }): Promise<AnsweredTest | undefined>;
}

const SAID = 'Thank you: the test page reached you. Nothing is wrong.';

export function createTestAnswers(contactChannels: ContactChannels, secrets: TestSecrets): TestAnswers {
  const view = (now: Date, page: TestPage): TestLinkView => ({
    page,
    state: page.status === 'answered' ? 'answered' : isAnswerable(now, page) ? 'open' : 'over',
  });
  async function answer(tx: Tx, now: Date, id: string): Promise<(TestLinkView & { changed: boolean }) | undefined> {
    const row = await tx.first(testPagesSql.lock, [id]);
    if (!row) return undefined;
    const was = toTestPage(row);
    if (!isAnswerable(now, was)) return { ...view(now, was), changed: false };
    const next = after(now, was, { kind: 'answered', by: contactArn(was.contact) });
    await tx.rows(testPagesSql.save, saved(next));
    return { ...view(now, next), changed: true };
  }
  const told = async (tx: Tx, now: Date, id: string): Promise<AnsweredTest | undefined> => {
    const answered = await answer(tx, now, id);
    return answered?.changed ? { id, contact: answered.page.contact, say: SAID } : undefined;
  };
  return {
    async lookUpLink(on, now, token) {
      const id = secrets.read(token);
      const row = id && (await on.first(testPagesSql.byId, [id]));
      return row ? view(now, toTestPage(row)) : undefined;
    },
    async answerByLink(tx, now, token) {
      const id = secrets.read(token);
      return id === undefined ? undefined : answer(tx, now, id);
    },
    async byText(tx, now, channelIds, code) {
      const since = new Date(now.getTime() - (code === undefined ? RECENT_MS : ANSWERABLE_MS));
      const rows = await tx.rows(testPagesSql.answerable, [channelIds, since]);
      const meant = rows.find(({ id, status }) =>
        code === undefined ? status !== 'waiting' : sameSecret(code, secrets.code(id)),
      );
      return meant && told(tx, now, meant.id);
    },
    async byKey(tx, now, { messageId, to }) {
      const row = await tx.first(testPagesSql.byId, [messageId]);
      if (row?.channel_type !== 'VOICE') return undefined;
      const channel = (await contactChannels.byId(tx, [row.channel_id])).get(row.channel_id);
      return channel?.address === to ? told(tx, now, row.id) : undefined;
    },
  };
}
