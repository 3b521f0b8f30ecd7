import { keyOf, type Stage } from '#domain/contacts';
import type { Book, Engagement, EngagementTree } from './engagement.ts';

/**
 * The book as it would be if the stage that this part is in were over at `now`: nothing of it is repeated any more, and the
 * next one begins. The same book where the part is settled, or no stage follows.
 */
export function endOfStage(now: Date, tree: EngagementTree, book: Book, engagementId: string): Book {
  const one = tree.all.find(({ id }) => id === engagementId);
  if (!one || !canHurry(one, book)) return book;
  const key = keyOf(one.contact);
  const known = book.contacts.get(key)!;
  const minutes = Math.max(0, now.getTime() - one.stageStartedAt.getTime()) / book.minuteMs;
  const over: Stage = { minutes, targets: [] };
  const stages = known.stages.map((stage, index) => (index === one.stage ? over : stage));
  return { ...book, contacts: new Map(book.contacts).set(key, { ...known, stages }) };
}

/** Whether a stage follows the one that runs. */
export function canHurry(one: Engagement, book: Book): boolean {
  if (one.status !== 'engaging' || one.stage < 0 || one.contactType === 'ONCALL_SCHEDULE') return false;
  return book.contacts.get(keyOf(one.contact))?.stages[one.stage + 1] !== undefined;
}

/**
 * Where the next stage begins at once when a page of `stage` was in vain: the person's own plan, where it goes on; else the
 * plan above, where it still is in the stage that reached them. Undefined: nowhere, or it has gone on by itself meanwhile.
 */
export function inVain(tree: EngagementTree, book: Book, engagementId: string, stage: number): string | undefined {
  const one = tree.all.find(({ id }) => id === engagementId);
  if (one?.status !== 'engaging' && one?.status !== 'ended') return undefined;
  if (one.status === 'engaging' && one.stage !== stage) return undefined;
  return canHurry(one, book) ? one.id : planAbove(tree, book, one);
}

/** The first part of a tree, from its root down, of which a stage follows the one that runs. */
export const nextStageIn = (tree: EngagementTree, book: Book): string | undefined =>
  tree.all.find((one) => canHurry(one, book))?.id;

/** The nearest plan above that can go on from the stage that reached this one; else its own. For who asks for the next stage. */
export function nextLevel(tree: EngagementTree, book: Book, engagementId: string): string | undefined {
  const one = tree.all.find(({ id }) => id === engagementId);
  if (!one) return undefined;
  return planAbove(tree, book, one) ?? (canHurry(one, book) ? one.id : undefined);
}

function planAbove(tree: EngagementTree, book: Book, one: Engagement): string | undefined {
  const above = tree.all.find(({ id }) => id === one.parentId);
  if (!above) return undefined;
  if (above.contactType === 'ONCALL_SCHEDULE') return planAbove(tree, book, above);
  return above.stage === one.parentStage && canHurry(above, book) ? above.id : undefined;
}
