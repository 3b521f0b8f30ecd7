import { keyOf } from '#domain/contacts';
import { unreachable } from '#kernel/unreachable';
import { advance, type NewEngagement, nextMoment } from './advance.ts';
import {
  type Book,
  type Decision,
  type Effect,
  type Engagement,
  type EngagementTree,
  type Input,
  isLive,
  isPresent,
  type Reason,
} from './engagement.ts';
import { endOfStage } from './hurry.ts';
import { answeredIn, nameIn } from './names.ts';
import { closeSchedules } from './on-call.ts';
import { afterRefusal } from './refusal.ts';
import { begunAnew, hasTimeout, toldAnew, waiting, withoutWait } from './timeout.ts';

/**
 * What an engagement does next. Pure: the same clock, state, plans and input give the same decision. A late or repeated
 * input is ordinary and changes nothing. `newId` names the engagements that it begins.
 */
export function decide(now: Date, was: EngagementTree, book: Book, input: Input, newId: () => string): Decision {
  switch (input.kind) {
    case 'started':
      return move(now, was, book, input.kind, newId);
    case 'woken':
      return was.root.repageAt
        ? endWait(now, was, was.root.repageAt, book, input, newId)
        : move(now, was, book, input.kind, newId);
    case 'acknowledged':
      return acknowledge(now, was, book, input.engagementId);
    case 'hurried':
      return move(now, was, endOfStage(now, was, book, input.engagementId), 'woken', newId);
    case 'refused':
      return refused(now, was, book, input, newId);
    case 'stopped':
      return stop(now, was, book, input);
    default:
      return unreachable(input);
  }
}

function move(now: Date, was: EngagementTree, book: Book, kind: 'started' | 'woken', newId: () => string): Decision {
  if (!was.all.some((one) => one.status === 'engaging')) return unchanged(was, 'alreadySettled');
  const effects: Effect[] = [];
  const all = [...was.all];
  // Engaged people are appended and advanced in their turn, so that all that is due now is decided in one go.
  for (let index = 0; index < all.length; index++) {
    const { next, engaged, pages, told } = advance(now, all[index]!, book, { root: all[0]!, all });
    all[index] = next;
    all.push(...engaged.map((fresh: NewEngagement) => ({ ...fresh, id: newId() })));
    effects.push(...pages, ...told.map((text) => ({ kind: 'tell' as const, text })));
  }
  const next = tree(all);
  const over = !next.all.some((one) => one.status === 'engaging');
  if (over)
    effects.push({
      kind: 'tell',
      text: `The plan of ${nameIn(book, next.root)} has run to its end; ${answersIn(book, next)}`,
    });
  effects.push(timer(next, book));
  const why = over
    ? 'planEnded'
    : kind === 'started'
      ? 'started'
      : effects.some((one) => one.kind === 'page')
        ? 'stageReached'
        : 'nothingDue';
  return { next, why, effects: onePagePerChannel(effects) };
}

/** Where nobody was reached, nobody is waited for: the next stage begins at once, and the timeline says why. */
function refused(
  now: Date,
  was: EngagementTree,
  book: Book,
  { engagementIds, pages }: Extract<Input, { kind: 'refused' }>,
  newId: () => string,
): Decision {
  const [over] = engagementIds.flatMap((id) => afterRefusal(was, book, id, pages) ?? []);
  if (!over) return unchanged(was, 'nothingDue');
  const moved = move(now, was, endOfStage(now, was, book, over.engagementId), 'woken', newId);
  return { ...moved, effects: [{ kind: 'tell', text: over.why }, ...moved.effects] };
}

/**
 * An acknowledged engagement is looked at. When its wait is over, it begins anew; while somebody works on the incident, the
 * wait does. Without a timeout in the plan of now it is over for good.
 */
function endWait(
  now: Date,
  was: EngagementTree,
  at: Date,
  book: Book,
  { inProgress }: Extract<Input, { kind: 'woken' }>,
  newId: () => string,
): Decision {
  if (at > now) return { next: was, why: 'nothingDue', effects: [{ kind: 'wakeAt', at }] };
  if (inProgress || !hasTimeout(was, book)) return waitAnew(now, was, book, 'stillInProgress');
  const { next, effects } = move(now, begunAnew(was, at), book, 'woken', newId);
  const told: Effect = { kind: 'tell', text: toldAnew(was, book) };
  return { next, why: 'acknowledgementTimedOut', effects: [told, ...effects] };
}

