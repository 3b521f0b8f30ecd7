import { type JsonPath, readPath, valueAt } from '#kernel/json-path';
import { type InputTransformer, jsonFault, transformed, transformerFault } from './input-template.ts';

/** What a rule says of one of its targets, besides its ARN. */
export interface TargetOptions {
  /** At most one of the three: a constant as JSON, one value of the event, a text made of it. None: the whole event. */
  input?: string;
  inputPath?: string;
  inputTransformer?: InputTransformer;
  retry?: RetryPolicy;
  /** The SQS queue for what could not be delivered. */
  deadLetterArn?: string;
  /** Of an API destination: what fills the stars of its address, and what is added to its headers and query. */
  http?: HttpParameters;
}

export interface RetryPolicy {
  /** 0 to 185; 185 unless given. */
  attempts?: number;
  /** Seconds from 60 to 86,400; 86,400 unless given. */
  ageSeconds?: number;
}

export interface HttpParameters {
  path?: readonly string[];
  headers?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string>>;
}

/** Who fired, and with what. */
export interface FiredBy {
  /** The envelope; its text. */
  event: object;
  body: string;
  ruleName: string;
  ruleArn: string;
  ingestedAt: Date;
}

const QUEUE_ARN = /^arn:aws[a-z-]*:sqs:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,80}$/;

/** What is wrong with a target's options, in words; undefined when they hold. `region`: where its rule lies. */
export function optionsFault(options: TargetOptions, region: string): string | undefined {
  const { input, inputPath, inputTransformer, deadLetterArn } = options;
  const given = { Input: input, InputPath: inputPath, InputTransformer: inputTransformer };
  const names = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (names.length > 1) return `wanted at most one of Input, InputPath and InputTransformer, got ${names.join(', ')}`;
  if (input !== undefined && jsonFault(input) !== undefined) return `Input: wanted JSON: ${jsonFault(input)}`;
  const path = inputPath === undefined ? [] : readPath(inputPath);
  if ('fault' in path) return `InputPath: ${path.fault}`;
  const wrong = inputTransformer && transformerFault(inputTransformer);
  if (wrong !== undefined) return wrong;
  return deadLetterArn === undefined ? undefined : queueFault(deadLetterArn, region);
}

function queueFault(arn: string, region: string): string | undefined {
  const [, of] = QUEUE_ARN.exec(arn) ?? [];
  if (of === undefined)
    return `DeadLetterConfig: wanted the ARN of a standard SQS queue (not a FIFO one), got ${JSON.stringify(arn)}`;
  return of === region ? undefined : `DeadLetterConfig: wanted a queue in the rule's region ${region}, got ${arn}`;
}

/** What a target gets: the event, or what its options make of it. */
export function inputFor({ input, inputPath, inputTransformer }: TargetOptions, fired: FiredBy): string {
  if (input !== undefined) return input;
  if (inputTransformer) return transformed(inputTransformer, fired);
  if (inputPath === undefined) return fired.body;
  // A path that leads nowhere makes nothing of it.
  return JSON.stringify(valueAt(fired.event, readPath(inputPath) as JsonPath) ?? null);
}

export const isMadeOver = ({ input, inputPath, inputTransformer }: TargetOptions): boolean =>
  input !== undefined || inputPath !== undefined || inputTransformer !== undefined;
