import { type Contacts, keyOf, parseContactArn } from '#domain/contacts';
import { Refusal } from '#kernel/refusal';
import type { Queries } from '#storage/db';
import { fault } from './check.ts';
import { type NamedRota, rotaOf, rotasOf } from './reading.ts';
import { isRotationArn, parseRotationArn } from './rotation.ts';

/**
 * The rotations that an ARN stands for: one, or those of an on-call schedule, in its order. Undefined where there is no such
 * schedule; refuses (notFound) a rotation that is gone, and (validation) what is no ARN of either.
 */
export async function rotasOfSubject(
  on: Queries,
  contacts: Contacts,
  subject: string,
): Promise<NamedRota[] | undefined> {
  if (isRotationArn(subject)) return [await rotaOf(on, parseRotationArn(subject, 'subject'))];
  const ref = parseContactArn(subject, 'subject');
  const contact = (await contacts.find(on, [ref])).get(keyOf(ref));
  if (contact?.type !== 'ONCALL_SCHEDULE') return undefined;
  const ids = contact.rotations.map((arn) => parseRotationArn(arn, 'RotationIds').id);
  return rotasOf(on, ref, ids);
}

/** The same; undefined also for a rotation that is gone, as there may be of what was planned before. */
export async function rotasIfThere(on: Queries, contacts: Contacts, subject: string): Promise<NamedRota[] | undefined> {
  try {
    return await rotasOfSubject(on, contacts, subject);
  } catch (error) {
    if (error instanceof Refusal && error.kind === 'notFound') return undefined;
    throw error;
  }
}

export const noSchedule = (subject: string) =>
  fault('subject', `wanted the ARN of a rotation or of an on-call schedule, got ${JSON.stringify(subject)}`);
