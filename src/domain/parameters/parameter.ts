import { arns, parseArn } from '#kernel/arn';
import { Refusal } from '#kernel/refusal';
import type { Tags } from '#kernel/tags';
import { cut } from '#kernel/text';

export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type Tier = 'Standard' | 'Advanced';

/** A parameter without its value. */
export interface StoredParameter {
  account: string;
  region: string;
  name: string;
  type: ParameterType;
  /** From 1; rises with every change of the value. */
  version: number;
  description?: string;
  allowedPattern?: string;
  dataType: string;
  tier: Tier;
  keyId?: string;
  tags: Tags;
  modifiedAt: Date;
  /** Its changer's ARN. */
  modifiedBy: string;
}

/** AWS's bounds: characters of a name with its hierarchy, levels of that, and characters of values by tier. */
const LONGEST_NAME = 1011;
const MOST_LEVELS = 15;
const LONGEST_VALUE: Readonly<Record<Tier, number>> = { Standard: 4096, Advanced: 8192 };

export const parameterArn = ({ account, region, name }: { account: string; region: string; name: string }): string =>
  arns.parameter(region, account, name);

/** A name as it is asked for: a name or an ARN, and perhaps `:VERSION` or `:LABEL`. */
export interface NamedParameter {
  account?: string;
  name: string;
  selector?: string;
}

export function parseParameterName(given: string): NamedParameter {
  const arn = given.startsWith('arn:') ? parseArn(given) : undefined;
  const [, name = '', selector] =
    /^([^:]*)(?::(.*))?$/s.exec(arn ? arn.resource.replace(/^parameter/, '') : given) ?? [];
  // The ARN of a name without a slash has one all the same; which is meant, only the store knows.
  return { ...(arn ? { account: arn.account } : {}), name, ...(selector === undefined ? {} : { selector }) };
}

/** Refuses names that Parameter Store would not take. */
export function checkParameterName(name: string): void {
  const wrong = (message: string) => new Refusal('validation', message, { fields: [{ name: 'Name', message }] });
  if (!/^[A-Za-z0-9_./-]+$/.test(name) || name.includes('//') || name.endsWith('/'))
    throw wrong("Parameter name: can't be of other than letters, digits and _.-, parted by single slashes.");
  if (name.includes('/') && !name.startsWith('/'))
    throw wrong(`Parameter name: must be a fully qualified name, beginning with a slash: wanted /${name}.`);
  if (/^\/?(aws|ssm)/i.test(name))
    throw wrong('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  if (name.length > LONGEST_NAME)
    throw wrong(`Parameter name: wanted at most ${LONGEST_NAME} characters, got ${name.length}.`);
  const levels = name.split('/').length - (name.startsWith('/') ? 1 : 0);
  if (levels > MOST_LEVELS) {
    const message = `Parameter name: wanted at most ${MOST_LEVELS} levels, got ${levels}.`;
    throw new Refusal('validation', message, { code: 'HierarchyLevelLimitExceededException' });
  }
}

/** Refuses values that are empty or too long for their tier. */
export function checkParameterValue(value: string, tier: Tier): void {
  const most = LONGEST_VALUE[tier];
  if (value.length >= 1 && value.length <= most) return;
  const message = `${tier} tier parameters support a parameter value of 1–${most} characters, got ${value.length}.${tier === 'Standard' ? ' Choose the tier Advanced, or a shorter value.' : ''}`;
  throw new Refusal('validation', message, { fields: [{ name: 'Value', message }] });
}

export const noParameter = (name: string): Refusal =>
  new Refusal('notFound', `Parameter ${cut(name, 200)} not found. Describe parameters to see which there are.`, {
    code: 'ParameterNotFound',
    resourceType: 'PARAMETER',
    resourceId: name,
  });
