import { invalid } from '#kernel/refusal';

/** What a plan wants done about noise. */
export interface Noise {
  /** What recovery does to an incident for which nothing fires any more: it is noted, or also resolves it. */
  onRecovery: 'note' | 'resolve';
  /** How long nothing must fire before the incident is resolved, in minutes, 0–1,440. */
  resolveAfterMinutes: number;
  /** A new alarm engages the plan anew when the incident has been quiet for so many minutes, 1–10,080; null: never. */
  pageAgainAfterMinutes: number | null;
  /** Which alerts are drawn together into one incident; null: those of one alarm, or of one alert, alone. */
  grouping: Grouping | null;
  /** What flaps, and pages nobody anew; null: nothing does. */
  flapping: Flapping | null;
}

export interface Grouping {
  /** Paths into the event, 1–5: alerts with the same values there are one group. */
  by: string[];
  /** How long after the incident was opened others join it, in minutes, 1–1,440. */
  windowMinutes: number;
}

/** Recovering more than so often (2–50) within so many minutes (1–1,440). */
export interface Flapping {
  recoveries: number;
  withinMinutes: number;
}

const NOISE: Noise = {
  onRecovery: 'note',
  resolveAfterMinutes: 0,
  pageAgainAfterMinutes: 30,
  grouping: null,
  flapping: null,
};

/** What a plan says, and what it does not say as by default. */
export const noiseOf = (plan: { noise?: Partial<Noise> } | undefined): Noise => ({ ...NOISE, ...plan?.noise });

const DAY_MINUTES = 24 * 60;
const PATH = /^[A-Za-z0-9_-]+(\.[^.\s"{}[\]]+)*$/;
const LONGEST_PATH = 256;
const MOST_PATHS = 5;

/** Refuses (validation) what could not work, naming the place. */
export function checkNoise(noise: Partial<Noise>): void {
  const { onRecovery, resolveAfterMinutes, pageAgainAfterMinutes, grouping, flapping } = noise;
  if (onRecovery !== undefined && !['note', 'resolve'].includes(onRecovery))
    throw fault('onRecovery', `wanted note or resolve, got ${JSON.stringify(onRecovery)}`);
  if (resolveAfterMinutes !== undefined) checkWhole('resolveAfterMinutes', resolveAfterMinutes, 0, DAY_MINUTES);
  if (typeof pageAgainAfterMinutes === 'number')
    checkWhole('pageAgainAfterMinutes', pageAgainAfterMinutes, 1, 7 * DAY_MINUTES);
  if (grouping) checkGrouping(grouping);
  if (!flapping) return;
  checkWhole('flapping.recoveries', flapping.recoveries, 2, 50);
  checkWhole('flapping.withinMinutes', flapping.withinMinutes, 1, DAY_MINUTES);
}

function checkGrouping({ by, windowMinutes }: Grouping): void {
  if (by.length === 0 || by.length > MOST_PATHS)
    throw fault('grouping.by', `wanted 1 to ${MOST_PATHS} paths into the event, got ${by.length}`);
  const wrong = by.find((path) => path.length > LONGEST_PATH || !PATH.test(path));
  if (wrong !== undefined)
    throw fault('grouping.by', `wanted paths as detail.labels.service, got ${JSON.stringify(wrong.slice(0, 100))}`);
  checkWhole('grouping.windowMinutes', windowMinutes, 1, DAY_MINUTES);
}

function checkWhole(place: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw fault(place, `wanted a whole number from ${min} to ${max}, got ${JSON.stringify(value)}`);
}

function fault(place: string, what: string) {
  const message = `${place}: ${what}`;
  return invalid(message, { name: place, message });
}
