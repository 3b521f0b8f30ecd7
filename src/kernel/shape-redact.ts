import type { Member, Shape } from './shape.ts';

/** What stands in a trail in place of a secret; CloudTrail's own word. */
export const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/**
 * A copy of `value` with its declared members only and every sensitive part hidden, fit for a trail. A value of another
 * kind than its shape is hidden as a whole: nothing is known of its parts.
 */
export function redact(given: Shape, value: unknown): unknown {
  const shape = given.kind === 'lazy' ? given.of() : given;
  if (value === undefined || value === null) return value;
  if (shape.sensitive || given.sensitive) return HIDDEN;
  switch (shape.kind) {
    case 'list':
      return Array.isArray(value) ? value.map((item) => redact(shape.member, item)) : HIDDEN;
    case 'map':
      return isObject(value) ? redactMap(shape.key.sensitive ?? false, shape.value, value) : HIDDEN;
    case 'structure':
    case 'union':
      return isObject(value) ? redactMembers(shape.members, value) : HIDDEN;
    default:
      return shape.kind === 'document' || !isObject(value) ? value : HIDDEN;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array)
  );
}

function redactMap(keysToo: boolean, member: Shape, value: Record<string, unknown>): unknown {
  if (keysToo) return HIDDEN;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, redact(member, item)]));
}

function redactMembers(members: readonly Member[], value: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  for (const { name, shape } of members) {
    if (Object.hasOwn(value, name) && value[name] !== undefined) shown[name] = redact(shape, value[name]);
  }
  return shown;
}
