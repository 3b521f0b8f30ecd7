import type { ContactRef, ScheduleRotations } from '#domain/contacts';
import type { Queries } from '#storage/db';
import { fault } from './check.ts';
import type { Shift } from './recurrence.ts';
import { parseRotationArn, type RotationRef, rotationArn, scheduleOf } from './rotation.ts';
import { rotationsSql, toRotation } from './rotations.sql.ts';
import { shiftsBetween } from './shifts.ts';

/** What on-call schedules ask of the rotations that they name. */
export interface Schedules extends ScheduleRotations {
  /**
   * The shifts of several rotations that lie at least partly in [from, to), by the rotations' ARNs; one that does not exist
   * is not among them. It is the same number of statements however many they are.
   */
  shiftsOf(on: Queries, arns: readonly string[], from: Date, to: Date): Promise<Map<string, NamedShifts>>;
}

export interface NamedShifts {
  /** The rotation's. */
  name: string;
  shifts: Shift[];
}

export function createSchedules(): Schedules {
  return {
    async require(tx, schedule, arns) {
      const refs = arns.map((arn, place) => refOf(arn, schedule, `Plan.RotationIds[${place}]`));
      const { account, region } = schedule;
      const rows = await tx.rows(rotationsSql.hold, [account, region, refs.map(({ id }) => id)]);
      const known = new Set(rows.map(({ id }) => id));
      for (const [place, { id }] of refs.entries()) {
        const at = `Plan.RotationIds[${place}]`;
        if (!known.has(id)) throw fault(at, `rotation ${arns[place]} does not exist; create it first`);
        if (refs.findIndex((ref) => ref.id === id) < place)
          throw fault(at, `rotation ${arns[place]} is named twice; leave one out`);
      }
    },
    async shiftsOf(on, arns, from, to) {
      if (arns.length === 0) return new Map();
      const ids = arns.map((arn) => parseRotationArn(arn, 'RotationIds').id);
      const rotations = (await on.rows(rotationsSql.findAll, [ids])).map(toRotation);
      const overrides = await on.rows(rotationsSql.overridesIn, [ids, from, to]);
      return new Map(
        rotations.map((rotation) => {
          const own = overrides.filter((row) => row.rotation_id === rotation.id);
          const replaced = own.map((row) => ({ start: row.start_at, end: row.end_at, members: row.contacts }));
          const shifts = [...shiftsBetween(scheduleOf(rotation), replaced, from, to)];
          return [rotationArn(rotation), { name: rotation.name, shifts }];
        }),
      );
    },
  };
}

/** The rotation that a schedule's plan names: of the schedule's own account and Region. */
function refOf(arn: string, schedule: ContactRef, at: string): RotationRef {
  const ref = parseRotationArn(arn, at);
  if (ref.account !== schedule.account) throw fault(at, `rotation ${arn} belongs to another account`);
  if (ref.region === schedule.region) return ref;
  throw fault(at, `rotation ${arn} is in another Region than the schedule, which is in ${schedule.region}`);
}
