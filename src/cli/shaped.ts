import { nearest } from '#kernel/nearest';
import { check, resolve, type Shape, type StructureShape } from '#kernel/shape';
import { messageOf } from '#kernel/text';
import { decodeMembers } from '#wire/protocols/decode';
import { sentence } from '#wire/validation';
import { usage } from './fault.ts';

/**
 * What a person wrote, as an operation takes it. Members that there are not are refused, naming the nearest; so is what
 * breaks a constraint, all of it at once. `what` names the source, e.g. `plan.json`.
 */
export function shaped<T extends object>(shape: StructureShape<T>, value: Record<string, unknown>, what: string): T {
  const unknown = unknownMembers(shape, value, '');
  if (unknown.length > 0) throw usage(`${what}: ${unknown.join('; ')}`);
  let decoded: Record<string, unknown>;
  try {
    decoded = decodeMembers(shape.members, value);
  } catch (error) {
    throw usage(`${what}: ${messageOf(error)}`);
  }
  const violations = check(shape, decoded);
  if (violations.length > 0) throw usage(`${what}: ${sentence(violations)}`);
  return decoded as T;
}

/** In words, each member at any depth that the shape does not declare. */
function unknownMembers(given: Shape, value: unknown, path: string): string[] {
  const shape = resolve(given);
  if (typeof value !== 'object' || value === null) return [];
  switch (shape.kind) {
    case 'structure':
    case 'union': {
      const known = new Map(shape.members.map((member) => [member.name, member.shape]));
      return Object.entries(value).flatMap(([name, member]) => {
        const declared = known.get(name);
        if (declared) return unknownMembers(declared, member, `${path}${name}.`);
        const near = nearest(name, [...known.keys()]);
        return [`there is no member ${path}${name}${near ? `; did you mean ${near}?` : ''}`];
      });
    }
    case 'list':
      return Array.isArray(value)
        ? value.flatMap((item, at) => unknownMembers(shape.member, item, `${path}${at}.`))
        : [];
    case 'map':
      return Object.entries(value).flatMap(([key, item]) => unknownMembers(shape.value, item, `${path}${key}.`));
    default:
      return [];
  }
}
