import { arns, parseArn } from '#kernel/arn';
import { isUuid } from '#kernel/ids';
import type { Tags } from '#kernel/tags';
import { fault } from './check.ts';
import type { Recurrence, Replacement, Schedule } from './recurrence.ts';

/** Which rotation: of an account, in a region. */
export interface RotationRef {
  account: string;
  region: string;
  /** A UUID. */
  id: string;
}

export interface Rotation extends RotationRef {
  name: string;
  /** ARNs of the people, in the order in which their turns come. */
  contacts: string[];
  /** Absent where none was given (design 10.9): the first shift began when the rotation was made. */
  startTime?: Date;
  timeZone: string;
  recurrence: Recurrence;
  tags: Tags;
  /** When the turns begin by which it is calculated, and with whom: the start, until an edit keeps who is on call. */
  anchor: Date;
  position: number;
  /** The people of the first of these turns, where an edit kept them (edit.ts). */
  held?: string[];
}

export interface Override extends Replacement {
  /** A UUID. */
  id: string;
  /** The swap or temporary schedule that it is a part of; they come and go together. */
  bundle?: string;
  createdAt: Date;
}

export const rotationArn = ({ region, account, id }: RotationRef) => arns.rotation(region, account, id);

export const isRotationArn = (text: string) => parseArn(text)?.resource.startsWith('rotation/') ?? false;

/** The rotation that `text` names; refuses anything that is no rotation's ARN. */
export function parseRotationArn(text: string, field: string): RotationRef {
  const arn = parseArn(text);
  const [, id] = /^rotation\/([0-9a-f-]{36})$/.exec(arn?.resource ?? '') ?? [];
  if (arn?.partition === 'aws' && arn.service === 'ssm-contacts' && arn.region && arn.account && id && isUuid(id))
    return { account: arn.account, region: arn.region, id };
  const wanted = 'wanted a rotation ARN (arn:aws:ssm-contacts:REGION:ACCOUNT:rotation/ID)';
  throw fault(field, `${wanted}, got ${JSON.stringify(text)}`);
}

/** What the calculator reads of a rotation. */
export const scheduleOf = ({ contacts, anchor, position, held, timeZone, recurrence }: Rotation): Schedule => ({
  members: contacts,
  start: anchor,
  position,
  ...(held ? { held } : {}),
  timeZone,
  recurrence,
});