/** The wait of an acknowledged engagement begins once more, by the plan of now. Nothing where none was under way. */
function waitAnew(now: Date, was: EngagementTree, book: Book, why: Reason): Decision {
  if (!was.root.repageAt) return unchanged(was, 'alreadySettled');
  const next = waiting(now, was, book);
  return { next, why: next.root.repageAt ? why : 'timeoutTakenAway', effects: [timer(next, book)] };
}

/**
 * AWS's rule: the answer of an essential person ends the plan, and with it the whole engagement; that of any other ends
 * only that person's own stages. Where a person was engaged twice, one answer counts for both. Who was reached through a
 * schedule answers for it.
 */
function acknowledge(now: Date, was: EngagementTree, book: Book, engagementId: string): Decision {
  const by = was.all.find((one) => one.id === engagementId);
  if (!by || !isPresent(by, was)) return unchanged(was, 'alreadySettled');
  if (!isLive(by)) return waitAnew(now, was, book, 'acknowledgedAgain');
  const same = (one: Engagement) => isPresent(one, was) && keyOf(one.contact) === keyOf(by.contact);
  const ends = by === was.root || was.all.some((one) => same(one) && one.essential);
  const above = new Set(was.all.filter(same).flatMap((one) => ancestors(was, one)));
  const settle = (one: Engagement): Engagement => {
    if (!isLive(one)) return one;
    if (same(one) || (ends && above.has(one.id))) return settled(one, now, 'acknowledged');
    return ends ? settled(one, now, 'stopped', `acknowledged by ${by.contact.alias}`) : one;
  };
  const next = waiting(now, tree(was.all.map(settle)), book);
  return { next, why: ends ? 'acknowledged' : 'acknowledgedByNonEssential', effects: [timer(next, book)] };
}

/**
 * Stops an engagement and whom it engaged: from the root, all of it; a person's own, only theirs, and the plan above goes on.
 * One that is acknowledged stays so, and waits for no timeout any more.
 */
function stop(now: Date, was: EngagementTree, book: Book, input: Extract<Input, { kind: 'stopped' }>): Decision {
  const { reason, engagementId = was.root.id } = input;
  const meant = new Set([engagementId]);
  // Whoever was engaged comes after the one that engaged them.
  for (const { id, parentId } of was.all) if (parentId !== undefined && meant.has(parentId)) meant.add(id);
  const isMeant = (one: Engagement) => meant.has(one.id) && (isLive(one) || one.repageAt !== undefined);
  if (!was.all.some(isMeant)) return unchanged(was, 'alreadySettled');
  const stopped = (one: Engagement) => (isLive(one) ? settled(one, now, 'stopped', reason) : withoutWait(one));
  const next = tree(was.all.map((one) => (isMeant(one) ? stopped(one) : one)));
  return { next, why: 'stopped', effects: [timer(next, book)] };
}

function settled(one: Engagement, now: Date, status: 'acknowledged' | 'stopped', stopReason?: string): Engagement {
  return { ...one, status, stoppedAt: one.stoppedAt ?? now, ...(stopReason ? { stopReason } : {}) };
}

const unchanged = (was: EngagementTree, why: Reason): Decision => ({ next: was, why, effects: [] });

function tree(engaged: Engagement[]): EngagementTree {
  const all = closeSchedules(engaged);
  return { root: all[0]!, all };
}

/** The ids of those by whom an engagement was reached, up to the root. */
function ancestors(was: EngagementTree, { parentId }: Engagement): string[] {
  const parent = was.all.find(({ id }) => id === parentId);
  return parent ? [parent.id, ...ancestors(was, parent)] : [];
}

function answersIn(book: Book, next: EngagementTree): string {
  const answered = answeredIn(book, next);
  return answered ? `only ${answered} has acknowledged` : 'nobody has acknowledged';
}

/** One timer serves the whole engagement: the soonest moment of any of its parts. */
function timer(next: EngagementTree, book: Book): Effect {
  const moments = next.all.flatMap((one) => nextMoment(one, book)?.getTime() ?? []);
  return moments.length > 0 ? { kind: 'wakeAt', at: new Date(Math.min(...moments)) } : { kind: 'sleep' };
}

/** Stages that fall due together (after a stop, or by the plan) give a channel one page: the latest. */
function onePagePerChannel(effects: Effect[]): Effect[] {
  const latest = new Map<string, Effect>();
  for (const effect of effects) {
    if (effect.kind !== 'page') continue;
    const other = latest.get(effect.channelId);
    if (other?.kind !== 'page' || other.dueAt <= effect.dueAt) latest.set(effect.channelId, effect);
  }
  return effects.filter((effect) => effect.kind !== 'page' || latest.get(effect.channelId) === effect);
}
