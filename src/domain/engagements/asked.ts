import { isLate } from '#domain/channels';
import { type ContactRef, keyOf } from '#domain/contacts';
import type { Book, EngagementTree, RotationAnswer } from './engagement.ts';

/**
 * What a schedule answered when its turn came. Kept with the decision: a rotation that is edited later changes nothing of what
 * was answered, and only this says why somebody was paged through it, or was not.
 */
export interface Asked {
  engagementId: string;
  schedule: ContactRef;
  /** When its turn came. */
  dueAt: Date;
  /** The moment whose rota counted: its own turn's, or of the decision where that was late. */
  at: Date;
  /** In the schedule's order. */
  rotations: AskedRotation[];
}

export interface AskedRotation {
  arn: string;
  /** Absent, as all that follows, where the rotation did not exist any more. */
  name?: string;
  /** An IANA zone. */
  timeZone?: string;
  /** Aliases; empty: nobody was on call in it. */
  people: string[];
  /** The shift's bounds, where there was one. */
  from?: Date;
  until?: Date;
  /** The overrides by which it was so, by their ids, and whose turn it would have been; empty: nobody's. */
  overrides?: string[];
  insteadOf?: string[];
}

/** The schedules that a decision at `now` asked, with their answers, in the order in which they were engaged. */
export function askedIn(now: Date, was: EngagementTree, next: EngagementTree, book: Book): Asked[] {
  const before = new Map(was.all.map((one) => [one.id, one]));
  return next.all.flatMap((one): Asked[] => {
    if (one.contactType !== 'ONCALL_SCHEDULE') return [];
    const earlier = before.get(one.id);
    const wasAsked = earlier !== undefined && (earlier.stage >= 0 || earlier.status !== 'engaging');
    const isAsked = one.stage >= 0 || one.status === 'ended';
    if (wasAsked || !isAsked) return [];
    const at = isLate(now, one.startedAt) ? now : one.startedAt;
    const rotations = book.schedules.get(keyOf(one.contact))?.rotations ?? [];
    const { id: engagementId, contact: schedule, startedAt: dueAt } = one;
    return [{ engagementId, schedule, dueAt, at, rotations: rotations.map((each) => answerOf(each, at)) }];
  });
}

const alias = ({ alias: name }: ContactRef) => name;

function answerOf({ arn, name, timeZone, shifts }: RotationAnswer, at: Date): AskedRotation {
  const covers = ({ start, end }: { start: Date; end: Date }) => start <= at && at < end;
  const shift = shifts?.find(covers);
  return {
    arn,
    ...(name === undefined ? {} : { name }),
    ...(timeZone === undefined ? {} : { timeZone }),
    people: shift?.people.map(alias) ?? [],
    ...(shift ? { from: shift.start, until: shift.end } : {}),
    ...(shift?.overridden ? { overrides: shift.by ?? [], insteadOf: shift.overridden.map(alias) } : {}),
  };
}
