import type { Span } from './coverage.ts';
import type { Replacement, Shift } from './recurrence.ts';

/** What the overrides together say of a time: who is on call in it. */
export interface Said extends Span {
  members: string[];
}

/**
 * What `overrides` say within a span in which the same people's turn is (`base`), or nobody's: the times of which any of
 * them says something, in order, each as long as the same ones speak. A temporary schedule silences all others; a
 * replacement needs somebody to replace; whoever is added comes on top.
 */
export function sayingIn(span: Span, base: string[] | undefined, overrides: readonly Replacement[]): Said[] {
  const near = overrides.filter(({ start, end }) => start.getTime() < span.end && end.getTime() > span.start);
  if (near.length === 0) return [];
  const within = near.flatMap(({ start, end }) => [
    Math.max(start.getTime(), span.start),
    Math.min(end.getTime(), span.end),
  ]);
  const edges = [...new Set(within)].sort((a, b) => a - b);
  const found: { start: number; end: number; by: Replacement[] }[] = [];
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const by = speakers(near, start, base !== undefined);
    const end = edges[index + 1]!;
    const last = found.at(-1);
    if (last && last.end === start && same(last.by, by)) last.end = end;
    else if (by.length > 0) found.push({ start, end, by });
  }
  return found.map(({ start, end, by }) => ({ start, end, members: membersBy(by, base ?? []) }));
}

/** The overrides by which a shift is as it is: the same ones in the whole of it. */
export function spokenIn<O extends Replacement>({ start, overridden }: Shift, overrides: readonly O[]): O[] {
  return overridden === undefined ? [] : speakers(overrides, start.getTime(), overridden.length > 0);
}

/** Whose word counts at an instant: at most one that replaces, first, and then all that add. */
function speakers<O extends Replacement>(overrides: readonly O[], at: number, somebodysTurn: boolean): O[] {
  const now = overrides.filter(({ start, end }) => start.getTime() <= at && at < end.getTime());
  const temporary = now.find(({ kind }) => kind === 'temporary');
  if (temporary) return [temporary];
  const replacing = somebodysTurn ? now.find(({ kind = 'replace' }) => kind === 'replace') : undefined;
  const adding = now.filter(({ kind }) => kind === 'add');
  return replacing ? [replacing, ...adding] : adding;
}

function membersBy(by: readonly Replacement[], base: string[]): string[] {
  const replacing = by.find(({ kind }) => kind !== 'add');
  const adding = by.filter(({ kind }) => kind === 'add').flatMap(({ members }) => members);
  return [...new Set([...(replacing?.members ?? base), ...adding])];
}

const same = (one: readonly Replacement[], other: readonly Replacement[]) =>
  one.length === other.length && one.every((override, index) => override === other[index]);
