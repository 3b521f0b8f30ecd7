import { arns, parseArn } from '#kernel/arn';
import { invalid, Refusal } from '#kernel/refusal';
import type { Tags } from '#kernel/tags';
import { DEFAULT_BUS } from './event.ts';

/** Where events arrive. */
export interface Bus {
  account: string;
  region: string;
  name: string;
  arn: string;
  description?: string;
  /** Kept and read back; events are stored as everything else is. */
  kmsKey?: string;
  /** A queue for what cannot be delivered; kept for its readers, targets name their own. */
  deadLetterArn?: string;
  logConfig?: BusLogConfig;
  /** The resource policy as a document. */
  policy?: string;
  tags: Tags;
  /** Absent of a default bus that was never told anything. */
  createdAt?: Date;
  modifiedAt?: Date;
}

export interface BusLogConfig {
  level?: string;
  detail?: string;
}

/** What is left out of a change is taken away, as AWS does. */
export interface BusChange {
  description?: string;
  kmsKey?: string;
  deadLetterArn?: string;
  logConfig?: BusLogConfig;
}

const NAME = /^[.\-_A-Za-z0-9]{1,256}$/;

/** Refuses (validation) what cannot be the name of a user's bus. */
export function checkBusName(name: string): void {
  if (NAME.test(name)) return;
  const message = `wanted 1 to 256 letters, digits, '.', '-' and '_', got ${JSON.stringify(name)}; partners' buses are AWS's own`;
  throw invalid(`Name: ${message}`, { name: 'Name', message });
}

/**
 * The bus that a caller names by its name or ARN, or not at all: the default one. Refuses (notFound) what lies in another account
 * or region; whether there is such a bus is asked where it is used.
 */
export function busName(text: string | undefined, account: string, region: string): string {
  if (text === undefined) return DEFAULT_BUS;
  const arn = parseArn(text);
  if (!arn) return text;
  const [, name] = /^event-bus\/(.+)$/.exec(arn.resource) ?? [];
  if (name === undefined || text !== arns.bus(region, account, name)) throw noBus(text);
  return name;
}

export const noBus = (named: string) =>
  new Refusal('notFound', `Event bus ${named} does not exist.`, { resourceType: 'EVENT_BUS', resourceId: named });
