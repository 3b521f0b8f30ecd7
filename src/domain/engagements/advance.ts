import { type ContactRef, keyOf, type Stage } from '#domain/contacts';
import {
  type Book,
  type BookContact,
  type Effect,
  type Engagement,
  type EngagementTree,
  isPresent,
} from './engagement.ts';
import { onCallAt } from './on-call.ts';

type Page = Extract<Effect, { kind: 'page' }>;

/** What moving one engagement up to `now` gave: itself, whom it engaged, and what is to be done. */
export interface Advanced {
  next: Engagement;
  engaged: NewEngagement[];
  pages: Page[];
  told: string[];
}

export type NewEngagement = Omit<Engagement, 'id'>;

/**
 * Enters every stage of a part of `tree` whose time has come, each at its own exact moment however late it is now, with the repeats that fell
 * due meanwhile drawn together into one.
 */
export function advance(now: Date, was: Engagement, book: Book, tree: EngagementTree): Advanced {
  const plan = book.contacts.get(keyOf(was.contact));
  const result: Advanced = { next: was, engaged: [], pages: [], told: [] };
  if (was.status !== 'engaging') return result;
  // It was asked once: those engaged stay so, whoever takes over meanwhile.
  if (was.contactType === 'ONCALL_SCHEDULE' && was.stage >= 0) return result;
  if (!plan) return end(result, now, `${was.contact.alias} does not exist any more; nobody is paged through it`);
  if (was.contactType === 'ONCALL_SCHEDULE') return askSchedule(result, now, plan.name, book, tree);
  if (plan.stages.length === 0)
    return end(result, was.startedAt, `${plan.name} has no stages in its plan; nobody is paged through it`);
  for (;;) {
    const current = plan.stages[result.next.stage];
    if (current) repeatPages(result, now, current, book);
    const startsAt = stageEnd(result.next, current, book);
    if (startsAt.getTime() > now.getTime()) return result;
    const following = plan.stages[result.next.stage + 1] ?? beginAgain(result, plan);
    if (!following) return end(result, startsAt);
    enterStage(result, following, startsAt, book, plan.name, tree);
  }
}

/** The first stage once more, where the plan repeats. One without any length would repeat all of it at one moment, and does not. */
function beginAgain(result: Advanced, { name, repeats, stages }: BookContact): Stage | undefined {
  const cycle = result.next.cycle + 1;
  if (cycle > repeats || stages.every(({ minutes }) => minutes === 0)) return undefined;
  result.next = { ...result.next, cycle, stage: -1 };
  result.told.push(`The plan of ${name} begins again, as nobody has ended it: repeat ${cycle} of ${repeats}`);
  return stages[0];
}

/** When the stage that runs is over. Before the first stage: at once. After a plan was shortened: when the last one began. */
function stageEnd(engagement: Engagement, stage: Stage | undefined, book: Book): Date {
  return new Date(engagement.stageStartedAt.getTime() + (stage?.minutes ?? 0) * book.minuteMs);
}

/** When this engagement must be looked at again; undefined: never by itself. */
export function nextMoment(engagement: Engagement, book: Book): Date | undefined {
  if (engagement.repageAt) return engagement.repageAt;
  if (engagement.status !== 'engaging') return undefined;
  // It ends with those whom it engaged, by their moments.
  if (engagement.contactType === 'ONCALL_SCHEDULE' && engagement.stage >= 0) return undefined;
  const stage = book.contacts.get(keyOf(engagement.contact))?.stages[engagement.stage];
  // The plan was shortened, or is gone: to be looked at now.
  if (!stage) return engagement.stageStartedAt;
  const end = stageEnd(engagement, stage, book).getTime();
  const repeats = stage.targets.flatMap((target) => {
    if (target.kind !== 'channel' || target.retryMinutes === 0) return [];
    const at = lastAttempt(engagement, target.channelId).at + target.retryMinutes * book.minuteMs;
    return at < end ? [at] : [];
  });
  // Rounded up: a scaled minute need not be whole milliseconds, and a moment just before the repeat would find nothing due.
  return new Date(Math.ceil(Math.min(end, ...repeats)));
}

/** A channel's last attempt in the stage that runs. A target that was added since counts from the stage's beginning. */
function lastAttempt({ attempts, attemptedAt, stageStartedAt }: Engagement, channelId: string) {
  return { number: attempts[channelId] ?? 1, at: attemptedAt[channelId] ?? stageStartedAt.getTime() };
}

