import { type ContactRef, contactArn, type ScheduleRotations } from '#domain/contacts';
import type { Queries } from '#storage/db';
import { fault } from './check.ts';
import { spokenIn } from './layers.ts';
import { allRotas } from './reading.ts';
import type { Shift } from './recurrence.ts';
import { parseRotationArn, type RotationRef, rotationArn } from './rotation.ts';
import { rotationsSql } from './rotations.sql.ts';
import { shiftsBetween } from './shifts.ts';
import type { Watch } from './watch.ts';

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
  /** An IANA zone: the rotation's. */
  timeZone: string;
  /** `by`: the ids of the overrides by which each is as it is. */
  shifts: (Shift & { by: string[] })[];
}

export function createSchedules(watch: Watch): Schedules {
  return {
    async require(tx, now, schedule, arns) {
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
      await watch.soonOf(tx, now, { account, region, arn: contactArn(schedule) });
    },
    async shiftsOf(on, arns, from, to) {
      if (arns.length === 0) return new Map();
      const rotas = await allRotas(
        on,
        arns.map((arn) => parseRotationArn(arn, 'RotationIds').id),
      );
      return new Map(
        rotas.map(({ rotation, schedule, overrides }) => {
          const shifts = [...shiftsBetween(schedule, overrides, from, to)].map((shift) => ({
            ...shift,
            by: spokenIn(shift, overrides).map(({ id }) => id),
          }));
          const { name, timeZone } = rotation;
          return [rotationArn(rotation), { name, timeZone, shifts }];
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
