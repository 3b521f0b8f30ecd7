import { type ContactRef, contactArn } from '#domain/contacts';
import { eventTypes } from '#domain/timeline';
import type { Tx } from '#storage/db';
import { answer } from './answer.ts';
import { applyAll, type Case, type EngagementRooms, onTimeline, pageData } from './apply.ts';
import { readBook } from './book.ts';
import { isLive } from './engagement.ts';
import { engagementsSql } from './engagements.sql.ts';
import { nextStageIn } from './hurry.ts';
import { lockTrees } from './lock.ts';
import { type PageRow, pagesSql } from './pages.sql.ts';
import { toMatter, toTree } from './rows.ts';

/** What was acknowledged: a page of the person's own, or for others; nothing where nobody waits for an answer. */
export type Acknowledgement = { kind: 'own'; page: PageRow } | { kind: 'forOthers' } | { kind: 'nothing' };

/** What people do about incidents where their name is known and no page is in their hand: in a chat room. */
export interface ByPerson {
  /**
   * Answers the page of a person that waits, of an incident or the last of all. Where an incident has none for them, its engagements
   * are acknowledged in their name.
   */
  acknowledge(tx: Tx, now: Date, person: ContactRef, info: string, incidentArn?: string): Promise<Acknowledgement>;
  /** The next stage of each of an incident's plans begins now. Answers whether one has begun; told on the timeline. */
  escalate(tx: Tx, now: Date, person: ContactRef, incidentArn: string): Promise<boolean>;
}

export function createByPerson(rooms: EngagementRooms): ByPerson {
  return {
    async acknowledge(tx, now, person, info, incidentArn) {
      const { account, region, alias } = person;
      const page = await tx.first(pagesSql.waitingFor, [account, region, alias, incidentArn ?? null]);
      if (page) {
        await answer(tx, now, rooms, { page }, info, contactArn(person));
        return { kind: 'own', page };
      }
      if (incidentArn === undefined) return { kind: 'nothing' };
      return (await acknowledgeAll(tx, now, rooms, person, incidentArn)) ? { kind: 'forOthers' } : { kind: 'nothing' };
    },
    async escalate(tx, now, person, incidentArn) {
      const { trees, book } = await treesOf(tx, now, rooms, person, incidentArn);
      const cases = trees.flatMap(({ was, matter }): Case[] => {
        const engagementId = nextStageIn(was, book);
        return engagementId ? [{ was, matter, input: { kind: 'hurried', engagementId } }] : [];
      });
      const text = JSON.stringify(`${person.alias} has escalated by chat`);
      const told = cases
        .slice(0, 1)
        .flatMap(({ matter }) => onTimeline(now, matter, eventTypes.custom, text, contactArn(person)));
      await applyAll(tx, now, rooms, book, cases, told);
      return cases.length > 0;
    },
  };
}

/** Whoever says it in the room takes it for all who are paged: their plans end. */
async function acknowledgeAll(
  tx: Tx,
  now: Date,
  rooms: EngagementRooms,
  person: ContactRef,
  incidentArn: string,
): Promise<boolean> {
  const { trees, book } = await treesOf(tx, now, rooms, person, incidentArn);
  const live = trees.filter(({ was }) => isLive(was.root));
  const told = live.flatMap(({ was, matter }) =>
    onTimeline(now, matter, eventTypes.acknowledgement, pageData(was.root), contactArn(person)),
  );
  const cases = live.map(({ was, matter }): Case => {
    return { was, matter, input: { kind: 'acknowledged', engagementId: was.root.id } };
  });
  await applyAll(tx, now, rooms, book, cases, told);
  return cases.length > 0;
}

/** An incident's trees, locked, and what the plans of their people say. */
async function treesOf(tx: Tx, now: Date, rooms: EngagementRooms, { account }: ContactRef, incidentArn: string) {
  const roots = (await tx.rows(engagementsSql.rootsOfIncident, [account, incidentArn])).map(({ id }) => id);
  const rows = [...(await lockTrees(tx, roots)).values()];
  const trees = rows.flatMap((own) => {
    const was = toTree(own);
    return was ? [{ was, matter: toMatter(own[0]!) }] : [];
  });
  const people = trees.flatMap(({ was }) => was.all.map(({ contact }) => contact));
  return { trees, book: await readBook(tx, now, rooms, people) };
}