function enterStage(result: Advanced, stage: Stage, at: Date, book: Book, name: string, tree: EngagementTree): void {
  const number = result.next.stage + 1;
  result.next = { ...result.next, stage: number, stageStartedAt: at, attempts: {}, attemptedAt: {} };
  let reached = 0;
  for (const target of stage.targets) {
    if (target.kind === 'contact') {
      const { contact, essential } = target;
      if (result.next.cycle > 0 && hasAnswered(tree, contact)) reached++;
      else reached += engage(result, { contact, essential, parentStage: number }, at, book, 'the plan');
    } else if (page(result, target.channelId, 1, at, book)) reached++;
  }
  if (stage.targets.length > 0 && reached === 0) result.told.push(`Stage ${number + 1} of ${name} reaches nobody`);
}

/** Who has answered is not asked again by a repeat of the plan. */
const hasAnswered = (tree: EngagementTree, contact: ContactRef): boolean =>
  tree.all.some(
    (one) => one.status === 'acknowledged' && isPresent(one, tree) && keyOf(one.contact) === keyOf(contact),
  );

/** Engages whoever is on call, at the moment at which the schedule's own turn came; without anybody it is over. */
function askSchedule(result: Advanced, now: Date, name: string, book: Book, tree: EngagementTree): Advanced {
  const { contact, essential, stageStartedAt: at } = result.next;
  const { people, told } = onCallAt(now, at, name, book.schedules.get(keyOf(contact)) ?? { rotations: [] });
  result.told.push(...told);
  let reached = 0;
  for (const person of people) {
    if (tree.root.cycle > 0 && hasAnswered(tree, person)) continue;
    reached += engage(result, { contact: person, essential }, at, book, name);
  }
  if (reached === 0) return end(result, at);
  result.next = { ...result.next, stage: 0 };
  return result;
}

type Engaged = Pick<Engagement, 'contact' | 'essential' | 'parentStage'>;

/** Answers how many were engaged: 1, or 0 where there is no such contact. `by` names who names them. */
function engage(result: Advanced, engaged: Engaged, at: Date, book: Book, by: string): number {
  const { contact } = engaged;
  const target = book.contacts.get(keyOf(contact));
  if (!target) {
    result.told.push(`${contact.alias} is named by ${by} and does not exist any more; skipped`);
    return 0;
  }
  const { id: parentId, round } = result.next;
  const fresh = { ...engaged, contactType: target.type, parentId, status: 'engaging' as const, cycle: 0, round };
  result.engaged.push({ ...fresh, stage: -1, stageStartedAt: at, attempts: {}, attemptedAt: {}, startedAt: at });
  return 1;
}

function page(result: Advanced, channelId: string, attempt: number, dueAt: Date, book: Book): boolean {
  const channel = book.channels.get(channelId);
  const { id: engagementId, contact, stage } = result.next;
  // Counted also when nothing can be sent: else the next repeat would stay due, and the timer would never lie ahead.
  const attempts = { ...result.next.attempts, [channelId]: attempt };
  const attemptedAt = { ...result.next.attemptedAt, [channelId]: dueAt.getTime() };
  result.next = { ...result.next, attempts, attemptedAt };
  if (!channel?.activated) {
    result.told.push(`A channel of ${contact.alias} is ${channel ? 'not activated' : 'deleted'}; skipped`);
    return false;
  }
  result.pages.push({ kind: 'page', engagementId, channelId, channelType: channel.type, stage, attempt, dueAt });
  return true;
}

/**
 * Of the repeats due by now within the stage, the latest; those that were missed are drawn together into it. Each is due an
 * interval after the one before: where the interval was changed meanwhile, the new one counts from the last attempt on.
 */
function repeatPages(result: Advanced, now: Date, stage: Stage, book: Book): void {
  // Strictly before the stage's end: what falls on it belongs to the next stage.
  const until = Math.min(now.getTime(), stageEnd(result.next, stage, book).getTime() - 1);
  for (const target of stage.targets) {
    if (target.kind !== 'channel' || target.retryMinutes === 0) continue;
    const interval = target.retryMinutes * book.minuteMs;
    const { number, at } = lastAttempt(result.next, target.channelId);
    const due = Math.floor((until - at) / interval);
    if (due > 0) page(result, target.channelId, number + due, new Date(at + due * interval), book);
  }
}

function end(result: Advanced, at: Date, told?: string): Advanced {
  result.next = { ...result.next, status: 'ended', stoppedAt: at };
  if (told) result.told.push(told);
  return result;
}
