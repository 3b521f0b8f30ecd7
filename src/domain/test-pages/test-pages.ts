import type { NewMessage, Outbox } from '#domain/channels';
import { type ContactChannel, type ContactChannels, type ContactRef, channelArn, contactArn } from '#domain/contacts';
import type { Actor } from '#kernel/actor';
import { DAY, HOUR } from '#kernel/clock';
import { newId } from '#kernel/ids';
import { type Quota, within } from '#kernel/quota';
import { invalid, notFound, Refusal } from '#kernel/refusal';
import { sameSecret } from '#kernel/seal';
import type { Queries, Tx } from '#storage/db';
import { TEST } from './messages.ts';
import { ANSWER_MS, after, isAnswerable, mayTest, type Origin, type TestPage, TRIES } from './test-page.ts';
import { saved, testPagesSql, toTestPage } from './test-pages.sql.ts';
import type { TestSecrets } from './test-secrets.ts';

/** Behind every page, and before nothing. */
const PRIORITY = 5;
/** How long they are kept. */
const KEPT_MS = 400 * DAY;

export interface TestPageRef extends ContactRef {
  id: string;
}

export interface NewTest {
  contact: ContactRef;
  channelId: string;
  origin: Origin;
  /** In milliseconds. */
  answerMs: number;
  requestedBy: string;
  requestId?: string;
}

export interface TestPages {
  /**
   * Sends one to a channel, over its real provider. Refuses a channel that is not activated, one that had its share within the hour,
   * and whoever may not (accessDenied).
   */
  ask(tx: Tx, now: Date, actor: Actor, channel: ContactRef & { id: string }): Promise<TestPage>;
  /** Puts one that nobody asked for by hand; the channel is activated. */
  put(tx: Tx, now: Date, test: NewTest, channel: ContactChannel): Promise<TestPage>;
  get(on: Queries, ref: TestPageRef): Promise<TestPage>;
  byId(on: Queries, id: string): Promise<TestPage | undefined>;
  /** One contact's, newest first. */
  list(on: Queries, contact: ContactRef, limit: number, before?: string): Promise<TestPage[]>;
  /** The newest of each channel of an account's people (or of these), `limit` of each at most. */
  latest(on: Queries, query: LatestQuery): Promise<Map<string, TestPage[]>>;
  /** Takes the code; five wrong ones and none is taken any more. Answering twice is harmless. */
  answer(tx: Tx, now: Date, actor: Actor, ref: TestPageRef, code: string): Promise<TestPage>;
}

export interface LatestQuery {
  account: string;
  contacts?: readonly ContactRef[];
  origin?: Origin;
  limit: number;
}

export interface TestPagesDeps {
  contactChannels: ContactChannels;
  outbox: Outbox;
  secrets: TestSecrets;
  quotas: Readonly<Record<'testPagesPerHour', Quota>>;
}

export function createTestPages({ contactChannels, outbox, secrets, quotas }: TestPagesDeps): TestPages {
  const get = async (on: Queries, ref: TestPageRef) => own(ref, await on.first(testPagesSql.byId, [ref.id]));
  const put: TestPages['put'] = async (tx, now, test, channel) => {
    const { contact, channelId, origin, answerMs, requestedBy, requestId } = test;
    const id = newId(now);
    const { account, region, alias } = contact;
    const until = new Date(now.getTime() + answerMs);
    const values = [id, account, region, alias, channelId, channel.type, origin, requestedBy, now, until];
    await tx.rows(testPagesSql.forget, [channelId, new Date(now.getTime() - KEPT_MS)]);
    await tx.rows(testPagesSql.insert, values);
    const message: NewMessage = { id, account, channelId, channelType: channel.type, kind: TEST, ...WHEN(now) };
    await outbox.put(tx, now, [requestId === undefined ? message : { ...message, requestId }]);
    return toTestPage((await tx.first(testPagesSql.byId, [id]))!);
  };
  return {
    put,
    get,
    async ask(tx, now, actor, ref) {
      // Held until the transaction ends: those who ask at once are counted one after the other.
      const channel = await contactChannels.lock(tx, ref);
      checkAsker(actor, channel);
      const since = new Date(now.getTime() - HOUR);
      const { count } = (await tx.first(testPagesSql.countAsked, [channel.id, since]))!;
      const resource = { type: 'CONTACT_CHANNEL', id: channelArn(channel.contact, channel.id) };
      within(quotas.testPagesPerHour, count + 1, resource);
      const { principal: requestedBy, requestId } = actor;
      const test = { contact: channel.contact, channelId: channel.id, origin: 'asked', answerMs: ANSWER_MS } as const;
      return put(tx, now, { ...test, requestedBy, requestId }, channel);
    },
    async byId(on, id) {
      const row = await on.first(testPagesSql.byId, [id]);
      return row && toTestPage(row);
    },
    async list(on, { account, region, alias }, limit, before) {
      return (await on.rows(testPagesSql.list, [account, region, alias, before ?? null, limit])).map(toTestPage);
    },
    async latest(on, { account, contacts, origin, limit }) {
      const named = contacts?.map(({ region, alias }) => ({ region, alias }));
      const values = [account, named ? JSON.stringify(named) : null, origin ?? null, limit];
      return Map.groupBy((await on.rows(testPagesSql.latest, values)).map(toTestPage), ({ channelId }) => channelId);
    },
    async answer(tx, now, actor, ref, code) {
      const page = own(ref, await tx.first(testPagesSql.lock, [ref.id]));
      if (page.status === 'answered') return page;
      if (!isAnswerable(now, page)) throw codeFault('it can be answered no more; ask for another test page');
      if (page.tries >= TRIES) throw codeFault('too many wrong codes; ask for another test page');
      const right = sameSecret(code, secrets.code(page.id));
      const next = right
        ? after(now, page, { kind: 'answered', by: actor.principal })
        : { ...page, tries: page.tries + 1 };
      await tx.rows(testPagesSql.save, saved(next));
      if (!right) throw codeFault('it is not the code of that test page', true);
      return next;
    },
  };
}

const WHEN = (now: Date) => ({ dueAt: now, payload: {}, priority: PRIORITY });

function checkAsker({ principal }: Actor, { contact, activated, name }: ContactChannel): void {
  if (!mayTest(principal, contact)) {
    const message = `Only ${contactArn(contact)} and administrators may have a test page sent to this channel; got ${principal}.`;
    throw new Refusal('accessDenied', message);
  }
  if (activated) return;
  const message = `channel ${name} is not activated: send a code and give it back, then test it`;
  throw invalid(message, { name: 'channelId', message });
}

/** Refuses (notFound) what is somebody else's. */
function own(ref: TestPageRef, row: Parameters<typeof toTestPage>[0] | undefined): TestPage {
  if (row?.account === ref.account && row.region === ref.region && row.alias === ref.alias) return toTestPage(row);
  throw notFound('TEST_PAGE', `${contactArn(ref)}/${ref.id}`);
}

function codeFault(what: string, keep = false): Refusal {
  const message = `code: ${what}`;
  return new Refusal('validation', message, { fields: [{ name: 'code', message }], ...(keep ? { keep } : {}) });
}
