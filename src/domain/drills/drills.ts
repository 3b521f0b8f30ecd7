import { type ContactChannels, type ContactRef, type Contacts, contactArn, keyOf } from '#domain/contacts';
import { checkTimeZone } from '#domain/oncall';
import type { TestPage, TestPages } from '#domain/test-pages';
import type { Actor } from '#kernel/actor';
import { MINUTE } from '#kernel/clock';
import { randomId } from '#kernel/ids';
import { invalid, notFound } from '#kernel/refusal';
import type { Queries, Tx } from '#storage/db';
import type { DueWork } from '#storage/due';
import { type Drill, type DrillTerms, nextDrill } from './drill.ts';
import { drillsSql, toDrill } from './drills.sql.ts';
import { isPoor, type Score, scoreOf } from './score.ts';

export const DRILL_QUEUE = 'drills';
const PRIORITY = 5;
/** Drills that a score counts unless told otherwise. */
export const USUAL_LAST = 10;

/** A channel of somebody who is drilled, and how it did. */
export interface ChannelScore extends Score {
  id: string;
  name: string;
  type: string;
  activated: boolean;
  /** Answered by less than half, or not at all the last two times. */
  isPoor: boolean;
  /** A test page that was answered since the last drill: it works now. */
  isMended: boolean;
}

export interface PersonScore {
  contact: ContactRef;
  channels: ChannelScore[];
}

export interface DrillRooms {
  contacts: Contacts;
  contactChannels: ContactChannels;
  testPages: TestPages;
  due: DueWork;
}

export interface Drills {
  /** Whether a person is drilled, and how: opts them in, or changes the terms. What is under way ends. */
  set(tx: Tx, now: Date, actor: Actor, contact: ContactRef, terms: DrillTerms): Promise<Drill>;
  /** Opts out. Doing it twice is harmless. */
  remove(tx: Tx, contact: ContactRef): Promise<void>;
  get(on: Queries, contact: ContactRef): Promise<Drill>;
  /** By alias. */
  list(on: Queries, query: { account: string; region: string; limit: number; after?: string }): Promise<Drill[]>;
  /** How the channels of these people, all of one account, did in their last drills: `last` of them, 10 unless given. */
  scores(on: Queries, now: Date, contacts: readonly ContactRef[], last?: number): Promise<PersonScore[]>;
}

export function createDrills({ contacts, contactChannels, testPages, due }: DrillRooms): Drills {
  const find = async (on: Queries, { account, region, alias }: ContactRef) => {
    const row = await on.first(drillsSql.one, [account, region, alias]);
    return row && toDrill(row);
  };
  return {
    async set(tx, now, actor, contact, terms) {
      const { type } = await contacts.lock(tx, contact);
      if (type !== 'PERSONAL') throw fault('contact', `only people are drilled; ${contact.alias} is of type ${type}`);
      checkTerms(terms);
      const seed = (await find(tx, contact))?.seed ?? randomId();
      const activated = (await contactChannels.of(tx, [contact])).filter((channel) => channel.activated);
      const { at, day } = plan(now, { ...terms, seed }, activated.length);
      const { account, region, alias } = contact;
      const { everyDays, weekdays, from, to, timeZone, waitMinutes } = terms;
      const kept = [account, region, alias, everyDays, weekdays, from, to, timeZone, waitMinutes];
      await tx.rows(drillsSql.set, [...kept, seed, at, day, now, actor.principal]);
      await due.put(tx, now, [workOf(contact, at)]);
      return (await find(tx, contact))!;
    },
    async remove(tx, contact) {
      const { account, region, alias } = await contacts.lock(tx, contact);
      await tx.rows(drillsSql.remove, [account, region, alias]);
      await due.cancel(tx, DRILL_QUEUE, [keyOf(contact)]);
    },
    async get(on, contact) {
      const drill = await find(on, contact);
      if (!drill) throw notFound('DRILL', `${contactArn(contact)} is not drilled`);
      return drill;
    },
    async list(on, { account, region, limit, after }) {
      return (await on.rows(drillsSql.list, [account, region, after ?? null, limit])).map(toDrill);
    },
    async scores(on, now, people, last = USUAL_LAST) {
      const [first] = people;
      if (!first) return [];
      const channels = Map.groupBy(await contactChannels.of(on, [...people]), ({ contact }) => keyOf(contact));
      // One more than counts may still be waited for; asked ones may lie between.
      const query = { account: first.account, contacts: people };
      const drilled = await testPages.latest(on, { ...query, origin: 'drill', limit: last + 1 });
      const newest = await testPages.latest(on, { ...query, limit: 1 });
      return people.map((contact) => ({
        contact,
        channels: (channels.get(keyOf(contact)) ?? []).map(({ id, name, type, activated }) => {
          const pages = drilled.get(id) ?? [];
          const mended = isMended(newest.get(id)?.[0]);
          const common = { id, name, type, activated, isPoor: isPoor(now, pages, last), isMended: mended };
          return { ...common, ...scoreOf(now, pages, last) };
        }),
      }));
    },
  };
}

const isMended = (page: TestPage | undefined): boolean => page?.status === 'answered' && page.origin === 'asked';

export const workOf = (contact: ContactRef, runAt: Date) => ({
  ...{ queue: DRILL_QUEUE, key: keyOf(contact), account: contact.account, runAt, priority: PRIORITY },
  payload: { region: contact.region, alias: contact.alias },
});

function plan(now: Date, terms: DrillTerms & { seed: string }, channels: number) {
  try {
    return nextDrill(terms, now, undefined, channels);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw fault('from', `${error.message}: widen the window, or take another one`);
  }
}

function checkTerms({ weekdays, from, to, timeZone, waitMinutes }: DrillTerms): void {
  checkTimeZone(timeZone);
  if (weekdays.length === 0) throw fault('weekdays', 'wanted at least one day of the week, got none');
  const minutes = to - from;
  if (minutes >= waitMinutes) return;
  throw fault('to', `wanted a window of at least the ${waitMinutes} minutes that are waited for, got ${minutes}`);
}

function fault(name: string, what: string) {
  const message = `${name}: ${what}`;
  return invalid(message, { name, message });
}

export const waitMs = ({ waitMinutes }: DrillTerms) => waitMinutes * MINUTE;
