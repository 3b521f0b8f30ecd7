import type { Json } from '#domain/documents';
import { nearest } from '#kernel/nearest';
import type { Shape } from '#kernel/shape';
import { resolve } from '#kernel/shape';

/**
 * The input of a call in process, as a request would bring it: text that expressions left is the number or the truth that it says
 * where the shape wants one. `strangers` are the members that no shape has: a request may bring such, a runbook has misspelt
 * something.
 */
export function looseInput(given: Shape, value: Json): { input: Json; strangers: string[] } {
  const strangers: string[] = [];
  return { input: loosen(given, value, '', strangers), strangers: strangers.slice(0, MOST) };
}

const MOST = 10;

function loosen(given: Shape, value: Json, path: string, strangers: string[]): Json {
  const shape = resolve(given);
  if (value === null) return value;
  switch (shape.kind) {
    case 'structure':
    case 'union': {
      const known = new Map(shape.members.map((member) => [member.name, member.shape]));
      return mapped(value, (name, one) => {
        const place = path === '' ? name : `${path}.${name}`;
        const member = known.get(name);
        if (member) return loosen(member, one, place, strangers);
        const near = nearest(name, [...known.keys()]);
        strangers.push(`${place} is not known${near === undefined ? '' : `: did you mean ${near}?`}`);
        return one;
      });
    }
    case 'list':
      return isList(value) ? value.map((one, at) => loosen(shape.member, one, `${path}[${at}]`, strangers)) : value;
    case 'map':
      return mapped(value, (name, one) => loosen(shape.value, one, `${path}.${name}`, strangers));
    case 'string':
      return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    case 'boolean':
      return value === 'true' || value === 'True' ? true : value === 'false' || value === 'False' ? false : value;
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : value;
    default:
      return value;
  }
}

// `Array.isArray` does not narrow a read-only list.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const mapped = (value: Json, to: (name: string, one: Json) => Json): Json =>
  typeof value === 'object' && value !== null && !isList(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, to(name, one)]))
    : value;
