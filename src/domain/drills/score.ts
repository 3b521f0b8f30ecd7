import { inTime, isOver, type TestPage } from '#domain/test-pages';
import { SECOND } from '#kernel/clock';

/** How well a channel has reached its owner in the last drills. */
export interface Score {
  /** Test pages of drills that went out, or could not. */
  sent: number;
  /** Those that were answered in time. */
  answered: number;
  /** Answered ÷ sent, 0–100; undefined where nothing was sent yet. */
  percent?: number;
  /** Seconds until the answer, of those in time; the middle one. */
  medianSeconds?: number;
}

/** Fewer than these prove nothing. */
const LEAST = 2;
/** Below this share of answers a channel is poor. */
const POOR_PERCENT = 50;

/** Test pages that are over and were not called off, newest first. */
const counted = (now: Date, pages: readonly TestPage[]) =>
  pages.filter((page) => page.origin === 'drill' && page.status !== 'cancelled' && isOver(now, page));

/** The score of a channel by its test pages, newest first; of drills the last `most`. */
export function scoreOf(now: Date, pages: readonly TestPage[], most: number): Score {
  const last = counted(now, pages).slice(0, most);
  const answered = last.filter(inTime);
  const seconds = answered.map(({ answeredAt, sentAt, createdAt }) =>
    Math.max(0, Math.round((answeredAt!.getTime() - (sentAt ?? createdAt).getTime()) / SECOND)),
  );
  const score = { sent: last.length, answered: answered.length };
  return {
    ...score,
    ...(score.sent > 0 ? { percent: Math.round((100 * score.answered) / score.sent) } : {}),
    ...(seconds.length > 0 ? { medianSeconds: middle(seconds) } : {}),
  };
}

/** Answered by less than half, or not at all the last two times. */
export function isPoor(now: Date, pages: readonly TestPage[], most: number): boolean {
  const last = counted(now, pages).slice(0, most);
  if (last.length < LEAST) return false;
  const { percent = 100 } = scoreOf(now, last, most);
  return percent < POOR_PERCENT || last.slice(0, LEAST).every((page) => !inTime(page));
}

function middle(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : Math.round((sorted[half - 1]! + sorted[half]!) / 2);
}
