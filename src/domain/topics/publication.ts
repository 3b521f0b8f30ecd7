import type { MessageAttributes } from './filter-policy.ts';
import type { Protocol } from './subscription.ts';
import { badParameter } from './topic.ts';

/** What is published: as it is kept, and as each subscriber gets it. */
export interface Publication {
  subject?: string;
  body: string;
  /** The body is a JSON object with a text for each protocol, and one called `default`. */
  structured: boolean;
  attributes: MessageAttributes;
}

/** AWS's: of the message and its attributes together, in bytes. */
export const MAX_BYTES = 262_144;
const MAX_SUBJECT = 100;
const ATTRIBUTE_NAME = /^(?!(?:aws|amazon)\.)(?!.*\.\.)[A-Za-z0-9_-](?:[A-Za-z0-9_.-]{0,254}[A-Za-z0-9_-])?$/i;
const ATTRIBUTE_TYPE = /^(?:String\.Array|String|Number|Binary)(?:\.[A-Za-z0-9_.-]{1,200})?$/;

function bytesOf({ body, attributes }: Publication): number {
  const named = Object.entries(attributes).map(([name, { type, value }]) => name + type + value);
  return Buffer.byteLength(body) + Buffer.byteLength(named.join(''));
}

/** Refuses (InvalidParameter) what a publisher cannot ask for; all that AWS refuses. */
export function checkPublication(publication: Publication): void {
  const { subject, body, structured } = publication;
  if (body === '') throw badParameter('Message', 'Empty message');
  if (bytesOf(publication) > MAX_BYTES)
    throw badParameter(
      'Message',
      `Message too long: wanted at most ${MAX_BYTES} bytes with its attributes, got ${bytesOf(publication)}`,
    );
  if (subject !== undefined && !/^[\x21-\x7e][\x20-\x7e]*$/.test(subject))
    throw badParameter('Subject', 'wanted ASCII text on one line that does not begin with a space');
  if ((subject?.length ?? 0) > MAX_SUBJECT)
    throw badParameter('Subject', `wanted at most ${MAX_SUBJECT} characters, got ${subject?.length}`);
  checkAttributes(publication.attributes);
  // The database cannot hold it, nor can the XML of AWS's own queues.
  if (body.includes('\0') || Object.values(publication.attributes).some(({ value }) => value.includes('\0')))
    throw badParameter('Message', 'wanted text without the character U+0000');
  if (structured) textsIn(body);
}

function checkAttributes(attributes: MessageAttributes): void {
  for (const [name, { type, value }] of Object.entries(attributes)) {
    const fault = (reason: string) =>
      badParameter('MessageAttributes', `${JSON.stringify(name.slice(0, 256))}: ${reason}`);
    if (!ATTRIBUTE_NAME.test(name))
      throw fault(
        'wanted a name of letters, digits, hyphens, underscores and single dots, not beginning with AWS. or Amazon.',
      );
    if (!ATTRIBUTE_TYPE.test(type)) throw fault('wanted the DataType String, String.Array, Number or Binary');
    if (value === '') throw fault('wanted a value that is not empty');
    if (/^Number/.test(type) && !(value.trim() !== '' && Number.isFinite(Number(value))))
      throw fault('wanted a number');
    if (/^String\.Array/.test(type) && !isArray(value))
      throw fault('wanted a JSON list of texts, numbers, booleans and null');
  }
}

function isArray(value: string): boolean {
  try {
    const items: unknown = JSON.parse(value);
    return Array.isArray(items) && items.every((item) => item === null || typeof item !== 'object');
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** What a subscriber by `protocol` gets. */
export function textFor({ body, structured }: Publication, protocol: Protocol): string {
  if (!structured) return body;
  const texts = textsIn(body);
  return texts[protocol] ?? texts['default']!;
}

/** The texts of a structured message. Refuses one without a default. */
function textsIn(body: string): Record<string, string> {
  const fault = (reason: string) => badParameter('Message Structure', reason);
  let texts: unknown;
  try {
    texts = JSON.parse(body);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw fault('JSON message body failed to parse');
  }
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts)) throw fault('wanted a JSON object');
  const entries = Object.entries(texts).filter(([, text]) => typeof text === 'string');
  const found: Record<string, string> = Object.fromEntries(entries);
  if (!Object.hasOwn(found, 'default')) throw fault('No default entry in JSON message body');
  return found;
}
