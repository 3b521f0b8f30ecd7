import { isLate } from '#domain/channels';
import { type ContactRef, keyOf } from '#domain/contacts';
import type { Engagement, ScheduleAnswer } from './engagement.ts';

/** Whom a schedule names, each once; and where that is nobody, why, in words that say what to do. */
export interface OnCall {
  people: ContactRef[];
  told: string[];
}

/**
 * Who is on call in a schedule whose turn came `at` a moment: by the rota of that moment while it is in time, so that a hand-off
 * a second later changes nothing; by the rota of now when it is late, for after a stop whoever has gone home is let be (law 5).
 */
export function onCallAt(now: Date, at: Date, name: string, { rotations }: ScheduleAnswer): OnCall {
  if (rotations.length === 0) {
    return { people: [], told: [`${name} has no rotations; nobody is paged through it. Give it some.`] };
  }
  const asked = isLate(now, at) ? now : at;
  const found = rotations.flatMap(({ shifts = [] }) =>
    shifts.filter(({ start, end }) => start <= asked && asked < end).flatMap(({ people }) => people),
  );
  const people = [...new Map(found.map((ref) => [keyOf(ref), ref])).values()];
  const told = rotations
    .filter(({ shifts }) => !shifts)
    .map(({ arn }) => `${arn} is named by ${name} and does not exist any more; passed over. Take it out of there.`);
  if (people.length === 0) {
    const when = `${asked.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    told.push(
      `Nobody is on call in ${name} at ${when}; nobody is paged through it. Look at its rotations and overrides.`,
    );
  }
  return { people, told };
}

/** A schedule's engagement lasts as long as somebody whom it engaged is being tried, and ends with the last of them. */
export function closeSchedules(all: Engagement[]): Engagement[] {
  return all.map((one) => {
    if (one.contactType !== 'ONCALL_SCHEDULE' || one.status !== 'engaging' || one.stage < 0) return one;
    const people = all.filter(({ parentId, round }) => parentId === one.id && round === one.round);
    if (people.some(({ status }) => status === 'engaging')) return one;
    const last = Math.max(...people.map(({ stoppedAt, startedAt }) => (stoppedAt ?? startedAt).getTime()));
    return { ...one, status: 'ended', stoppedAt: new Date(last) };
  });
}
