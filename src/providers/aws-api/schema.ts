import { NormalizedSchema } from '@smithy/core/schema';

/** What an operation takes and answers, as its SDK client says it. */
export interface OperationSchema {
  input: NormalizedSchema;
  output: NormalizedSchema;
  /** The member with the idempotency token. */
  token?: string;
  /** The member of the answer that is a stream, which no step can keep. */
  stream?: string;
}

/** A command of an SDK client, as far as it is looked at. */
export interface SdkCommand {
  readonly schema?: unknown;
}

/** The fourth and fifth place of a static operation schema. */
const INPUT = 4;
const OUTPUT = 5;
/** The place of the number of required members in a static structure schema; they come first. */
const REQUIRED = 6;

/** Undefined for a client of before 2025, which says nothing of its shapes. */
export function schemaOf(command: SdkCommand): OperationSchema | undefined {
  if (!Array.isArray(command.schema)) return undefined;
  const of = (place: number) => NormalizedSchema.of((command.schema as unknown[])[place] as never);
  const [input, output] = [of(INPUT), of(OUTPUT)];
  const find = (schema: NormalizedSchema, wanted: (member: NormalizedSchema) => boolean) =>
    members(schema).find(([, member]) => wanted(member))?.[0];
  const token = find(input, (member) => member.isIdempotencyToken());
  const stream = find(output, (member) => member.isStreaming());
  return { input, output, ...(token !== undefined && { token }), ...(stream !== undefined && { stream }) };
}

export const members = (schema: NormalizedSchema): [string, NormalizedSchema][] =>
  schema.isStructSchema() || schema.isUnionSchema() ? [...schema.structIterator()] : [];

/** The names of the members that must be there. */
export function requiredIn(schema: NormalizedSchema): string[] {
  const written: unknown = schema.getSchema();
  const count: unknown = Array.isArray(written) ? written[REQUIRED] : undefined;
  return typeof count === 'number'
    ? members(schema)
        .map(([name]) => name)
        .slice(0, count)
    : [];
}

export const isSensitive = (schema: NormalizedSchema): boolean => schema.getMergedTraits().sensitive === 1;
