import { keyOf } from '#domain/contacts';
import { count } from '#kernel/text';
import type { Book, Engagement, EngagementTree } from './engagement.ts';
import { answeredIn, nameIn } from './names.ts';

/** What becomes of an acknowledgement that is followed by nothing: the root waits, and then begins anew. */

const minutesOf = ({ root }: EngagementTree, book: Book): number =>
  book.contacts.get(keyOf(root.contact))?.acknowledgementMinutes ?? 0;

const withRoot = ({ all: [_was, ...rest] }: EngagementTree, root: Engagement): EngagementTree => ({
  root,
  all: [root, ...rest],
});

export function withoutWait({ repageAt: _over, ...one }: Engagement): Engagement {
  return one;
}

/** The tree as it waits from `now` on: by the plan of now, and only where its root is acknowledged. */
export function waiting(now: Date, tree: EngagementTree, book: Book): EngagementTree {
  const minutes = minutesOf(tree, book);
  if (tree.root.status !== 'acknowledged') return tree;
  if (minutes === 0) return tree.root.repageAt ? withRoot(tree, withoutWait(tree.root)) : tree;
  const repageAt = new Date(Math.ceil(now.getTime() + minutes * book.minuteMs));
  return withRoot(tree, { ...tree.root, repageAt });
}

/** Whether the plan of now still knows of a timeout. */
export const hasTimeout = (tree: EngagementTree, book: Book): boolean => minutesOf(tree, book) > 0;

/** The tree as its root begins anew `at` a moment. Whoever was engaged before stays as they are, of an earlier round. */
export function begunAnew(tree: EngagementTree, at: Date): EngagementTree {
  const { stoppedAt: _stopped, stopReason: _reason, ...root } = withoutWait(tree.root);
  const begun = { status: 'engaging' as const, stage: -1, cycle: 0, attempts: {}, attemptedAt: {} };
  return withRoot(tree, { ...root, ...begun, round: root.round + 1, stageStartedAt: at });
}

/** What the timeline says as it begins anew. */
export function toldAnew(tree: EngagementTree, book: Book): string {
  const who = answeredIn(book, tree) || nameIn(book, tree.root);
  const after = count(minutesOf(tree, book), 'minute');
  return `${who} has acknowledged, and ${after} later this is neither resolved nor In Progress: ${nameIn(book, tree.root)} is paged anew, from the first stage on`;
}
