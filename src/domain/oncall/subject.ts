import { type ContactRef, parseContactArn } from '#domain/contacts';
import type { Queries } from '#storage/db';
import { fault } from './check.ts';
import { type NamedRota, rotaOf, rotasOf } from './reading.ts';
import { isRotationArn, parseRotationArn, type RotationRef } from './rotation.ts';

/** The on-call schedules: contacts whose plan names rotations. The room that knows them offers it. */
export interface ScheduleSource {
  /** The ids of a schedule's rotations, in order; undefined where there is no such schedule. */
  rotationsOf(on: Queries, schedule: ContactRef): Promise<string[] | undefined>;
  /** The ARNs of the schedules that name a rotation. */
  schedulesWith(on: Queries, rotation: RotationRef): Promise<string[]>;
}

/**
 * The rotations that an ARN stands for: one, or a schedule's. Undefined where it is no schedule of any source; refuses
 * (notFound) a rotation that is gone, and (validation) what is no ARN of either.
 */
export async function rotasOfSubject(
  on: Queries,
  sources: readonly ScheduleSource[],
  subject: string,
): Promise<NamedRota[] | undefined> {
  if (isRotationArn(subject)) return [await rotaOf(on, parseRotationArn(subject, 'subject'))];
  const schedule = parseContactArn(subject, 'subject');
  for (const source of sources) {
    const ids = await source.rotationsOf(on, schedule);
    if (ids) return rotasOf(on, schedule, ids);
  }
  return undefined;
}

export const noSchedule = (subject: string) =>
  fault('subject', `wanted the ARN of a rotation or of an on-call schedule, got ${JSON.stringify(subject)}`);
