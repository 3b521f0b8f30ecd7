import { fault } from './check.ts';

/** Who is on call in a time, whatever rotations say. */
export interface FixedShift {
  start: Date;
  end: Date;
  members: string[];
}

/**
 * A window as one part after another without a gap, from its start to its end: where shifts overlap, the people of all of
 * them; where there is none, nobody. Refuses a shift that has no length or is not within the window.
 */
export function spread(window: { start: Date; end: Date }, shifts: readonly FixedShift[]): FixedShift[] {
  for (const [index, shift] of shifts.entries()) {
    if (shift.start < shift.end && shift.start >= window.start && shift.end <= window.end) continue;
    const got = `${shift.start.toISOString()} to ${shift.end.toISOString()}`;
    const wanted = `${window.start.toISOString()} to ${window.end.toISOString()}`;
    throw fault(`shifts[${index}]`, `wanted a time within ${wanted}, got ${got}`);
  }
  const instants = [window, ...shifts].flatMap(({ start, end }) => [start.getTime(), end.getTime()]);
  const edges = [...new Set(instants)].sort((a, b) => a - b);
  const parts: FixedShift[] = [];
  for (const [index, edge] of edges.slice(0, -1).entries()) {
    const [start, end] = [new Date(edge), new Date(edges[index + 1]!)];
    const on = shifts.filter((shift) => shift.start <= start && start < shift.end);
    const members = [...new Set(on.flatMap((shift) => shift.members))];
    const last = parts.at(-1);
    if (last && last.members.join('\n') === members.join('\n')) last.end = end;
    else parts.push({ start, end, members });
  }
  return parts;
}
