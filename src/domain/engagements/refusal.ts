import { type Book, type Engagement, type EngagementTree, isPresent, type PagesFailed } from './engagement.ts';
import { canHurry } from './hurry.ts';
import { nameIn } from './names.ts';

type Failed = Readonly<Record<string, PagesFailed>>;

/** Whose stage is over because nobody was reached in it, and that in words. */
export interface OverByRefusal {
  engagementId: string;
  why: string;
}

/**
 * Where the next stage begins at once after a page of a person was refused for good: in the person's own plan, where every page of
 * the stage that runs was; else in the plan above, where all whom its stage reached are exhausted. Undefined: somebody may still
 * answer, nothing follows, or it has gone on meanwhile.
 */
export function afterRefusal(tree: EngagementTree, book: Book, id: string, failed: Failed): OverByRefusal | undefined {
  const one = tree.all.find((each) => each.id === id);
  if (!one || !isPresent(one, tree)) return undefined;
  if (one.status === 'engaging' && failed[one.id]?.stage && canHurry(one, book)) {
    const why = `Every page of stage ${one.stage + 1} of ${nameIn(book, one)} has failed for good; the next stage begins at once`;
    return { engagementId: one.id, why };
  }
  return isExhausted(one, tree, book, failed) ? planAbove(one, tree, book, failed) : undefined;
}

function planAbove(one: Engagement, tree: EngagementTree, book: Book, failed: Failed): OverByRefusal | undefined {
  const above = tree.all.find(({ id }) => id === one.parentId);
  if (!above) return undefined;
  if (above.contactType === 'ONCALL_SCHEDULE')
    return isExhausted(above, tree, book, failed) ? planAbove(above, tree, book, failed) : undefined;
  if (above.stage !== one.parentStage || !canHurry(above, book)) return undefined;
  // A plan that repeats has engaged others by the same stage before: they are asked no more.
  const reached = childrenOf(above, tree).filter(
    (each) => each.parentStage === above.stage && each.startedAt >= above.stageStartedAt,
  );
  if (!reached.every((each) => isOut(each, tree, book, failed))) return undefined;
  const people = reached.map((each) => nameIn(book, each)).join(', ');
  const stage = `stage ${above.stage + 1} of ${nameIn(book, above)}`;
  return {
    engagementId: above.id,
    why: `Every page to whom ${stage} names (${people}) has failed for good; the next stage begins at once`,
  };
}

/** Nobody waits for an answer of theirs, because nothing has reached them: their plans go no further, and no page has come through. */
function isExhausted(one: Engagement, tree: EngagementTree, book: Book, failed: Failed): boolean {
  const runsOut = one.status === 'ended' || (one.status === 'engaging' && one.stage >= 0);
  if (!runsOut || canHurry(one, book)) return false;
  if (one.contactType === 'PERSONAL') return failed[one.id]?.all ?? true;
  return childrenOf(one, tree).every((each) => isOut(each, tree, book, failed));
}

/** Who was stopped by hand is waited for no more than who cannot be reached; who has answered was reached. */
const isOut = (one: Engagement, tree: EngagementTree, book: Book, failed: Failed): boolean =>
  one.status === 'stopped' || isExhausted(one, tree, book, failed);

const childrenOf = ({ id }: Engagement, tree: EngagementTree) =>
  tree.all.filter((each) => each.parentId === id && isPresent(each, tree));
