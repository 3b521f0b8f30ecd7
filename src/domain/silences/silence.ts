import { parseArn } from '#kernel/arn';
import { DAY, MINUTE } from '#kernel/clock';
import { matches, parsePattern } from '#kernel/patterns/index';
import { invalid, Refusal } from '#kernel/refusal';
import { cut, minuteText } from '#kernel/text';

/** What a silence covers: everything, what one response plan, rule or alarm opens, or what events open that match a pattern. */
export type Scope =
  | { of: 'everything' }
  | { of: 'plan' | 'rule' | 'alarm'; arn: string }
  | { of: 'pattern'; pattern: string };

export type SilenceStatus =
  /** It has not begun. */
  | 'planned'
  | 'active'
  /** Its end has come, or somebody ended it. */
  | 'over';

export interface Silence {
  id: string;
  account: string;
  scope: Scope;
  /** Why, in people's words. */
  reason: string;
  from: Date;
  /** Exclusive. */
  until: Date;
  /** Whether it covers severity 1, too: never unless somebody says so. */
  includeCritical: boolean;
  status: SilenceStatus;
  /** How many incidents it has silenced so far. */
  silenced: number;
  createdAt: Date;
  createdBy: string;
  modifiedAt: Date;
  modifiedBy: string;
}

/**
 * What would be silenced: the ARNs of its response plan, alarm and rule, as far as it has them, and the marks of the silences
 * whose patterns its event matches (`marksOf`); and its severity, 1 to 5.
 */
export interface Subject {
  names: readonly string[];
  severity: number;
}

type Covering = Pick<Silence, 'id' | 'scope' | 'includeCritical'>;

/** Whether a silence covers something, whenever. */
export function covers({ id, scope, includeCritical }: Covering, subject: Subject): boolean {
  if (subject.severity === 1 && !includeCritical) return false;
  if (scope.of === 'everything') return true;
  return subject.names.includes(scope.of === 'pattern' ? markOf(id) : scope.arn);
}

/** What stands in the names of whatever a silence's pattern matches: the event itself is not kept. */
const markOf = (id: string) => `silence/${id}`;

/** The marks of the silences whose patterns an event matches. One that nests too deeply to be judged matches none. */
export function marksOf(silences: readonly Pick<Silence, 'id' | 'scope'>[], event: unknown): string[] {
  const patterns = silences.flatMap(({ id, scope }) =>
    scope.of === 'pattern' ? [{ id, pattern: scope.pattern }] : [],
  );
  if (patterns.length === 0) return [];
  return patterns.flatMap(({ id, pattern }) => (isMatch(pattern, event) ? [markOf(id)] : []));
}

function isMatch(pattern: string, event: unknown): boolean {
  try {
    return typeof event === 'object' && event !== null && matches(parsePattern(pattern), event);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** Whether a silence lasts at an instant. */
const lastsAt = ({ from, until }: Pick<Silence, 'from' | 'until'>, at: Date) => from <= at && at < until;

/** Of the silences that cover something at an instant, the one that ends last. */
export function silenceOf<S extends Pick<Silence, 'from' | 'until'> & Covering>(
  silences: readonly S[],
  at: Date,
  subject: Subject,
): S | undefined {
  const meant = silences.filter((one) => lastsAt(one, at) && covers(one, subject));
  return meant.toSorted((a, b) => b.until.getTime() - a.until.getTime())[0];
}

/** `plan payments`, as people read it. */
export function scopeText(scope: Scope): string {
  if (scope.of === 'everything') return 'everything';
  if (scope.of === 'pattern') return `events that match ${cut(scope.pattern, 200)}`;
  const resource = parseArn(scope.arn)?.resource ?? scope.arn;
  return `${scope.of === 'plan' ? 'response plan' : scope.of} ${resource.replace(/^(response-plan|rule)\/|^alarm:/, '')}`;
}

/** `silenced until 2026-01-02 04:10 UTC ("the database is moved", by arn:…)` */
export const silencedText = ({ until, reason, createdBy }: Silence) =>
  `silenced until ${minuteText(until)} (${JSON.stringify(reason)}, by ${createdBy})`;

/** How far ahead one may begin. */
const AHEAD_MS = 366 * DAY;
/** A silence that was written a moment ago begins now. */
const PAST_MS = MINUTE;

/** The window of a silence as it will be. Refuses (validation) one that has passed, is too long, or too far ahead. */
export function checkWindow(now: Date, window: { from: Date; until: Date }, longestMs: number): void {
  const { from, until } = window;
  const fault = (field: string, what: string) => invalid(`${field}: ${what}`, { name: field, message: what });
  if (from.getTime() > now.getTime() + AHEAD_MS)
    throw fault('from', `wanted a beginning within a year, got ${from.toISOString()}`);
  if (until <= now) throw fault('until', `wanted an end that is still to come, got ${until.toISOString()}`);
  if (until <= from) throw fault('until', `wanted an end after ${from.toISOString()}, got ${until.toISOString()}`);
  const hours = longestMs / (60 * MINUTE);
  if (until.getTime() - from.getTime() > longestMs)
    throw fault(
      'until',
      `wanted at most ${hours} hours after ${from.toISOString()}, so that nothing is silenced for ever, got ${until.toISOString()}; make another silence when this one is over, or raise MUSTER_SILENCE_MAX_HOURS`,
    );
}

/** When a silence begins that was asked for: not in the past, but for what a clock may be off. */
export function beginning(now: Date, from: Date | undefined): Date {
  if (!from) return now;
  if (from >= now) return from;
  if (now.getTime() - from.getTime() <= PAST_MS) return now;
  const message = `wanted a beginning that is not in the past, got ${from.toISOString()}; leave it out to begin now`;
  throw invalid(`from: ${message}`, { name: 'from', message });
}
