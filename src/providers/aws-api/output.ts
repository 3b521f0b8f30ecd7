import type { Json } from '#domain/documents';

/** The longest answer that a step can hold, as JSON text. */
export const MAX_OUTPUT = 102_400;

/**
 * What a client answered, as JSON: times as ISO 8601, bytes as base64. boto3's `ResponseMetadata` stands in the place of the
 * client's own `$metadata`.
 */
export function toJson(answer: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  const { $metadata, ...rest } = answer;
  const { httpStatusCode, requestId } = ($metadata ?? {}) as { httpStatusCode?: number; requestId?: string };
  const about: Record<string, Json> = {};
  if (requestId !== undefined) about['RequestId'] = requestId;
  if (httpStatusCode !== undefined) about['HTTPStatusCode'] = httpStatusCode;
  return { ...(plain(rest) as Record<string, Json>), ResponseMetadata: about };
}

function plain(value: unknown): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((one) => plain(one) ?? null);
  if (typeof value !== 'object') return undefined;
  const entries = Object.entries(value).flatMap(([name, one]) => {
    const made = plain(one);
    return made === undefined ? [] : [[name, made] as const];
  });
  return Object.fromEntries(entries);
}
