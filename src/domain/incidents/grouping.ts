import { createHash } from 'node:crypto';
import { type Grouping, noiseOf, type ResponsePlan } from '#domain/response-plans';
import { type GroupRef, refKey } from '#domain/signals';
import { after } from '#kernel/clock';
import { newId } from '#kernel/ids';
import type { Tx } from '#storage/db';
import { incidentsSql } from './incidents.sql.ts';
import type { Candidate, StartRooms } from './start.ts';

/** The groups that starts belong to. */
export type Groups = ReadonlyMap<Candidate, GroupRef>;

/** What of a start tells its group. */
type Grouped = Pick<Candidate, 'response' | 'event'>;

/**
 * What a start shares with the others of its group, as a text; undefined: it belongs to none. A plan that has a dedupe string
 * of its own draws together what has the same one, and nothing else; an event that has none of the fields stands alone.
 */
export function groupKeyOf({ response, event }: Grouped): string | undefined {
  const { grouping } = noiseOf(response);
  if (!grouping || event === undefined || response.template.dedupeString) return undefined;
  const values = grouping.by.map((path) => valueAt(event, path.split('.')));
  if (values.every((value) => value === undefined)) return undefined;
  const text = JSON.stringify([grouping.by, values.map((value) => value ?? null)]);
  return createHash('sha256').update(text).digest('hex');
}

function valueAt(event: unknown, steps: string[]): unknown {
  let value = event;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}

/**
 * Gives starts the dedupe string of their group: that of the incident for which the same alarm fires already, else that of the
 * group's window. Locks the groups, so that two nodes open one incident. Answers which group each one is of.
 */
export async function drawTogether(tx: Tx, now: Date, rooms: StartRooms, starts: Candidate[]): Promise<Groups> {
  const groups = new Map(starts.flatMap((one) => groupOf(now, one, rooms.minuteMs)));
  if (groups.size === 0) return groups;
  const own = await ownIncidents(tx, rooms, [...groups.keys()]);
  const alone = [...groups].filter(([one]) => !own.has(one));
  const distinct = [...new Map(alone.map(([, group]) => [refKey(group), group])).values()];
  const joined = await rooms.signals.join(tx, now, distinct);
  for (const [one, group] of groups) {
    const dedupeString = own.get(one) ?? joined.get(refKey(group))!;
    one.dedupeString = dedupeString;
    one.incident.dedupeString = dedupeString;
  }
  return new Map(alone);
}

function groupOf(now: Date, one: Candidate, minuteMs: number): [Candidate, GroupRef][] {
  const key = groupKeyOf(one);
  if (key === undefined) return [];
  return [[one, { ...refTo(one.response, key), dedupeString: newId(now), until: after(now, windowMs(one, minuteMs)) }]];
}

const refTo = ({ account, name: planName }: ResponsePlan, key: string) => ({ account, planName, key });
const windowMs = ({ response }: Candidate, minuteMs: number) =>
  (noiseOf(response).grouping as Grouping).windowMinutes * minuteMs;

/** The dedupe strings of open incidents for which the signals of these starts fire already: a duplicate stays where it is. */
async function ownIncidents(tx: Tx, rooms: StartRooms, starts: Candidate[]): Promise<Map<Candidate, string>> {
  const refs = starts.flatMap(({ response, trigger }) => (trigger.signal ? [refTo(response, trigger.signal.key)] : []));
  const known = await rooms.signals.incidentOf(tx, refs);
  const accounts = [...new Set(refs.map(({ account }) => account))];
  const ids = [...new Set(known.values())];
  const rows = ids.length > 0 ? await tx.rows(incidentsSql.openOf, [accounts, ids]) : [];
  const open = new Map(rows.map(({ id, dedupe_string }) => [id, dedupe_string]));
  return new Map(
    starts.flatMap((one) => {
      const { signal } = one.trigger;
      const dedupeString = signal && open.get(known.get(refKey(refTo(one.response, signal.key))) ?? '');
      return dedupeString === undefined ? [] : [[one, dedupeString] as const];
    }),
  );
}
