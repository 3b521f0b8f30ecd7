import { type ContactRef, parseContactArn } from '#domain/contacts';
import { parseRotationArn, type RotationRef, rotationArn } from '#domain/oncall';
import { Refusal } from '#kernel/refusal';
import type { Call } from '../route.ts';
import { form, named, text, uuid } from '../schema.ts';

/** What the resources of on-call time have in common. */

export const alias = text(1, 255, 'The alias of a person.');

export const Person = named(
  'OnCallPerson',
  { alias, arn: text(1, 1000, 'Their name on the AWS face.') },
  'Somebody who is on call.',
);

export const RotationId = named('RotationId', { rotationId: uuid('The rotation’s id.') }, 'Which rotation.');

/** A rotation by its id, or anything by its ARN. */
export const subject = form(
  /^([0-9a-f]{8}-[0-9a-f-]{27}|arn:aws:ssm-contacts:[a-z0-9-]{1,64}:[0-9]{12}:(contact|rotation)\/[a-z0-9_-]{1,255})$/,
  'the id of a rotation, or the ARN of a rotation or on-call schedule',
  'Of a rotation (its id or ARN), or of an on-call schedule (its ARN).',
);

export const personRef = ({ actor }: Call, name: string): ContactRef => {
  return { account: actor.account, region: actor.region, alias: name };
};
export const rotationRef = ({ actor }: Call, id: string): RotationRef => {
  return { account: actor.account, region: actor.region, id };
};
export const idOf = (arn: string) => parseRotationArn(arn, 'rotation').id;
export const personView = (arn: string) => ({ alias: parseContactArn(arn, 'contact').alias, arn });

/** The ARN of what is asked about. What is of another account, or in another region, is not there. */
export function subjectArn(call: Call, given: string): string {
  if (!given.startsWith('arn:')) return rotationArn(rotationRef(call, given));
  const [, , , region, account] = given.split(':');
  if (region === call.actor.region && account === call.actor.account) return given;
  throw new Refusal('notFound', `There is no ${given} in account ${call.actor.account}, region ${call.actor.region}.`);
}

/** The members of the AWS face, as this one calls them. */
const OWN_WORDS: Readonly<Record<string, string>> = {
  StartTime: 'startsAt',
  EndTime: 'endsAt',
  TimeZoneId: 'timeZone',
  ContactIds: 'people',
  NewContactIds: 'people',
  Recurrence: 'handOffs',
  RotationStartTime: 'startsAt',
  subject: 'of',
};

/** Does it; what the rooms refuse by the name of an AWS member is refused by the name that the caller used. */
export async function inOwnWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'validation') throw error;
    const [field] = error.details.fields ?? [];
    const own = field && OWN_WORDS[field.name];
    if (!own) throw error;
    const message = error.message.replace(`${field.name}: `, `${own}: `);
    throw new Refusal('validation', message, { ...error.details, fields: [{ name: own, message }] }, { cause: error });
  }
}
